import { etl, partial } from 'pipeline-def'
import { expect, test } from 'vitest'
import { permissionsOf } from '../src/cloudformation/permissions.js'
import { stacks } from '../src/cloudformation/stacks.js'
import { environments } from '../src/environments.js'
import { insideOf } from './read-template.js'

const templates = Object.entries(stacks).map(
  ([path, stack]) => [path, stack(environments.staging.parameters, etl)] as const,
)

/** Why AWS supports no narrower resource; the actions' pages are in the Service Authorization Reference. */
const withoutNarrowerResource: Readonly<Record<string, string>> = {
  'logs:CreateLogDelivery': 'log delivery actions have no resource types',
  'logs:GetLogDelivery': 'log delivery actions have no resource types',
  'logs:UpdateLogDelivery': 'log delivery actions have no resource types',
  'logs:DeleteLogDelivery': 'log delivery actions have no resource types',
  'logs:ListLogDeliveries': 'log delivery actions have no resource types',
  'logs:PutResourcePolicy': 'resource policies belong to the account',
  'logs:DescribeResourcePolicies': 'resource policies belong to the account',
  'logs:DescribeLogGroups': 'Step Functions asks for the groups of the account',
  'xray:PutTraceSegments': 'X-Ray has no resource type for traces',
  'xray:PutTelemetryRecords': 'X-Ray has no resource type for traces',
  'xray:GetSamplingRules': 'X-Ray has no resource type for traces',
  'xray:GetSamplingTargets': 'X-Ray has no resource type for traces',
  'ec2:DescribeNetworkInterfaces': 'EC2 has no resource types for Describe actions',
  'ec2:DescribeSubnets': 'EC2 has no resource types for Describe actions',
}

interface Statement {
  Effect: string
  Action: string | string[]
  Resource?: unknown
  Condition?: unknown
}

/** What a role of a template is allowed, and what it is forbidden. */
function statementsOf(path: string, role: string): Statement[] {
  const template = templates.find(([name]) => name === path)![1]
  const { Policies } = template.Resources[role]!.Properties as unknown as {
    Policies: [{ PolicyDocument: { Statement: Statement[] } }]
  }
  return Policies[0].PolicyDocument.Statement
}

test.each(templates)(
  '%s allows no wildcard action, and a wildcard resource only where AWS knows no narrower',
  (_, template) => {
    for (const node of insideOf(template.Resources)) {
      if (!('Effect' in node) || node['Effect'] !== 'Allow') continue
      const { Action, Resource } = node as unknown as Statement
      for (const action of [Action].flat()) {
        expect(action).toMatch(/^[a-z0-9-]+:[A-Za-z]+$/)
        if (Resource === '*') expect(withoutNarrowerResource).toHaveProperty([action])
      }
    }
  },
)

test.each(templates)(
  '%s says of every statement of a role what it is for, in a name of its own',
  (_, { Resources }) => {
    for (const { Type, Properties } of Object.values(Resources)) {
      if (Type !== 'AWS::IAM::Role') continue
      const { Policies } = Properties as unknown as { Policies: [{ PolicyDocument: { Statement: { Sid: string }[] } }] }
      const sids = Policies[0].PolicyDocument.Statement.map(({ Sid }) => Sid)
      for (const sid of sids) expect(sid).toMatch(/^[A-Za-z0-9]+$/) // IAM takes no other characters
      expect(new Set(sids).size).toBe(sids.length)
    }
  },
)

test('what a machine may do follows from its graph and its statements', () => {
  const places = {
    functions: { lambdaArn: 'hello', MySQLLambdaArn: 'export' },
    athena: { workGroup: 'wg', dataLocation: 's3://lake/data/', resultsLocation: 's3://lake/athena/' },
  }
  const full = permissionsOf(etl, places)
  expect(full[0]).toMatchObject({ Action: ['lambda:InvokeFunction'], Resource: ['hello', 'export'] })
  const glue = (statements: typeof full, action: string) =>
    statements
      .filter(({ Action }) => Action.includes(action))
      .flatMap(({ Resource }) => JSON.stringify(Resource).match(/table\/[^"]*|database\/[^"]*/g) ?? [])
  expect(glue(full, 'glue:UpdateTable')).toEqual([
    'database/${AthenaDatabaseName}',
    'table/${AthenaDatabaseName}/user_transactions',
  ])
  expect(glue(full, 'glue:CreateTable')).toContain('table/${AthenaDatabaseName}/users')
  expect(glue(full, 'glue:DeleteTable')).toEqual([])
  const written = full.filter(({ Action }) => Action.includes('s3:DeleteObject'))
  expect(JSON.stringify(written)).toContain('optimized-data-iceberg-parquet')
  expect(JSON.stringify(written)).not.toContain('myschema/users/')

  const some = permissionsOf(partial, places)
  expect(glue(some, 'glue:CreateTable')).toEqual([
    'database/${AthenaDatabaseName}',
    'table/${AthenaDatabaseName}/my_view',
  ])
  expect(JSON.stringify(some)).not.toContain('s3:DeleteObject')
})

