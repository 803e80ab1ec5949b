import type { StateMachine } from 'asl-builder'
import { sourceTables } from 'pipeline-def'
import type { EnvironmentParameters } from '../environments.js'
import { helloFunction, lambdaFunction } from './functions.js'
import { getAtt, importValue, ref, sub } from './intrinsics.js'
import {
  bucket,
  bucketOf,
  commonParameters,
  dataLocation,
  environmentMapping,
  isGiven,
  pathOf,
  resultsLocation,
  stagingPrefix,
} from './parameters.js'
import { arn, s3Arn, serviceRole, type Statement } from './roles.js'
import { stateMachine } from './state-machine.js'
import type { Template, TemplateResource, Value } from './template.js'
import { ownWorkGroup, workGroup, workGroupParameter, workGroupResource } from './work-group.js'

const lambdaArn = getAtt('MyLambdaFunction', 'Arn')
const MySQLLambdaArn = getAtt('MySqlConnectorLambda', 'Arn')

/** `step_full.yaml`: the whole pipeline, with its schedule and its alarms. */
export function stepFull(defaults: EnvironmentParameters, machine: StateMachine): Template {
  const substitutions = {
    lambdaArn,
    MySQLLambdaArn,
    AthenaDatabaseName: ref('AthenaDatabaseName'),
    AthenaWorkGroup: workGroup,
    AthenaResultsLocation: resultsLocation,
    DataLocation: dataLocation,
  }
  return {
    Description: 'The pipeline: MySQL tables to S3, and an Iceberg table in Athena that is kept equal to them.',
    Parameters: parameters(defaults),
    Mappings: environmentMapping(['LogRetentionDays', 'BytesScannedCutoff']),
    Conditions: {
      BucketGiven: isGiven('S3LambdaBucket'),
      DataLocationGiven: isGiven('DataLocation'),
      ResultsLocationGiven: isGiven('AthenaResultsLocation'),
      OwnWorkGroup: ownWorkGroup,
      EmailGiven: isGiven('AlarmEmail'),
    },
    Resources: {
      ...helloFunction(),
      ...connector(),
      EtlWorkGroup: workGroupResource,
      ...stateMachine(machine, substitutions, {
        functions: { lambdaArn, MySQLLambdaArn },
        athena: { workGroup, resultsLocation, dataLocation },
      }),
      ...schedule,
      ...alarms,
    },
    Outputs: outputs,
  }
}

function parameters(defaults: EnvironmentParameters): NonNullable<Template['Parameters']> {
  return {
    ...commonParameters(defaults),
    S3LambdaKey: {
      Type: 'String',
      Description:
        'The package of the function that exports MySQL tables: its key in the bucket, another one for each package.',
      Default: 'lambdas/mysql_connector/stack.zip',
      AllowedPattern: '^[A-Za-z0-9!_.*()/=-]+\\.zip$',
      ConstraintDescription: 'The key of a zip file.',
    },
    AthenaWorkGroup: workGroupParameter,
    DatabaseStackName: {
      Type: 'String',
      Description:
        'The stack of AWS_cfn_mysql_small.yaml, or one that exports the same: where MySQL is, and who may log in.',
      Default: defaults.DatabaseStackName,
      AllowedPattern: '^[a-zA-Z][a-zA-Z0-9-]{0,127}$',
    },
    ScheduleExpression: {
      Type: 'String',
      Description: 'When the pipeline runs, in UTC: every day at three, unless you say otherwise.',
      Default: 'cron(0 3 * * ? *)',
      AllowedPattern: '^(cron|rate|at)\\(.+\\)$',
    },
    ScheduleState: {
      Type: 'String',
      Description: 'Whether the schedule starts the pipeline.',
      Default: defaults.ScheduleState,
      AllowedValues: ['ENABLED', 'DISABLED'],
    },
    AlarmEmail: {
      Type: 'String',
      Description: 'Who hears of a failed run. Empty: nobody, until something subscribes to the topic.',
      Default: '',
      AllowedPattern: '^$|^[^@\\s]+@[^@\\s]+$',
    },
  }
}

/** The function that exports MySQL tables. It runs in the database's network. */
function connector(): Record<string, TemplateResource> {
  const exported = (name: string): Value => importValue(sub(`\${DatabaseStackName}-${name}`))
  const secret = exported('SecretArn')
  return lambdaFunction(
    { function: 'MySqlConnectorLambda', role: 'LambdaRole', logGroup: 'MySqlConnectorLogGroup' },
    {
      Description: 'Exports MySQL tables to S3',
      Handler: 'index.handler',
      Timeout: 900,
      MemorySize: 1024,
      Code: { S3Bucket: bucket, S3Key: ref('S3LambdaKey') },
      VpcConfig: {
        SubnetIds: { 'Fn::Split': [',', exported('SubnetIds')] },
        SecurityGroupIds: [exported('ClientSecurityGroupId')],
      },
      Environment: {
        Variables: {
          DATA_LOCATION: dataLocation,
          MYSQL_HOST: exported('Host'),
          MYSQL_SECRET_ARN: secret,
        },
      },
    },
    [
      { Sid: 'ReadCredentials', Action: ['secretsmanager:GetSecretValue'], Resource: secret },
      ...exportPermissions(),
      ...network,
    ],
  )
}

