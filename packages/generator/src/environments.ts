/** Where the pipeline can live side by side. */
export const environmentNames = ['staging', 'live', 'test'] as const
export type EnvironmentName = (typeof environmentNames)[number]

/** What somebody may change when deploying; the others follow from the environment. */
export interface EnvironmentParameters {
  Environment: EnvironmentName
  AthenaDatabaseName: string
  ScheduleState: 'ENABLED' | 'DISABLED'
  /** The stacks of the environment that others import from. */
  DatabaseStackName: string
  EtlStackName: string
}

/** What differs between environments and is nobody's choice at deployment: the templates' mapping. */
export interface EnvironmentSettings {
  /** Days that logs are kept. */
  LogRetentionDays: number
  /** Days that query results are kept. */
  ResultsRetentionDays: number
  /** Bytes that one query may scan before Athena ends it; a text, because such a number might be written as 2.1E10. */
  BytesScannedCutoff: string
  /** Aurora capacity units of 2 GiB: none while idle where 0. */
  MinCapacity: number
  MaxCapacity: number
  /** Days that backups are kept. */
  BackupRetentionDays: number
  /** Whether the database can be deleted by accident. */
  DeletionProtection: 'true' | 'false'
}

const gibibyte = 2 ** 30

export const environments: Record<
  EnvironmentName,
  { parameters: EnvironmentParameters; settings: EnvironmentSettings }
> = {
  staging: {
    parameters: {
      Environment: 'staging',
      AthenaDatabaseName: 'mydatabase',
      ScheduleState: 'DISABLED',
      DatabaseStackName: 'MySQLDB',
      EtlStackName: 'ETLSolutionStaging',
    },
    settings: {
      LogRetentionDays: 30,
      ResultsRetentionDays: 14,
      BytesScannedCutoff: String(20 * gibibyte),
      MinCapacity: 0,
      MaxCapacity: 2,
      BackupRetentionDays: 1,
      DeletionProtection: 'false',
    },
  },
  live: {
    parameters: {
      Environment: 'live',
      AthenaDatabaseName: 'mydatabase_live',
      ScheduleState: 'ENABLED',
      DatabaseStackName: 'MySQLDB-live',
      EtlStackName: 'ETLSolutionStaging-live',
    },
    settings: {
      LogRetentionDays: 90,
      ResultsRetentionDays: 30,
      BytesScannedCutoff: String(200 * gibibyte),
      MinCapacity: 0.5,
      MaxCapacity: 8,
      BackupRetentionDays: 14,
      DeletionProtection: 'true',
    },
  },
  test: {
    parameters: {
      Environment: 'test',
      AthenaDatabaseName: 'mydatabase_test',
      ScheduleState: 'DISABLED',
      DatabaseStackName: 'MySQLDB-test',
      EtlStackName: 'ETLSolutionStaging-test',
    },
    settings: {
      LogRetentionDays: 7,
      ResultsRetentionDays: 3,
      BytesScannedCutoff: String(2 * gibibyte),
      MinCapacity: 0,
      MaxCapacity: 1,
      BackupRetentionDays: 1,
      DeletionProtection: 'false',
    },
  },
}
