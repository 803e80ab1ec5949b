import { users } from 'pipeline-def'
import type { EnvironmentParameters } from '../environments.js'
import { equals, getAtt, ref, setting, sub, when } from './intrinsics.js'
import { commonParameters, defaultBucket, environmentMapping, isGiven, stagingPrefix } from './parameters.js'
import { arn, s3Arn, serviceRole } from './roles.js'
import type { Template, TemplateResource, TemplateRule, Value } from './template.js'

/** The long-term support release of Aurora MySQL 3: standard support until 2028-04-30, as of 2026-11. */
const engineVersion = '8.0.mysql_aurora.3.10.4'

/** `AWS_cfn_mysql_small.yaml`: a small Aurora MySQL that sleeps when idle, in a private network. */
export function mysql(defaults: EnvironmentParameters): Template {
  const { Environment, S3LambdaBucket } = commonParameters(defaults)
  return {
    Description: 'Aurora MySQL Serverless v2 in a private network, with a password that nobody sees.',
    Parameters: {
      Environment,
      S3LambdaBucket,
      DBUser: {
        Type: 'String',
        Description: 'The administrator. Secrets Manager keeps the password.',
        Default: 'root',
        AllowedPattern: '^[a-zA-Z][a-zA-Z0-9_]{0,15}$',
      },
      TimeZone: {
        Type: 'String',
        Description: 'The time zone of sessions that set none. The export sets UTC, in which Athena counts days.',
        Default: 'UTC',
      },
      VpcId: {
        Type: 'String',
        Description: 'A network of yours. Empty: a new one, with endpoints for S3 and Secrets Manager.',
        Default: '',
        AllowedPattern: '^$|^vpc-[0-9a-f]+$',
      },
      SubnetIds: {
        Type: 'String',
        Description:
          'Private subnets of that network in two zones, with commas between them. They need a way to S3 and Secrets Manager.',
        Default: '',
        AllowedPattern: '^$|^subnet-[0-9a-f]+(,subnet-[0-9a-f]+)+$',
      },
    },
    Rules: {
      NetworkNeedsSubnets: together('VpcId', 'SubnetIds', 'A network of yours (VpcId) needs its SubnetIds too.'),
      SubnetsNeedNetwork: together('SubnetIds', 'VpcId', 'Subnets of yours (SubnetIds) need their VpcId too.'),
    },
    Mappings: environmentMapping(['MinCapacity', 'MaxCapacity', 'BackupRetentionDays', 'DeletionProtection']),
    Conditions: { BucketGiven: isGiven('S3LambdaBucket'), OwnNetwork: equals(ref('VpcId'), '') },
    Resources: { ...network, ...securityGroups, ...database },
    Outputs: {
      Host: exported('Host', 'Where MySQL listens.', getAtt('RDSCluster', 'Endpoint.Address')),
      Port: exported('Port', 'Its port.', getAtt('RDSCluster', 'Endpoint.Port')),
      SecretArn: exported('SecretArn', 'Username and password.', getAtt('RDSCluster', 'MasterUserSecret.SecretArn')),
      SubnetIds: exported('SubnetIds', 'From where it can be reached.', subnetIds),
      ClientSecurityGroupId: exported('ClientSecurityGroupId', 'Whom it lets in.', clients),
    },
  }
}

const exported = (name: string, Description: string, Value: Value) => ({
  Description,
  Value,
  Export: { Name: sub(`\${AWS::StackName}-${name}`) },
})

/** Who gives the one parameter has to give the other. */
const together = (given: string, needed: string, AssertDescription: string): TemplateRule => ({
  RuleCondition: isGiven(given),
  Assertions: [{ Assert: isGiven(needed), AssertDescription }],
})

const vpc = when('OwnNetwork', ref('Vpc'), ref('VpcId'))
const subnetIds = when('OwnNetwork', { 'Fn::Join': [',', [ref('Subnet1'), ref('Subnet2')]] }, ref('SubnetIds'))
const clients = getAtt('ClientSecurityGroup', 'GroupId')
const bucket = when('BucketGiven', ref('S3LambdaBucket'), defaultBucket)

