import { athena, stateMachine } from 'asl-builder'

/*
 * The tutorial's own state machine, with its defects, in the same builder: JSONPath, no Retry, no Catch, no timeouts.
 * packages/pipeline-def has what became of it; the README beside this file says what differs and why.
 */

const bucket = 's3://datalake.staging.liveproject'

/** A statement as the tutorial runs every one. */
const query = (QueryString: string) =>
  ({
    Type: 'Task',
    ...athena.startQueryExecution.sync.parameters({
      QueryString,
      WorkGroup: 'primary',
      ResultConfiguration: { OutputLocation: '${AthenaResultsLocation}' },
    }),
  }) as const

const textFiles = `ROW FORMAT DELIMITED
FIELDS TERMINATED BY ','
STORED AS INPUTFORMAT 'org.apache.hadoop.mapred.TextInputFormat'
OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'`

const createUsers = `CREATE EXTERNAL TABLE \${AthenaDatabaseName}.users (
    id                bigint
  , registration_date string
)
${textFiles}
LOCATION '${bucket}/data/myschema/users/' TBLPROPERTIES ('skip.header.line.count'='0')`

const createTransactions = `CREATE EXTERNAL TABLE \${AthenaDatabaseName}.transactions (
    transaction_id    bigint
  , user_id           bigint
  , total_cost        double
  , dt                string
)
${textFiles}
LOCATION '${bucket}/data/myschema/transactions/' TBLPROPERTIES ('skip.header.line.count'='0')`

const createReport = `CREATE TABLE IF NOT EXISTS \${AthenaDatabaseName}.user_transactions (
  dt date,
  user_id int,
  total_cost_usd float,
  registration_date string
)
PARTITIONED BY (dt)
LOCATION '${bucket}/data/myschema/optimized-data-iceberg-parquet/'
TBLPROPERTIES (
  'table_type'='ICEBERG',
  'format'='parquet',
  'write_target_data_file_size_bytes'='536870912',
  'optimize_rewrite_delete_file_threshold'='10'
)`

const merge = `MERGE INTO \${AthenaDatabaseName}.user_transactions as ut
USING (
  SELECT
      date(dt) dt
    , user_id
    , sum(total_cost) total_cost_usd
    , registration_date
  FROM \${AthenaDatabaseName}.transactions
  LEFT JOIN \${AthenaDatabaseName}.users
  ON users.id = transactions.user_id
  GROUP BY
    dt
    , user_id
    , registration_date
) as ut2
ON (ut.dt = ut2.dt and ut.user_id = ut2.user_id)
WHEN MATCHED
    THEN UPDATE
        SET total_cost_usd = ut2.total_cost_usd, registration_date = ut2.registration_date
WHEN NOT MATCHED
THEN INSERT (dt, user_id, total_cost_usd, registration_date)
  VALUES (ut2.dt, ut2.user_id, ut2.total_cost_usd, ut2.registration_date)`

export default stateMachine({
  Comment: 'A Hello World example using an AWS Lambda function',
  StartAt: 'HelloWorld',
  States: {
    HelloWorld: { Type: 'Task', Resource: '${lambdaArn}', Next: 'Extract from MySQL' },
    'Extract from MySQL': { Type: 'Task', Resource: '${MySQLLambdaArn}', Next: 'Create Athena DB' },
    'Create Athena DB': { ...query('CREATE DATABASE if not exists ${AthenaDatabaseName}'), Next: 'Show tables' },
    'Show tables': { ...query('show tables in ${AthenaDatabaseName}'), Next: 'Get Show tables query results' },
    'Get Show tables query results': {
      Type: 'Task',
      ...athena.getQueryResults.parameters({ 'QueryExecutionId.$': '$.QueryExecution.QueryExecutionId' }),
      Next: 'Decide what next',
    },
    'Decide what next': {
      Type: 'Choice',
      Choices: [
        {
          Not: { Variable: '$.ResultSet.Rows[0].Data[0].VarCharValue', IsPresent: true },
          Next: 'Create users table (external)',
        },
        { Variable: '$.ResultSet.Rows[0].Data[0].VarCharValue', IsPresent: true, Next: 'Check All Tables' },
      ],
      Default: 'Check All Tables',
    },
    'Create users table (external)': { ...query(createUsers), Next: 'Create transactions table (external)' },
    'Create transactions table (external)': { ...query(createTransactions), Next: 'Create report table (parquet)' },
    'Create report table (parquet)': { ...query(createReport), End: true },
    'Check All Tables': {
      Type: 'Map',
      InputPath: '$.ResultSet',
      ItemsPath: '$.Rows',
      MaxConcurrency: 0,
      Iterator: {
        StartAt: 'CheckTable',
        States: {
          CheckTable: {
            Type: 'Choice',
            Choices: [
              { Variable: '$.Data[0].VarCharValue', StringMatches: '*users', Next: 'passstep' },
              {
                Variable: '$.Data[0].VarCharValue',
                StringMatches: '*user_transactions',
                Next: 'Insert New parquet Data',
              },
            ],
            Default: 'passstep',
          },
          'Insert New parquet Data': { ...query(merge), End: true },
          passstep: { Type: 'Pass', Result: 'NA', End: true },
        },
      },
      End: true,
    },
  },
}).build()
