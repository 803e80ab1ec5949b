import { seededChance, type Chance } from './chance.js'
import type { ReadParquet } from './items/read-items.js'
import type { RunOptions } from './options.js'
import { realClock, Scheduler, virtualClock, type Clock } from './scheduler.js'
import { TaskBroker } from './tasks/broker.js'
import { lambdaIntegration } from './tasks/lambda.js'
import { messageIntegration, type SentMessage } from './tasks/messages.js'
import { nestedIntegration, type StartMachine } from './tasks/nested.js'
import { memoryS3, type S3Store } from './tasks/s3.js'
import { s3Integration } from './tasks/s3-tasks.js'
import { TaskTokens } from './tasks/task-tokens.js'

/** What an execution and its children share. */
export interface World {
  readonly scheduler: Scheduler
  readonly chance: Chance
  readonly quotas: 'aws' | 'none'
  readonly eventBudget: number
  readonly roleArn: string
  /** Writes an ARN of Step Functions: `execution:Name:…`. */
  arn(rest: string): string
  readonly tasks: TaskBroker
  /** Messages that states have sent. */
  readonly sent: readonly SentMessage[]
  readonly s3: S3Store
  readonly readParquet: ReadParquet | undefined
  /** The activities there are, by ARN or name; `undefined` for whichever is named. */
  readonly activities: ReadonlySet<string> | undefined
  /** Milliseconds since 1970: the day whose AWS is wanted. */
  readonly asOf: number
}

/** @param startMachine Starts the machines that may be started by others. */
export function createWorld(options: RunOptions, startMachine: StartMachine): World {
  const { region = 'us-east-1', accountId = '123456789012', functions = {}, tokens = new TaskTokens() } = options
  const clock = clockOf(options)
  const scheduler = new Scheduler(clock)
  const s3 = isStore(options.s3) ? options.s3 : memoryS3(options.s3, () => clock.now())
  const sent: SentMessage[] = []
  const integrations = [
    lambdaIntegration(functions),
    s3Integration(s3),
    nestedIntegration(startMachine),
    messageIntegration(sent, options.onSend, tokens),
  ]
  return {
    scheduler,
    chance: options.random ?? seededChance(options.seed ?? 'asl-runner'),
    quotas: options.quotas ?? 'aws',
    eventBudget: options.eventBudget ?? 2_000_000,
    roleArn: options.roleArn ?? `arn:aws:iam::${accountId}:role/StepFunctions`,
    arn: (rest) => `arn:aws:states:${region}:${accountId}:${rest}`,
    tasks: new TaskBroker(options.tasks ?? {}, integrations, scheduler),
    sent,
    s3,
    readParquet: options.readParquet,
    activities: options.activities && new Set(options.activities),
    asOf: options.asOf === undefined ? Number.POSITIVE_INFINITY : new Date(options.asOf).getTime(),
  }
}

const isStore = (s3: RunOptions['s3']): s3 is S3Store => typeof s3 === 'object' && typeof s3['get'] === 'function'

/** When a virtual clock starts unless told otherwise. */
const start2025 = Date.UTC(2025, 0, 1)

function clockOf({ clock, startTime }: RunOptions): Clock {
  if (clock === 'real') return realClock
  if (typeof clock === 'object') return clock
  return virtualClock(startTime === undefined ? start2025 : new Date(startTime).getTime())
}
