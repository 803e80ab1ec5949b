import type { Chance } from './chance.js'
import type { ReadParquet } from './items/read-items.js'
import type { Scheduler } from './scheduler.js'
import type { TaskBroker } from './tasks/broker.js'
import type { S3Store } from './tasks/s3.js'

/** What an execution and its children share. */
export interface World {
  readonly scheduler: Scheduler
  readonly chance: Chance
  readonly quotas: 'aws' | 'none'
  readonly eventBudget: number
  readonly roleArn: string
  readonly tasks: TaskBroker
  readonly s3: S3Store
  readonly readParquet: ReadParquet | undefined
  /** Milliseconds since 1970: the day whose AWS is wanted. */
  readonly asOf: number
}
