import { scopesOf, statesOf, transitionsOf, type Scope, type State, type StateMachine } from 'asl-builder'
import { tableNames, userTransactions } from 'pipeline-def'

/** List prices in US dollars, from AWS's price pages; the first tier, without the free tier. */
export const prices = {
  asOf: '2026-11-22',
  region: 'us-east-1',
  /** One state that a Standard execution enters. https://aws.amazon.com/step-functions/pricing/ */
  stateTransition: 0.025 / 1000,
  /** One byte that a query scans. https://aws.amazon.com/athena/pricing/ */
  athenaByte: 5 / 1e12,
  /** A query that reads rows is charged for this many bytes at least; DDL and SHOW cost nothing. */
  athenaMinimumBytes: 10_000_000,
} as const

/** What one run costs at least. */
export interface RunCost {
  transitions: number
  /** Queries that are charged. */
  queries: number
  dollars: number
}

/** A run on existing tables, and the first run, which creates them. */
export function costOf(machine: StateMachine): { usual: RunCost; first: RunCost } {
  return { usual: cost(visited(machine, 0)), first: cost(visited(machine, 1)) }
}

function cost(states: readonly State[]): RunCost {
  const queries = states.filter(isCharged).length
  const { stateTransition, athenaByte, athenaMinimumBytes } = prices
  const dollars = states.length * stateTransition + queries * athenaMinimumBytes * athenaByte
  return { transitions: states.length, queries, dollars }
}

function isCharged(state: State): boolean {
  const sql =
    state.Type === 'Task' ? (state.Arguments as { QueryString?: unknown } | undefined)?.QueryString : undefined
  return typeof sql === 'string' && /^(SELECT|MERGE|INSERT|UPDATE|DELETE)\b/.test(sql)
}

/**
 * The states that a run without errors enters, in order.
 *
 * @param missing How often the top-level decision takes its second way, because tables are missing.
 */
function visited(machine: StateMachine, missing: number): State[] {
  const inner = new Map(scopesOf(machine).map(({ parent, scope }) => [parent?.state, scope]))
  let detours = missing
  return walk(machine)

  function walk(scope: Scope, item?: string): State[] {
    const states: State[] = []
    const named = new Map(statesOf(scope))
    for (let name: string | undefined = scope.StartAt; name !== undefined;) {
      const state: State = named.get(name)!
      states.push(state)
      const processor = inner.get(state)
      if (processor) for (const table of tableNames) states.push(...walk(processor, table))
      const ways: string[] = transitionsOf(name, state, '').flatMap(({ kind, to }) =>
        kind === 'Catch' || named.get(to)?.Type === 'Fail' ? [] : [to],
      )
      name = ways[state.Type === 'Choice' ? decide(item) : 0]
    }
    return states
  }

  /** Which of a Choice's ways that do not fail: the first, or the second. */
  function decide(item?: string): 0 | 1 {
    if (item !== undefined) return item === userTransactions.name ? 0 : 1
    return detours-- > 0 ? 1 : 0
  }
}
