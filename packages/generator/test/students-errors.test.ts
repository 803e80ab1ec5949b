import { check, limits, parse, stateMachine } from 'asl-builder'
import { etl, extractionsAt, partial, statements, tableNames } from 'pipeline-def'
import { expect, test } from 'vitest'
import { artefacts } from '../src/artefacts.js'
import { permissionsOf } from '../src/cloudformation/permissions.js'
import { stacks } from '../src/cloudformation/stacks.js'
import { environments } from '../src/environments.js'

// The eight errors that students of the tutorial met, each with what became of it.

const templates = Object.values(stacks).map((stack) => stack(environments.staging.parameters, etl))
const resources = templates.flatMap((template) => Object.values(template.Resources))
const database = stacks['AWS_cfn_mysql_small.yaml'](environments.staging.parameters, etl).Resources

test('1: a target that does not exist does not compile, and is named at the latest by build()', () => {
  const machine = stateMachine({
    StartAt: 'Extract',
    States: {
      // @ts-expect-error -- no state "Lod"
      Extract: { Type: 'Pass', Next: 'Lod' },
      Load: { Type: 'Succeed' },
    },
  })
  expect(() => machine.build()).toThrow('MISSING_TRANSITION_TARGET')
  expect(machine.diagnostics.map(({ hint }) => hint).join()).toContain('"Load"')
})

test('2: "State Machine Already Exists": nothing that a second stack would meet has a fixed name', () => {
  const named = [
    'StateMachineName',
    'FunctionName',
    'DBInstanceIdentifier',
    'DBClusterIdentifier',
    'TopicName',
    'AlarmName',
  ]
  for (const { Type, Properties } of resources)
    for (const name of named)
      if (!(Type === 'AWS::RDS::DBInstance' && name === 'DBClusterIdentifier'))
        expect(Properties).not.toHaveProperty(name)
})

test('3: "not authorized to perform athena:StartQueryExecution": whoever runs queries may use Athena, Glue and S3', () => {
  const athena = { workGroup: 'primary', dataLocation: 's3://lake/data/', resultsLocation: 's3://lake/athena/' }
  const places = { functions: { lambdaArn: 'hello', MySQLLambdaArn: 'export' }, athena }
  for (const machine of [etl, partial]) {
    const actions = permissionsOf(machine, places).flatMap(({ Action }) => Action)
    const needed = [
      'athena:StartQueryExecution',
      'athena:GetQueryExecution',
      'glue:GetTable',
      'glue:GetDatabase',
      's3:PutObject',
    ]
    expect(actions).toEqual(expect.arrayContaining(needed))
  }
})

test('4: "Member must have length less than or equal to 1024": text that is not JSON is said to be none, and where', () => {
  const { diagnostics } = parse('{\n  "StartAt": "A",\n}')
  expect(diagnostics).toMatchObject([
    { severity: 'ERROR', code: 'INVALID_JSON_DESCRIPTION', hint: expect.stringContaining('Line 3') },
  ])
})

test('5: a definition that is too long is a diagnostic, and the templates are short enough', () => {
  const Comment = 'x'.repeat(limits.definitionBytes)
  const codes = check({ StartAt: 'A', States: { A: { Type: 'Succeed', Comment } } }).map(({ code }) => code)
  expect(codes).toContain('DEFINITION_TOO_LARGE')
  for (const { path, text } of artefacts()) if (path.endsWith('.yaml')) expect(text.length).toBeLessThan(51_200)
})

test('6: "aws_default_s3_role not specified": the cluster’s parameters name its role', () => {
  const role = { 'Fn::GetAtt': ['MySQLRDSExecutionRole', 'Arn'] }
  expect(database['RDSDBClusterParameterGroup']?.Properties).toMatchObject({
    Parameters: { aws_default_s3_role: role },
  })
  expect(database['RDSCluster']?.Properties).toMatchObject({
    DBClusterParameterGroupName: { Ref: 'RDSDBClusterParameterGroup' },
  })
})

test('7: "Missing Credentials: Cannot instantiate S3 Client": the role is the cluster’s, and may write', () => {
  const role = { 'Fn::GetAtt': ['MySQLRDSExecutionRole', 'Arn'] }
  expect(database['RDSCluster']?.Properties).toMatchObject({ AssociatedRoles: [{ RoleArn: role }] })
  expect(JSON.stringify(database['MySQLRDSExecutionRole'])).toMatch(/rds\.amazonaws\.com.*s3:PutObject/)
})

test('8: external tables that stay empty: a table reads where the export writes', () => {
  const { tables } = extractionsAt('s3://lake/data/')
  for (const { name, prefix } of tables) {
    expect(tableNames).toContain(name)
    const created = [statements.createUsers, statements.createTransactions].find((sql) => sql.includes(`.\`${name}\``))
    expect(created?.replace('${DataLocation}', 's3://lake/data/')).toContain(`LOCATION 's3://lake/${prefix}'`)
  }
})
