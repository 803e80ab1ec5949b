// What is measured, under one signature: `prepare(machine)` gives a function that runs the machine once.
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { expressions } from './machines.mjs'

const echo = (input) => input

/** The runner, as it is published. `compile` prepares anew each time. */
const runner = (options) => async (machine, name) => {
  const { createRunner } = await import('asl-runner')
  const all = { ...options, tasks: { '*': echo } }
  if (name === 'compile') {
    const text = JSON.stringify(machine.definition)
    return async () => ended(await createRunner(JSON.parse(text), all).run({ input: machine.input }))
  }
  const prepared = createRunner(machine.definition, all)
  return async () => ended(await prepared.run({ input: machine.input }))
}

function ended({ status, error, cause }) {
  if (status !== 'SUCCEEDED') throw new Error(`${status} ${error} ${cause}`)
}

/** The least that any interpreter in JavaScript must do for the same machine: compiled by hand, values shared, events kept by reference. */
const limits = {
  pass1000: passes,
  bigpass1000: passes,
  jsonpath1000:
    ({ input }) =>
    () => {
      let value = input
      for (let index = 0; index < 1000; index++) {
        const { order } = value
        const view = { id: order.id, first: order.lines[0], skus: order.lines.map((line) => line.sku) }
        value = { ...value, view: { ...view, label: `order ${order.id} zip ${order.ship.zip}`, k: { fixed: true } } }
      }
      return value
    },
  choice10000:
    ({ input }) =>
    () => {
      let value = input
      while (value.i < 10_000) value = { i: value.i + 1 }
      return value
    },
  map10000:
    ({ input }) =>
    () =>
      input.items.map(({ id, v }) => ({ id, v })).map((item) => ({ ...item, r: { ok: true } })),
  jsonata1000: ({ input }) => {
    const require = createRequire(createRequire(import.meta.url).resolve('asl-runner/package.json'))
    const jsonata = require('jsonata')
    const compiled = expressions.map((expression) => jsonata(expression))
    return async () => {
      for (let index = 0; index < 1000; index++) {
        const bindings = { states: { input } }
        for (const expression of compiled) await expression.evaluate({}, bindings)
      }
    }
  },
}

function passes({ input }) {
  return () => {
    const events = []
    for (let id = 1; id <= 2000; id += 2) {
      events.push({ id, previousEventId: id - 1, timestamp: 0, type: 'PassStateEntered', value: input })
      events.push({ id: id + 1, previousEventId: id, timestamp: 0, type: 'PassStateExited', value: input })
    }
    return events
  }
}

/** @param {string} folder Where `npm install aws-local-stepfunctions` has been run. */
const peer = (folder) => async (machine) => {
  Promise.withResolvers ??= () => {
    const deferred = {}
    deferred.promise = new Promise((resolve, reject) => Object.assign(deferred, { resolve, reject }))
    return deferred
  }
  const require = createRequire(pathToFileURL(`${folder}/package.json`))
  const { StateMachine } = await import(pathToFileURL(require.resolve('aws-local-stepfunctions')).href)
  const validationOptions = { checkArn: false, checkPaths: false, noValidate: true }
  const prepared = new StateMachine(machine.definition, { validationOptions })
  const overrides = { taskResourceLocalHandlers: Object.fromEntries(tasksOf(machine).map((name) => [name, echo])) }
  return async () => prepared.run(machine.input, { overrides }).result
}

const tasksOf = ({ definition }) =>
  Object.entries(definition.States)
    .filter(([, { Type }]) => Type === 'Task')
    .map(([name]) => name)

/** By name; a peer that cannot run a machine throws. */
export const engines = {
  runner: runner({ quotas: 'none' }),
  'runner, quotas': runner({ quotas: 'aws', type: 'EXPRESS' }),
  limit: async (machine, name) => limits[name]?.(machine),
  peer: peer(process.env.ASL_BENCH_PEERS),
}
