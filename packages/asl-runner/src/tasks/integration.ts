import type { TaskRequest, Work } from '../states/task.js'
import type { TaskCall, TaskFunction } from './task.js'

/**
 * A built-in integration: work, or `undefined` when the resource is none of its own.
 *
 * @param run Runs code for the task.
 */
export type Integration = (
  request: TaskRequest,
  call: TaskCall,
  run: (code: TaskFunction, call: TaskCall) => Work,
) => Work | undefined
