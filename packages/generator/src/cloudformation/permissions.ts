import { isObject, scopesOf, statesOf, type StateMachine } from 'asl-builder'
import { accessOf, prefixOf, type Access } from './athena-access.js'
import { sub } from './intrinsics.js'
import { bucketOf, pathOf } from './parameters.js'
import { arn, s3Arn, type Statement } from './roles.js'
import type { Value } from './template.js'

/** Where the things are that a state machine touches. */
export interface Places {
  /** ARNs of the functions, by the name of their placeholder. */
  functions: Readonly<Record<string, Value>>
  /** Where Athena's queries run; a machine without queries needs none. */
  athena?: { workGroup: Value; resultsLocation: Value; dataLocation?: Value }
}

/** The least that a state machine needs to do its Tasks, read off its graph and its statements. */
export function permissionsOf(machine: StateMachine, places: Places): Statement[] {
  const states = scopesOf(machine).flatMap(({ scope }) => statesOf(scope).map(([, state]) => state))
  const tasks = states.filter((state) => state.Type === 'Task')
  const functions: Value[] = []
  const statements: string[] = []
  for (const { Resource, Arguments } of tasks) {
    const placeholder = /^\$\{(\w+)\}$/.exec(Resource)?.[1]
    if (placeholder !== undefined) {
      const place = places.functions[placeholder]
      if (!place) throw new Error(`No function is known for \${${placeholder}}`)
      functions.push(place)
    } else if (Resource.includes(':athena:startQueryExecution')) {
      if (isObject(Arguments) && typeof Arguments['QueryString'] === 'string') statements.push(Arguments['QueryString'])
    } else if (!Resource.endsWith(':athena:getQueryResults'))
      throw new Error(`No permissions are known for ${Resource}`)
  }
  const invoke: Statement[] =
    functions.length > 0 ? [{ Sid: 'InvokeFunctions', Action: ['lambda:InvokeFunction'], Resource: functions }] : []
  if (statements.length === 0) return invoke
  if (!places.athena) throw new Error('The machine runs queries in Athena: where?')
  return [...invoke, ...athena(accessOf(statements), places.athena)]
}

function athena(
  access: Access,
  { workGroup, dataLocation, resultsLocation }: NonNullable<Places['athena']>,
): Statement[] {
  const below = (prefix: string) => {
    if (!dataLocation) throw new Error(`Tables lie at ${prefix}: below what?`)
    return s3Arn(`\${Path}${prefix}*`, { Path: pathOf(dataLocation) })
  }
  const files = (tables: readonly string[]) => tables.flatMap((table) => prefixOf(table) ?? []).map(below)
  const readFiles = files(access.reads)
  const writtenFiles = files(access.writes)
  const results = s3Arn('${Path}*', { Path: pathOf(resultsLocation) })
  return [
    {
      Sid: 'RunQueries',
      Action: [
        'athena:StartQueryExecution',
        'athena:GetQueryExecution',
        'athena:GetQueryResults',
        'athena:StopQueryExecution',
        'athena:GetWorkGroup',
        // What `.sync` needs beside these as of 2026, says
        // https://docs.aws.amazon.com/step-functions/latest/dg/connect-athena.html
        'athena:BatchGetQueryExecution',
        'athena:ListQueryExecutions',
      ],
      Resource: arn('athena', 'workgroup/${WorkGroup}', { WorkGroup: workGroup }),
    },
    { Sid: 'FindCatalog', Action: ['athena:GetDataCatalog'], Resource: arn('athena', 'datacatalog/AwsDataCatalog') },
    {
      Sid: 'ListBuckets',
      Action: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
      Resource: [...(dataLocation ? [dataLocation] : []), resultsLocation].map((location) =>
        s3Arn('${Bucket}', { Bucket: bucketOf(location) }),
      ),
    },
    {
      Sid: 'KeepResults',
      Action: ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
      Resource: results,
    },
    ...some(readFiles, { Sid: 'ReadTables', Action: ['s3:GetObject'], Resource: readFiles }),
    ...some(writtenFiles, {
      Sid: 'WriteTables',
      Action: ['s3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
      Resource: writtenFiles,
    }),
    ...glue(access),
  ]
}

/** Glue asks for the catalog and the database beside the table. */
function glue({ createsDatabase, lists, creates, replaces, reads, writes }: Access): Statement[] {
  const catalog = arn('glue', 'catalog')
  const database = arn('glue', 'database/${AthenaDatabaseName}')
  const tables = (names: readonly string[]) => [
    catalog,
    database,
    ...names.map((name) => arn('glue', `table/\${AthenaDatabaseName}/${name}`)),
  ]
  const known = [...new Set([...creates, ...reads, ...writes])]
  const changed = [...new Set([...replaces, ...writes])]
  return [
    {
      Sid: createsDatabase ? 'FindOrCreateDatabase' : 'FindDatabase',
      Action: ['glue:GetDatabase', ...(createsDatabase ? ['glue:CreateDatabase'] : [])],
      Resource: [catalog, database, arn('glue', 'database/default')], // Athena looks at "default" before it creates another
    },
    ...some(known, { Sid: 'DescribeTables', Action: ['glue:GetTable', 'glue:GetPartitions'], Resource: tables(known) }),
    ...some(creates, { Sid: 'CreateTables', Action: ['glue:CreateTable'], Resource: tables(creates) }),
    ...some(changed, { Sid: 'ChangeTables', Action: ['glue:UpdateTable'], Resource: tables(changed) }),
    ...(lists ? [{ Sid: 'ListTables', Action: ['glue:GetTables'], Resource: tables(['*']) }] : []),
  ]
}

/** A statement about nothing would not be accepted. */
function some(list: readonly unknown[], statement: Statement): Statement[] {
  return list.length > 0 ? [statement] : []
}

/** What a state machine needs to write its own log and its traces. AWS supports no narrower resource for these actions. */
export const loggingAndTracing: readonly Statement[] = [
  {
    Sid: 'DeliverLogs',
    Action: [
      'logs:CreateLogDelivery',
      'logs:GetLogDelivery',
      'logs:UpdateLogDelivery',
      'logs:DeleteLogDelivery',
      'logs:ListLogDeliveries',
      'logs:PutResourcePolicy',
      'logs:DescribeResourcePolicies',
      'logs:DescribeLogGroups',
    ],
    Resource: '*',
  },
  {
    Sid: 'WriteTraces',
    Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'xray:GetSamplingRules', 'xray:GetSamplingTargets'],
    Resource: '*',
  },
]

/** The state machines of this account, which alone may take on their role. */
export const anyStateMachine = sub('arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:stateMachine:*')
