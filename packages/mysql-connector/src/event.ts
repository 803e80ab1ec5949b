import * as z from 'zod/mini'
import { accept } from './accept.js'
import { InvalidEventError, UnknownTableError } from './errors.js'
import type { SourceTable } from './source-table.js'

/** How the rows travel: through this process, or from Aurora straight to S3. */
export type Strategy = 'stream' | 'aurora'

/** What an event asks for. */
export interface ConnectorEvent {
  /** Names from the table model. Default: all of its tables. */
  tables?: string[]
  /** Names this run in logs, staging keys and the output. Default: the Lambda request id. */
  runId?: string
  /** `stream` and `aurora` write the tables' objects; `seed` runs their seed statements. Default: as configured. */
  mode?: Strategy | 'seed'
}

const request = {
  tables: z.exactOptional(z.array(z.string().check(z.minLength(1))).check(z.minLength(1))),
  runId: z.exactOptional(
    z
      .string()
      .check(z.regex(/^(?!\.{1,2}$)[\w:.-]{1,128}$/, 'must be 1 to 128 of A-Z a-z 0-9 _ : . -, and no "." or ".."')),
  ),
  mode: z.exactOptional(z.enum(['stream', 'aurora', 'seed'])),
}
const direct = z.strictObject(request)
const body = z.object(request) // a message may say more than the connector needs, such as who asked
const queued = z.object({ Records: z.array(z.object({ body: z.string() })).check(z.length(1, 'must hold one record')) })

/**
 * Reads an event: `{ tables?, runId?, mode? }` itself, or the same as JSON text in `Records[0].body`.
 *
 *     readEvent({ Records: [{ body: '{"tables":["users"]}' }] }) // { tables: ['users'] }
 *
 * @throws InvalidEventError that names the field.
 */
export function readEvent(event: unknown): ConnectorEvent {
  if (event === undefined || event === null) return {}
  if (typeof event !== 'object' || !('Records' in event)) return accepted(direct, event)
  const [record] = accepted(queued, event).Records
  return accepted(body, parsed(record!.body))
}

/**
 * The tables that an event asks for, in the model's order.
 *
 * @throws UnknownTableError that names the unknown ones and the known.
 */
export function tablesOf(event: ConnectorEvent, tables: readonly SourceTable[]): readonly SourceTable[] {
  const asked = event.tables
  if (!asked) return tables
  const unknown = asked.filter((name) => !tables.some((table) => table.name === name))
  if (unknown.length > 0) {
    throw new UnknownTableError(
      `No table ${unknown.map((name) => JSON.stringify(name.slice(0, 64))).join(', ')} in the table model; it has ${tables.map((table) => `"${table.name}"`).join(', ')}.`,
    )
  }
  return tables.filter((table) => asked.includes(table.name))
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new InvalidEventError('Records[0].body is not JSON text.')
  }
}

function accepted<Output>(schema: z.ZodMiniType<Output>, value: unknown): Output {
  const result = accept(schema, value, 'event')
  if (result.wrong === undefined) return result.data
  throw new InvalidEventError(`The event is not one the connector takes: ${result.wrong}.`)
}