const own = (Type: string, Properties: Value): TemplateResource => ({ Type, Condition: 'OwnNetwork', Properties })

/** A way out of the network that serves whoever is in it with these actions on these resources, and nothing else. */
const letsThrough = (Action: readonly string[], Resource: readonly Value[]): Value => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action, Resource }],
})

const subnet = (index: number, CidrBlock: string): TemplateResource =>
  own('AWS::EC2::Subnet', {
    VpcId: ref('Vpc'),
    CidrBlock,
    AvailabilityZone: { 'Fn::Select': [index, { 'Fn::GetAZs': '' }] },
    MapPublicIpOnLaunch: false,
  })

const routed = (subnet: string): TemplateResource =>
  own('AWS::EC2::SubnetRouteTableAssociation', { SubnetId: ref(subnet), RouteTableId: ref('RouteTable') })

/** A network without a way to the internet: S3 and Secrets Manager are reached through endpoints. */
const network: Record<string, TemplateResource> = {
  Vpc: own('AWS::EC2::VPC', { CidrBlock: '10.20.0.0/24', EnableDnsSupport: true, EnableDnsHostnames: true }),
  Subnet1: subnet(0, '10.20.0.0/26'),
  Subnet2: subnet(1, '10.20.0.64/26'),
  RouteTable: own('AWS::EC2::RouteTable', { VpcId: ref('Vpc') }),
  Subnet1Routes: routed('Subnet1'),
  Subnet2Routes: routed('Subnet2'),
  S3Endpoint: own('AWS::EC2::VPCEndpoint', {
    VpcEndpointType: 'Gateway',
    ServiceName: sub('com.amazonaws.${AWS::Region}.s3'),
    VpcId: ref('Vpc'),
    RouteTableIds: [ref('RouteTable')],
    PolicyDocument: letsThrough(
      [
        's3:GetBucketLocation',
        's3:ListBucket',
        's3:GetObject',
        's3:PutObject',
        's3:DeleteObject',
        's3:AbortMultipartUpload',
        's3:ListMultipartUploadParts',
      ],
      ['${Bucket}', '${Bucket}/*'].map((path) => s3Arn(path, { Bucket: bucket })),
    ),
  }),
  SecretsManagerEndpoint: own('AWS::EC2::VPCEndpoint', {
    VpcEndpointType: 'Interface',
    ServiceName: sub('com.amazonaws.${AWS::Region}.secretsmanager'),
    VpcId: ref('Vpc'),
    SubnetIds: [ref('Subnet1'), ref('Subnet2')],
    SecurityGroupIds: [getAtt('EndpointSecurityGroup', 'GroupId')],
    PrivateDnsEnabled: true,
    PolicyDocument: letsThrough(['secretsmanager:GetSecretValue'], [arn('secretsmanager', 'secret:*')]),
  }),
  EndpointSecurityGroup: own('AWS::EC2::SecurityGroup', {
    GroupDescription: 'The endpoint of Secrets Manager',
    VpcId: ref('Vpc'),
    SecurityGroupIngress: [
      {
        IpProtocol: 'tcp',
        FromPort: 443,
        ToPort: 443,
        SourceSecurityGroupId: clients,
        Description: 'Clients of MySQL',
      },
    ],
  }),
}

/** HTTPS out: the services' addresses change, and the network has no way to anything else. */
const https = (Description: string): Value => ({
  IpProtocol: 'tcp',
  FromPort: 443,
  ToPort: 443,
  CidrIp: '0.0.0.0/0',
  Description,
})

