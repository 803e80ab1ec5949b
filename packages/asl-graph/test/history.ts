import { readFileSync } from 'node:fs'
import type { ExecutionHistory } from 'asl-graph'

/** An execution of `orders`, as `aws stepfunctions get-execution-history` prints one. */
export const history = JSON.parse(
  readFileSync(new URL('fixtures/orders-history.json', import.meta.url), 'utf8'),
) as ExecutionHistory
