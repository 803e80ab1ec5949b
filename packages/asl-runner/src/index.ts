export { createRunner, run, type Runner } from './run.js'
export type { Execution, ExecutionStatus } from './execution.js'
export type { ContextOverrides, RunnerOptions, RunOptions } from './options.js'
export type { EventType, HistoryEvent } from './history.js'
export type { Decision } from './decision.js'
export { virtualClock, type Clock } from './scheduler.js'
export { seededChance, type Chance } from './chance.js'
export {
  TaskError,
  TaskReply,
  type FailedAs,
  type Reply,
  type TaskCall,
  type TaskFunction,
  type TaskHandler,
  type Tasks,
} from './tasks/task.js'
export { memoryS3, type S3Buckets, type S3Object, type S3Store } from './tasks/s3.js'
export type { OnSend, SentMessage } from './tasks/messages.js'
export { TaskTokens } from './tasks/task-tokens.js'
export type { ReadParquet } from './items/read-items.js'
export { mockTasks, type MockConfig } from './tasks/mock-config.js'