/** What the connector calls, see its s3-target.ts. */
function exportPermissions(): Statement[] {
  const Bucket = bucketOf(dataLocation)
  const exports = sourceTables.map(({ prefix }) => s3Arn(`\${Path}${prefix}*`, { Path: pathOf(dataLocation) }))
  // The folder of the data location cannot be cut out of it: Fn::Split takes no separator that is computed.
  const listed = [...sourceTables.map(({ prefix }) => `*${prefix}*`), `${stagingPrefix}*`]
  return [
    {
      Sid: 'FindStaleObjects',
      Action: ['s3:ListBucket'],
      Resource: s3Arn('${Bucket}', { Bucket }),
      Condition: { StringLike: { 's3:prefix': listed } },
    },
    {
      Sid: 'ReplaceObjects',
      Action: ['s3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload'],
      Resource: exports,
    },
    {
      Sid: 'TakeStagedParts',
      Action: ['s3:GetObject', 's3:DeleteObject'],
      Resource: s3Arn(`\${Bucket}/${stagingPrefix}*`, { Bucket }),
    },
  ]
}

const interfaceActions = [
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
]
const describeActions = ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets']

/**
 * What Lambda needs to place a function in a network: describing has no narrower resource, and interfaces have no names
 * yet. Lambda wants to see DeleteNetworkInterface on every kind of resource, not on interfaces alone. It is Lambda that
 * acts; the function's own code may not.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
 */
const network: readonly Statement[] = [
  { Sid: 'SeeNetwork', Action: describeActions, Resource: '*' },
  { Sid: 'PlaceInNetwork', Action: interfaceActions, Resource: arn('ec2', '*/*') },
  {
    Sid: 'NotForTheCode',
    Effect: 'Deny',
    Action: [...describeActions, ...interfaceActions],
    Resource: '*',
    Condition: { ArnLike: { 'lambda:SourceFunctionArn': arn('lambda', 'function:*') } },
  },
]

const schedule: Record<string, TemplateResource> = {
  ScheduleRole: serviceRole(
    'scheduler',
    [{ Sid: 'StartPipeline', Action: ['states:StartExecution'], Resource: ref('MyStateMachine') }],
    sub('arn:${AWS::Partition}:scheduler:${AWS::Region}:${AWS::AccountId}:schedule-group/default'),
  ),
  Schedule: {
    Type: 'AWS::Scheduler::Schedule',
    Properties: {
      Description: 'Starts the pipeline',
      ScheduleExpression: ref('ScheduleExpression'),
      State: ref('ScheduleState'),
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: {
        Arn: ref('MyStateMachine'),
        RoleArn: getAtt('ScheduleRole', 'Arn'),
        Input: '{}',
        // A start that is hours late would meet the next one.
        RetryPolicy: { MaximumRetryAttempts: 10, MaximumEventAgeInSeconds: 3600 },
      },
    },
  },
}

const alarms: Record<string, TemplateResource> = {
  AlarmTopic: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: 'Failed runs of the pipeline' } },
  AlarmSubscription: {
    Type: 'AWS::SNS::Subscription',
    Condition: 'EmailGiven',
    Properties: { TopicArn: ref('AlarmTopic'), Protocol: 'email', Endpoint: ref('AlarmEmail') },
  },
  FailedAlarm: executionAlarm('ExecutionsFailed', 'A run of the pipeline failed'),
  TimedOutAlarm: executionAlarm('ExecutionsTimedOut', 'A run of the pipeline took too long and was ended'),
}

function executionAlarm(MetricName: string, AlarmDescription: string): TemplateResource {
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmDescription,
      Namespace: 'AWS/States',
      MetricName,
      Dimensions: [{ Name: 'StateMachineArn', Value: ref('MyStateMachine') }],
      Statistic: 'Sum',
      Period: 300,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
      AlarmActions: [ref('AlarmTopic')],
    },
  }
}

const outputs: NonNullable<Template['Outputs']> = {
  StateMachineArn: { Description: 'The state machine.', Value: ref('MyStateMachine') },
  MySqlConnectorName: { Description: 'The function that exports MySQL tables.', Value: ref('MySqlConnectorLambda') },
  AthenaDatabaseName: {
    Description: 'The Athena database of the tables.',
    Value: ref('AthenaDatabaseName'),
    Export: { Name: sub('${AWS::StackName}-AthenaDatabaseName') },
  },
  AthenaWorkGroup: {
    Description: 'The Athena workgroup of the queries.',
    Value: workGroup,
    Export: { Name: sub('${AWS::StackName}-AthenaWorkGroup') },
  },
  DataLocation: { Description: 'Where the tables lie.', Value: dataLocation },
  AthenaResultsLocation: { Description: 'Where query results lie.', Value: resultsLocation },
  AlarmTopicArn: { Description: 'Hears of failed runs.', Value: ref('AlarmTopic') },
}