const securityGroups: Record<string, TemplateResource> = {
  ClientSecurityGroup: {
    Type: 'AWS::EC2::SecurityGroup',
    Properties: {
      GroupDescription: 'Clients of MySQL',
      VpcId: vpc,
      SecurityGroupEgress: [https('S3 and Secrets Manager')],
    },
  },
  DatabaseSecurityGroup: {
    Type: 'AWS::EC2::SecurityGroup',
    Properties: {
      GroupDescription: 'MySQL',
      VpcId: vpc,
      SecurityGroupEgress: [https('S3')],
      SecurityGroupIngress: [
        { IpProtocol: 'tcp', FromPort: 3306, ToPort: 3306, SourceSecurityGroupId: clients, Description: 'Clients' },
      ],
    },
  },
  ClientToDatabase: {
    Type: 'AWS::EC2::SecurityGroupEgress',
    Properties: {
      GroupId: clients,
      IpProtocol: 'tcp',
      FromPort: 3306,
      ToPort: 3306,
      DestinationSecurityGroupId: getAtt('DatabaseSecurityGroup', 'GroupId'),
      Description: 'MySQL',
    },
  },
}

const database: Record<string, TemplateResource> = {
  MySQLRDSExecutionRole: serviceRole(
    'rds',
    [
      {
        Sid: 'FindBucket',
        Action: ['s3:ListBucket', 's3:GetBucketLocation'],
        Resource: s3Arn('${Bucket}', { Bucket: bucket }),
      },
      {
        Sid: 'StageExports',
        Action: [
          's3:PutObject',
          's3:GetObject',
          's3:DeleteObject',
          's3:AbortMultipartUpload',
          's3:ListMultipartUploadParts',
        ],
        Resource: s3Arn(`\${Bucket}/${stagingPrefix}*`, { Bucket: bucket }),
      },
    ],
    sub('arn:${AWS::Partition}:rds:${AWS::Region}:${AWS::AccountId}:cluster:*'),
  ),
  DBSubnetGroup: {
    Type: 'AWS::RDS::DBSubnetGroup',
    Properties: {
      DBSubnetGroupDescription: 'Private subnets of the database',
      SubnetIds: { 'Fn::Split': [',', subnetIds] },
    },
  },
  RDSDBClusterParameterGroup: {
    Type: 'AWS::RDS::DBClusterParameterGroup',
    Properties: {
      Description: 'Exports to S3, TLS for everybody',
      Family: 'aurora-mysql8.0',
      Parameters: {
        aws_default_s3_role: getAtt('MySQLRDSExecutionRole', 'Arn'),
        activate_all_roles_on_login: 'ON',
        require_secure_transport: 'ON',
        time_zone: ref('TimeZone'),
      },
    },
  },
  RDSCluster: {
    Type: 'AWS::RDS::DBCluster',
    DeletionPolicy: 'Snapshot',
    UpdateReplacePolicy: 'Snapshot',
    Properties: {
      Engine: 'aurora-mysql',
      EngineVersion: engineVersion,
      DatabaseName: users.schema,
      MasterUsername: ref('DBUser'),
      ManageMasterUserPassword: true,
      DBSubnetGroupName: ref('DBSubnetGroup'),
      VpcSecurityGroupIds: [getAtt('DatabaseSecurityGroup', 'GroupId')],
      DBClusterParameterGroupName: ref('RDSDBClusterParameterGroup'),
      AssociatedRoles: [{ RoleArn: getAtt('MySQLRDSExecutionRole', 'Arn') }],
      ServerlessV2ScalingConfiguration: { MinCapacity: setting('MinCapacity'), MaxCapacity: setting('MaxCapacity') },
      StorageEncrypted: true,
      BackupRetentionPeriod: setting('BackupRetentionDays'),
      CopyTagsToSnapshot: true,
      DeletionProtection: setting('DeletionProtection'),
      EnableCloudwatchLogsExports: ['error'],
    },
  },
  RDSDBInstance1: {
    Type: 'AWS::RDS::DBInstance',
    DeletionPolicy: 'Delete',
    UpdateReplacePolicy: 'Delete',
    Properties: {
      DBClusterIdentifier: ref('RDSCluster'),
      Engine: 'aurora-mysql',
      DBInstanceClass: 'db.serverless',
      AutoMinorVersionUpgrade: false, // would lead away from the long-term support release, and from this template
      PubliclyAccessible: false,
    },
  },
}
