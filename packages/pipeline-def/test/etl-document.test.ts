import { scopesOf, statesOf, transitionsOf, type State, type StateMachine } from 'asl-builder'
import { describe, expect, test } from 'vitest'
import { etl } from '../src/machines/etl.js'
import { tableNames } from '../src/sql/statements.js'
import { etlDocument } from './etl-document.js'
import { FakeAthena } from './fake-athena.js'
import { simulate } from './simulate.js'

// The flow, held against the same pipeline written as a document: same states, same order, same ways, same statements.

const allStates = (machine: StateMachine): [string, State][] =>
  scopesOf(machine).flatMap(({ scope }) => statesOf(scope))

const working = (machine: StateMachine): string[] =>
  allStates(machine).flatMap(([name, { Type }]) => (Type === 'Fail' ? [] : [name]))

test('the same states in the same order, and the same ones to fail in', () => {
  expect(working(etl)).toEqual(working(etlDocument))
  const named = (machine: StateMachine) => allStates(machine).map(([name, { Type }]) => `${name}: ${Type}`)
  expect(named(etl).toSorted()).toEqual(named(etlDocument).toSorted())
})

test('the same ways from state to state, in each scope', () => {
  const ways = (machine: StateMachine) =>
    allStates(machine)
      .flatMap(([name, state]) => transitionsOf(name, state, ''))
      .map(({ from, to, kind }) => `${from} -> ${to}${kind === 'Catch' ? ' on an error' : ''}`)
      .toSorted()
  expect(ways(etl)).toEqual(ways(etlDocument))
})

test('the same resources, statements, retries and timeouts', () => {
  const facts = (machine: StateMachine) =>
    Object.fromEntries(
      allStates(machine).flatMap(([name, state]): [string, object][] => {
        if (state.Type === 'Map') return [[name, { MaxConcurrency: state.MaxConcurrency }]]
        if (state.Type !== 'Task') return []
        const { Resource, Retry, TimeoutSeconds, Arguments } = state
        const sent = name === 'Get Show tables query results' ? Object.keys(Arguments as object) : Arguments
        return [[name, { Resource, Retry, TimeoutSeconds, sent }]]
      }),
    )
  expect(facts(etl)).toEqual(facts(etlDocument))
})

describe('the same runs', () => {
  const subsets = Array.from({ length: 8 }, (_, bits) => tableNames.filter((_, at) => bits & (1 << at)))
  const run = async (machine: StateMachine, prepare: (athena: FakeAthena) => void, tables: readonly string[]) => {
    const athena = new FakeAthena(tables.map((name) => [name, 'table'] as const))
    prepare(athena)
    const calls: unknown[] = []
    const { status, error, cause, entered } = await simulate(machine, {}, (resource, sent) => {
      calls.push([resource, sent])
      return athena.task(resource, sent)
    })
    return { status, error, cause, entered, calls, relations: [...athena.relations] }
  }

  test.each(subsets.map((tables) => [tables.join(' ') || 'no table', tables] as const))(
    'from %s',
    async (_, tables) => {
      const [flow, document] = await Promise.all([etl, etlDocument].map((machine) => run(machine, () => {}, tables)))
      expect(flow).toEqual(document)
      expect(flow!.status).toBe('SUCCEEDED')
      expect(flow!.calls.length).toBeGreaterThan(5)
    },
  )

  test.each(['${lambdaArn}', '${MySQLLambdaArn}', 'CREATE DATABASE', 'SHOW TABLES', 'CREATE EXTERNAL', 'MERGE INTO'])(
    'when %s fails for good',
    async (startsWith) => {
      const fail = (athena: FakeAthena) =>
        athena.failures.push({ startsWith, error: 'Broken', cause: 'it is', times: 99 })
      const [flow, document] = await Promise.all(
        [etl, etlDocument].map((machine) => run(machine, (athena) => void fail(athena), [])),
      )
      expect(flow).toEqual(document)
      expect(flow!.status).toBe('FAILED')
    },
  )
})
