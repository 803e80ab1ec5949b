import { environments, stackTemplate, type EnvironmentName, type StackFile } from 'generator'
import { meant } from './command-line.js'
import { Problem } from './problem.js'

/** A value that somebody gave, or that an earlier stack's output will be. */
export type Given = string | { output: string; of: string }

/** A stack to bring to what its template says. */
export interface StackStep {
  kind: 'stack'
  stackName: string
  file: StackFile
  /** Parameters of the template that are not here keep the value that the stack has, or take the template's default. */
  parameters: Readonly<Record<string, Given>>
}

/** A file to put into the bucket, unless it is there. */
export interface UploadStep {
  kind: 'upload'
  bucket: Given
  key: string
  file: string
  bytes: number
}

export type Step = StackStep | UploadStep

/** The function's package, as `pnpm package` writes it. */
export interface FunctionPackage {
  file: string
  key: string
  bytes: number
}

/** What a deployment is about, apart from what AWS already has. */
export interface Request {
  environment: EnvironmentName
  package: FunctionPackage
  /** The data lake's bucket; absent: the template names it. */
  bucket?: string
  /** The bucket exists and belongs to no stack of ours: it is used as it is. */
  bucketIsForeign?: boolean
  /** Whether QuickSight's stack is deployed too. */
  quicksight: boolean
  /** Parameters that go to every stack that takes them. */
  parameters: Readonly<Record<string, string>>
}

/** The stacks of an environment. The staging ones have the tutorial's names. */
export function stackNames(environment: EnvironmentName) {
  const suffix = environment === 'staging' ? '' : `-${environment}`
  return {
    lake: `DatalakeStagingLiveProject${suffix}`,
    database: `MySQLDB${suffix}`,
    etl: `ETLSolutionStaging${suffix}`,
    dashboard: `Dashboard${suffix}`,
  }
}

/** What is done, in this order: the bucket, the database, the function's package, the pipeline, and on request its dashboard. */
export function deploymentSteps({ environment, bucket, bucketIsForeign = false, ...request }: Request): Step[] {
  const { lake, database, etl, dashboard } = stackNames(environment)
  const { AthenaDatabaseName, ScheduleState } = environments[environment].parameters
  const lakeBucket: Given = bucketIsForeign && bucket !== undefined ? bucket : { output: 'BucketName', of: lake }
  const stack = (stackName: string, file: StackFile, parameters: StackStep['parameters']): StackStep => {
    const taken = stackTemplate(file).parameters
    const given = Object.entries(request.parameters).filter(([name]) => taken.includes(name))
    const all = { Environment: environment, ...parameters, ...Object.fromEntries(given) }
    return { kind: 'stack', stackName, file, parameters: all }
  }
  const { key, file, bytes } = request.package
  return [
    ...(bucketIsForeign
      ? []
      : [stack(lake, 'datalake_s3_stack.yaml', bucket === undefined ? {} : { SourceDataBucketName: bucket })]),
    stack(database, 'AWS_cfn_mysql_small.yaml', { S3LambdaBucket: lakeBucket }),
    { kind: 'upload', bucket: lakeBucket, key, file, bytes },
    stack(etl, 'step_full.yaml', {
      S3LambdaBucket: lakeBucket,
      S3LambdaKey: key,
      DatabaseStackName: database,
      AthenaDatabaseName,
      ScheduleState,
    }),
    ...(request.quicksight ? [stack(dashboard, 'quicksight_stack.yaml', { EtlStackName: etl })] : []),
  ]
}

/** Parameters that follow from the environment, the names of the stacks and the package: nobody gives them by hand. */
const decided = [
  'Environment',
  'S3LambdaBucket',
  'S3LambdaKey',
  'DatabaseStackName',
  'EtlStackName',
  'SourceDataBucketName',
]
const files = ['datalake_s3_stack.yaml', 'AWS_cfn_mysql_small.yaml', 'step_full.yaml', 'quicksight_stack.yaml'] as const

/** The parameters that may be given by hand. */
export const freeParameters: readonly string[] = [
  ...new Set(files.flatMap((file) => stackTemplate(file).parameters)),
].filter((name) => !decided.includes(name))

/**
 * Reads `Name=value` texts.
 *
 * @throws Problem when no template takes a parameter of that name, or it is not given by hand.
 */
export function readParameters(texts: readonly string[]): Record<string, string> {
  const pairs = texts.map((text) => {
    const at = text.indexOf('=')
    if (at < 1) throw new Problem(`--parameter takes Name=value, not "${text}".`, 2)
    const name = text.slice(0, at)
    if (decided.includes(name))
      throw new Problem(`${name} is not given by hand: it follows from --env, --bucket and the stacks.`, 2)
    if (!freeParameters.includes(name))
      throw new Problem(`No template has a parameter "${name}".${meant(name, freeParameters)}`, 2)
    return [name, text.slice(at + 1)] as const
  })
  return Object.fromEntries(pairs)
}
