import { isDistributed, isObject, parseResource, type State } from 'asl-builder'

/** Names of services as AWS writes them, for those whose ARN does not say it by a capital letter. */
const services: Readonly<Record<string, string>> = {
  accessanalyzer: 'IAM Access Analyzer',
  acm: 'Certificate Manager',
  apigateway: 'API Gateway',
  aoss: 'OpenSearch Serverless',
  appflow: 'AppFlow',
  autoscaling: 'Auto Scaling',
  bedrock: 'Bedrock',
  bedrockruntime: 'Bedrock',
  cloudformation: 'CloudFormation',
  cloudfront: 'CloudFront',
  cloudwatch: 'CloudWatch',
  cloudwatchlogs: 'CloudWatch Logs',
  codebuild: 'CodeBuild',
  codepipeline: 'CodePipeline',
  cognitoidentityprovider: 'Cognito',
  databrew: 'Glue DataBrew',
  dynamodb: 'DynamoDB',
  ec2: 'EC2',
  ecr: 'ECR',
  ecs: 'ECS',
  efs: 'EFS',
  eks: 'EKS',
  elasticloadbalancingv2: 'Elastic Load Balancing',
  elasticmapreduce: 'EMR',
  emr: 'EMR',
  'emr-containers': 'EMR on EKS',
  'emr-serverless': 'EMR Serverless',
  eventbridge: 'EventBridge',
  events: 'EventBridge',
  glue: 'Glue',
  http: 'HTTP',
  iam: 'IAM',
  kms: 'KMS',
  mediaconvert: 'MediaConvert',
  opensearch: 'OpenSearch',
  rds: 'RDS',
  rdsdata: 'RDS Data',
  redshiftdata: 'Redshift Data',
  s3: 'S3',
  sagemaker: 'SageMaker',
  secretsmanager: 'Secrets Manager',
  sesv2: 'SES',
  sfn: 'Step Functions',
  sns: 'SNS',
  sqs: 'SQS',
  ssm: 'Systems Manager',
  states: 'Step Functions',
  sts: 'STS',
}

const serviceName = (service: string): string =>
  Object.hasOwn(services, service) ? services[service]! : service.charAt(0).toUpperCase() + service.slice(1)

/** What a state does, in short words; its `Type` when there is no more to say. Takes any object. */
export function describeState(state: State): string {
  const fields = state as unknown as Readonly<Record<string, unknown>>
  switch (fields['Type']) {
    case 'Task':
      return typeof fields['Resource'] === 'string' ? resourceWords(fields['Resource'], fields) : 'Task'
    case 'Wait':
      return waitWords(fields)
    case 'Map':
      return isDistributed(state) ? 'Distributed Map' : 'Map'
    case 'Fail':
      return typeof fields['Error'] === 'string' ? `Fail: ${fields['Error']}` : 'Fail'
    case undefined:
      return 'no Type'
    default:
      return typeof fields['Type'] === 'string' ? fields['Type'] : 'no Type'
  }
}

function resourceWords(text: string, fields: Readonly<Record<string, unknown>>): string {
  const resource = parseResource(text)
  switch (resource.kind) {
    case 'optimized':
    case 'aws-sdk': {
      const { service, action, suffix } = resource
      if (service === 'lambda' && action === 'invoke') return lambdaWords(fields, suffix)
      return `${serviceName(service)}: ${action}${suffix && `.${suffix}`}`
    }
    case 'lambda':
      return `Lambda: ${resource.functionName}`
    case 'activity':
      return `Activity: ${resource.name}`
    case 'foreign':
      return `${serviceName(resource.service)}: ${resource.type}`
    case 'hidden':
      return `Task: ${text}`
    default:
      return 'Task'
  }
}

function lambdaWords(fields: Readonly<Record<string, unknown>>, suffix: string): string {
  const call = fields['Arguments'] ?? fields['Parameters']
  const name = isObject(call) ? (call as Readonly<Record<string, unknown>>)['FunctionName'] : undefined
  const known = typeof name === 'string' && !name.startsWith('{%') ? name.replace(/^.*:function:/, '') : 'invoke'
  return `Lambda: ${known}${suffix && `, ${suffix}`}`
}

function waitWords(fields: Readonly<Record<string, unknown>>): string {
  const { Seconds, SecondsPath, Timestamp, TimestampPath } = fields
  if (typeof Seconds === 'number') return `Wait ${duration(Seconds)}`
  if (typeof Timestamp === 'string' && !Timestamp.startsWith('{%')) return `Wait until ${Timestamp}`
  if (Timestamp !== undefined || TimestampPath !== undefined) return 'Wait until a time'
  if (typeof SecondsPath === 'string') return `Wait ${SecondsPath.replace(/^\$\.(?=.)/, '')} seconds`
  return 'Wait'
}

/** Seconds in the largest unit that leaves no remainder. */
function duration(seconds: number): string {
  for (const [unit, size] of [
    ['d', 86_400],
    ['h', 3600],
    ['min', 60],
  ] as const)
    if (seconds >= size && seconds % size === 0) return `${seconds / size} ${unit}`
  return `${seconds} s`
}
