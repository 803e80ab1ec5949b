import { userTransactions, type ColumnType } from 'pipeline-def'
import type { EnvironmentParameters } from '../environments.js'
import { getAtt, importValue, noValue, ref, sub, when } from './intrinsics.js'
import { commonParameters, isGiven } from './parameters.js'
import type { Template, TemplateResource, Value } from './template.js'

const dataSet = userTransactions.name

/** `quicksight_stack.yaml`: a data set on the report, an analysis and a dashboard: spend per day, per user, and in total. */
export function quicksight(defaults: EnvironmentParameters): Template {
  const { Environment } = commonParameters(defaults)
  return {
    Description: 'QuickSight on the report: spend per day, per user, and in total. The account has to have QuickSight.',
    Parameters: {
      Environment,
      EtlStackName: {
        Type: 'String',
        Description: 'The stack of step_full.yaml: which database and workgroup to read with.',
        Default: defaults.EtlStackName,
        AllowedPattern: '^[a-zA-Z][a-zA-Z0-9-]{0,127}$',
      },
      QuickSightUser: {
        Type: 'String',
        Description:
          'The QuickSight user who owns it all, as the QuickSight console names it. Empty: nobody sees it yet.',
        Default: '',
        AllowedPattern: '^[^\\s]*$',
      },
      QuickSightUserRegion: {
        Type: 'String',
        Description: "The region in which the account's QuickSight keeps its users. Empty: the one of this stack.",
        Default: '',
        AllowedPattern: '^$|^[a-z]{2}(-[a-z]+)+-[0-9]$',
      },
    },
    Conditions: { UserGiven: isGiven('QuickSightUser'), UserRegionGiven: isGiven('QuickSightUserRegion') },
    Resources: {
      DataSource: resource('DataSource', 'Athena', {
        Type: 'ATHENA',
        DataSourceParameters: { AthenaParameters: { WorkGroup: exported('AthenaWorkGroup') } },
      }),
      DataSet: resource('DataSet', dataSet, {
        ImportMode: 'DIRECT_QUERY',
        PhysicalTableMap: {
          [dataSet.replaceAll('_', '-')]: {
            RelationalTable: {
              DataSourceArn: getAtt('DataSource', 'Arn'),
              Catalog: 'AwsDataCatalog',
              Schema: exported('AthenaDatabaseName'),
              Name: dataSet,
              InputColumns: userTransactions.columns.map(({ name, type }) => ({ Name: name, ...inputTypes(type) })),
            },
          },
        },
      }),
      Analysis: resource('Analysis', 'User transactions', { Definition: definition }),
      Dashboard: resource('Dashboard', 'User transactions', { Definition: definition }),
    },
    Outputs: {
      DashboardUrl: {
        Description: 'The dashboard.',
        Value: sub('https://${AWS::Region}.quicksight.aws.amazon.com/sn/dashboards/${AWS::StackName}-Dashboard'),
      },
    },
  }
}

const exported = (name: string): Value => importValue(sub(`\${EtlStackName}-${name}`))

/** What the owner of each kind may do: QuickSight knows fixed sets only. */
const ownerActions = {
  DataSource: [
    'DescribeDataSource',
    'DescribeDataSourcePermissions',
    'PassDataSource',
    'UpdateDataSource',
    'DeleteDataSource',
    'UpdateDataSourcePermissions',
  ],
  DataSet: [
    'DescribeDataSet',
    'DescribeDataSetPermissions',
    'PassDataSet',
    'DescribeIngestion',
    'ListIngestions',
    'UpdateDataSet',
    'DeleteDataSet',
    'CreateIngestion',
    'CancelIngestion',
    'UpdateDataSetPermissions',
  ],
  Analysis: [
    'RestoreAnalysis',
    'UpdateAnalysisPermissions',
    'DeleteAnalysis',
    'DescribeAnalysisPermissions',
    'QueryAnalysis',
    'DescribeAnalysis',
    'UpdateAnalysis',
  ],
  Dashboard: [
    'DescribeDashboard',
    'ListDashboardVersions',
    'UpdateDashboardPermissions',
    'QueryDashboard',
    'UpdateDashboard',
    'DeleteDashboard',
    'DescribeDashboardPermissions',
    'UpdateDashboardPublishedVersion',
  ],
} as const

type Kind = keyof typeof ownerActions

function resource(kind: Kind, Name: string, properties: { readonly [key: string]: Value }): TemplateResource {
  const owner = {
    Principal: sub('arn:${AWS::Partition}:quicksight:${Users}:${AWS::AccountId}:user/default/${QuickSightUser}', {
      Users: when('UserRegionGiven', ref('QuickSightUserRegion'), ref('AWS::Region')),
    }),
    Actions: ownerActions[kind].map((action) => `quicksight:${action}`),
  }
  return {
    Type: `AWS::QuickSight::${kind}`,
    Properties: {
      AwsAccountId: ref('AWS::AccountId'),
      [`${kind}Id`]: sub(`\${AWS::StackName}-${kind}`),
      Name: sub(`${Name} (\${Environment})`),
      ...properties,
      Permissions: when('UserGiven', [owner], noValue),
    },
  }
}

/** QuickSight's name for a column's type. */
function inputTypes(type: ColumnType): { Type: string; SubType?: string } {
  if (type === 'date') return { Type: 'DATETIME' }
  return type === 'bigint' ? { Type: 'INTEGER' } : { Type: 'DECIMAL', SubType: 'FIXED' }
}

const column = (ColumnName: string): Value => ({ DataSetIdentifier: dataSet, ColumnName })
const day: Value = { DateDimensionField: { FieldId: 'day', Column: column('dt'), DateGranularity: 'DAY' } }
const user: Value = { NumericalDimensionField: { FieldId: 'user', Column: column('user_id') } }
const spend: Value = {
  NumericalMeasureField: {
    FieldId: 'spend',
    Column: column('total_cost_usd'),
    AggregationFunction: { SimpleNumericalAggregation: 'SUM' },
  },
}
const titled = (text: string): Value => ({ Visibility: 'VISIBLE', FormatText: { PlainText: text } })

const definition: Value = {
  DataSetIdentifierDeclarations: [{ Identifier: dataSet, DataSetArn: getAtt('DataSet', 'Arn') }],
  Sheets: [
    {
      SheetId: 'spend',
      Name: 'Spend',
      Visuals: [
        {
          KPIVisual: {
            VisualId: 'total',
            Title: titled('Spend in total (USD)'),
            ChartConfiguration: { FieldWells: { Values: [spend] } },
          },
        },
        {
          LineChartVisual: {
            VisualId: 'per-day',
            Title: titled('Spend per day (USD)'),
            ChartConfiguration: {
              FieldWells: { LineChartAggregatedFieldWells: { Category: [day], Values: [spend] } },
            },
          },
        },
        {
          BarChartVisual: {
            VisualId: 'per-user',
            Title: titled('Spend per user (USD)'),
            ChartConfiguration: {
              FieldWells: { BarChartAggregatedFieldWells: { Category: [user], Values: [spend] } },
            },
          },
        },
      ],
    },
  ],
}
