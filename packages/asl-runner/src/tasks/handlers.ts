import type { Resource } from './resource.js'
import { nearest } from 'asl-builder/diagnostics'
import { isReply, replyKeys, TaskReply, type Reply, type TaskFunction, type TaskHandler, type Tasks } from './task.js'

/** Finds a state's handler; looked up once for each state. */
export class Handlers {
  private readonly exact: ReadonlyMap<string, TaskHandler>
  private readonly patterns: readonly { pattern: RegExp; length: number; handler: TaskHandler }[]

  /** What was found before: each state has its own resource object. */
  private readonly found = new Map<Resource, { readonly handler: TaskHandler | undefined }>()

  /** @throws {InvalidTasks} When one of them is no handler. */
  constructor(tasks: Tasks) {
    const entries = Object.entries(tasks)
    for (const [key, handler] of entries) expectHandler(key, handler)
    this.exact = new Map(entries)
    this.patterns = entries
      .filter(([key]) => key.includes('*'))
      .map(([key, handler]) => ({ pattern: patternOf(key), length: key.length, handler }))
      .sort((left, right) => right.length - left.length)
  }

  find(state: string, resource: Resource, input: unknown): TaskHandler | undefined {
    // Only `lambda:invoke` names what it calls in its input: for all others the state and its resource decide.
    if (resource.kind === 'service' && resource.service === 'lambda') return this.search(state, resource, input)
    let found = this.found.get(resource)
    if (found === undefined) {
      found = { handler: this.search(state, resource, input) }
      this.found.set(resource, found)
    }
    return found.handler
  }

  private search(state: string, resource: Resource, input: unknown): TaskHandler | undefined {
    for (const name of [state, ...namesOf(resource, input)]) {
      const handler = this.exact.get(name)
      if (handler !== undefined) return handler
    }
    const names = [state, ...namesOf(resource, input)]
    return this.patterns.find(({ pattern }) => names.some((name) => pattern.test(name)))?.handler
  }
}

/** Tasks that say nothing that a run could do. */
export class InvalidTasks extends TypeError {
  override readonly name = 'InvalidTasks'
}

function expectHandler(key: string, handler: unknown): void {
  if (handler === undefined) return // as if it were not there
  const answers = Array.isArray(handler) ? (handler as unknown[]) : [handler]
  for (const answer of answers) {
    if (typeof answer === 'function' || answer instanceof TaskReply) continue
    if (isReply(answer)) continue
    const keys = typeof answer === 'object' && answer !== null && !Array.isArray(answer) ? Object.keys(answer) : []
    const near = keys.map((each) => nearest(each, replyKeys)).find((each) => each !== undefined)
    throw new InvalidTasks(
      `tasks[${JSON.stringify(key)}] is no handler: ${JSON.stringify(answer) ?? String(answer)}. ` +
        (near
          ? `Did you mean "${near}"?`
          : 'It is a function, { Return: … }, { Throw: { Error, Cause } }, or a list of these, one a call.'),
    )
  }
}

/** The names under which a resource may be written, the most telling first. */
function namesOf(resource: Resource, input: unknown): string[] {
  if (resource.kind === 'lambda') return [resource.arn, resource.functionName]
  if (resource.kind === 'activity') return [resource.arn, resource.arn.split(':').at(-1)!]
  const { service, action, arn } = resource
  const called =
    service === 'lambda' && typeof input === 'object' && input !== null
      ? (input as Record<string, unknown>)['FunctionName']
      : undefined
  return [...(typeof called === 'string' ? [called] : []), arn, `${service}:${action}`]
}

const patternOf = (key: string): RegExp =>
  new RegExp(
    `^${key
      .split('*')
      .map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
      .join('[^]*')}$`,
  )

/** A handler's answer to one call: code to run, a reply, or nothing left to say. */
export function answerOf(handler: TaskHandler, call: number): TaskFunction | Reply | undefined {
  return Array.isArray(handler)
    ? (handler[call] as TaskFunction | Reply | undefined)
    : (handler as TaskFunction | Reply)
}

/** What to do about a task without a handler. */
export function missingHandler(state: string, resource: string): string {
  return (
    `No handler for the Task state "${state}" (${resource}). ` +
    `Pass one in the option tasks, by state or by resource: { ${JSON.stringify(state)}: (input) => output } ` +
    `or { ${JSON.stringify(resource)}: { Return: {} } }.`
  )
}
