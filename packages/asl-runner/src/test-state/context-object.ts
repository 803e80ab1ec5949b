import { readResource } from '../tasks/resource.js'
import type { Fields } from '../data-flow.js'
import { refused } from './request.js'

/** What a given context object may hold: a type by member, `any` for data. */
const members: Readonly<Record<string, Readonly<Record<string, 'string' | 'number' | 'any'>>>> = {
  Execution: {
    Id: 'string',
    Input: 'any',
    Name: 'string',
    RoleArn: 'string',
    StartTime: 'string',
    RedriveCount: 'number',
    RedriveTime: 'string',
  },
  State: { EnteredTime: 'string', Name: 'string', RetryCount: 'number' },
  StateMachine: { Id: 'string', Name: 'string' },
  Task: { Token: 'string' },
}

/** Checks a context object that a test gives; throws AWS's words. */
export function checkContext(context: unknown, state: Fields): void {
  const fail = (problem: string): never => {
    throw refused(`Invalid Context object provided: ${problem}`)
  }
  if (typeof context !== 'object' || context === null || Array.isArray(context)) fail('must be a JSON object')
  for (const [name, value] of Object.entries(context as object)) {
    if (name === 'Map') fail("'Map' field is not supported when mocking a Context object")
    const allowed = Object.hasOwn(members, name) ? members[name] : undefined
    if (!allowed) return fail(`Field '${name}' is not allowed`)
    if (name === 'Task' && !hasToken(state)) {
      fail(
        "Context object contains 'Task' when state is not a Task state with a '.sync' or '.waitForTaskToken' service integration pattern",
      )
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return fail(`${name} must be an object`)
    for (const [key, inner] of Object.entries(value)) {
      const type = Object.hasOwn(allowed, key) ? allowed[key] : undefined
      if (!type) return fail(`Field '${key}' is not allowed`)
      if (type !== 'any' && typeof inner !== type) return fail(`${name}.${key} must be a ${type}`)
    }
  }
}

function hasToken(state: Fields): boolean {
  if (state['Type'] !== 'Task') return false
  const resource = readResource(String(state['Resource']))
  return resource.kind === 'service' && resource.pattern !== 'call'
}