test('a Task or a statement that nobody has thought of is refused instead of missed', () => {
  const machine = (Resource: string, QueryString: string) => ({
    StartAt: 'One',
    States: { One: { Type: 'Task' as const, Resource, Arguments: { QueryString }, End: true as const } },
  })
  const places = { functions: {}, athena: { workGroup: 'wg', resultsLocation: 's3://lake/athena/' } }
  expect(() => permissionsOf(machine('arn:aws:states:::sns:publish', ''), places)).toThrow('sns:publish')
  expect(() => permissionsOf(machine('${otherArn}', ''), places)).toThrow('otherArn')
  const drop = machine('arn:aws:states:::athena:startQueryExecution.sync', 'DROP TABLE x')
  expect(() => permissionsOf(drop, places)).toThrow('DROP TABLE x')
})

test('Athena’s .sync has every action that Step Functions asks for, in the pipeline’s workgroup alone', () => {
  const [athena, ...others] = statementsOf('step_full.yaml', 'StatesExecutionRole').filter(({ Action }) =>
    String(Action).includes('athena:StartQueryExecution'),
  )
  expect(others).toEqual([])
  expect([athena!.Action].flat().toSorted()).toEqual([
    'athena:BatchGetQueryExecution',
    'athena:GetQueryExecution',
    'athena:GetQueryResults',
    'athena:GetWorkGroup',
    'athena:ListQueryExecutions',
    'athena:StartQueryExecution',
    'athena:StopQueryExecution',
  ])
  expect(JSON.stringify(athena!.Resource)).toMatch(/workgroup\/\$\{WorkGroup\}/)
})

test('Lambda may place the export in its network, as it wants to see it; the export’s own code may not', () => {
  const statements = statementsOf('step_full.yaml', 'LambdaRole')
  const placing = statements.find(({ Action }) => Action.includes('ec2:DeleteNetworkInterface'))!
  const every = 'arn:${AWS::Partition}:ec2:${AWS::Region}:${AWS::AccountId}:*/*'
  expect(placing).toMatchObject({ Effect: 'Allow', Resource: { 'Fn::Sub': every } })
  const [denied, ...others] = statements.filter(({ Effect }) => Effect === 'Deny')
  expect(others).toEqual([])
  expect(JSON.stringify(denied!.Condition)).toMatch(/"ArnLike":\{"lambda:SourceFunctionArn":.*:function:\*"/)
  const allowed = statements.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => Action)
  expect([denied!.Action].flat().toSorted()).toEqual(allowed.filter((action) => action.startsWith('ec2:')).toSorted())
})

test('the export lists the prefixes that it replaces or stages in, and no other', () => {
  const listing = statementsOf('step_full.yaml', 'LambdaRole').find(({ Action }) => Action.includes('s3:ListBucket'))!
  expect(listing.Condition).toEqual({
    StringLike: { 's3:prefix': ['*myschema/users/*', '*myschema/transactions/*', 'staging/mysql/*'] },
  })
})

test('the endpoints of the network let through to the bucket and to this account’s secrets alone', () => {
  const { Resources } = templates.find(([path]) => path === 'AWS_cfn_mysql_small.yaml')![1]
  const reached = ['S3Endpoint', 'SecretsManagerEndpoint'].map((name) => {
    const { PolicyDocument } = Resources[name]!.Properties as unknown as { PolicyDocument: { Statement: Statement[] } }
    return PolicyDocument.Statement.flatMap(({ Resource }) =>
      [Resource].flat().map((resource) => {
        const text = (resource as Record<'Fn::Sub', string | [string]>)['Fn::Sub']
        return Array.isArray(text) ? text[0] : text
      }),
    )
  })
  expect(reached).toEqual([
    ['arn:${AWS::Partition}:s3:::${Bucket}', 'arn:${AWS::Partition}:s3:::${Bucket}/*'],
    ['arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:*'],
  ])
})
