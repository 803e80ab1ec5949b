import type { StateMachine } from 'asl-builder'
import { artefacts, environments } from 'generator'
import type { ParameterName } from 'pipeline-def'

const { AthenaDatabaseName } = environments.staging.parameters
const functionArn = (name: string): string => `arn:aws:lambda:us-east-1:123456789012:function:${name}`

/** The bucket of the lake here. */
export const bucket = 'datalake'

/** What a deployment here gives the definition's parameters. */
export const places: Readonly<Record<ParameterName, string>> = {
  lambdaArn: functionArn('HelloWorld'),
  MySQLLambdaArn: functionArn('MySqlConnector'),
  AthenaResultsLocation: `s3://${bucket}/athena/`,
  AthenaDatabaseName,
  AthenaWorkGroup: 'primary',
  DataLocation: `s3://${bucket}/data/`,
}

/** The document that `pnpm generate` writes for AWS, with its `${...}` replaced as a deployment replaces them. */
export function localDefinition(text: string = generatedText('etl.asl.json')): StateMachine {
  const filled = text.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => {
    if (!Object.hasOwn(places, name)) throw new Error(`Nothing here stands for the parameter "${name}".`)
    return JSON.stringify(places[name as ParameterName]).slice(1, -1)
  })
  return JSON.parse(filled) as StateMachine
}

function generatedText(path: string): string {
  const file = artefacts().find((file) => file.path === path)
  if (!file) throw new Error(`pnpm generate writes no ${path}.`)
  return file.text
}
