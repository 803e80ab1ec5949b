import { isObject } from './json.js'

/** Whether a deploy tool puts something into a text: `arn:${AWS::Partition}:states:::sns:publish`. What it says then is not known. */
export function hasSubstitution(value: unknown): boolean {
  if (typeof value !== 'string') return false
  const start = value.indexOf('${')
  return start !== -1 && value.includes('}', start)
}

/** Whether a value is `{ "Ref": … }` or `{ "Fn::Sub": … }`: a definition written into a CloudFormation template. */
export function isDeployFunction(value: unknown): boolean {
  if (!isObject(value)) return false
  const [key = '', ...more] = Object.keys(value)
  return more.length === 0 && (key === 'Ref' || key.startsWith('Fn::'))
}
