import {
  hashAlgorithms,
  intrinsicFunctions,
  type IntrinsicArgument,
  type IntrinsicCall,
  type IntrinsicFunction,
  type ParameterType,
} from '../../syntax/intrinsic.js'
import { hasSubstitution } from '../../model/substitution.js'
import { limits } from '../../model/limits.js'
import { callsIn } from '../intrinsics.js'
import { rule } from '../rule.js'
import { dg, schema } from '../source.js'

type Problem =
  | { kind: 'count'; count: number; least: number; most: number | undefined }
  | { kind: 'type'; index: number; wanted: ParameterType; given: string }
  | { kind: 'format'; holes: number; values: number }
  | { kind: 'value'; index: number; wanted: string; given: string }

export const intrinsicArguments = rule<{ name: string; problem: Problem }>({
  name: 'INTRINSIC_ARGUMENTS',
  code: schema,
  severity: 'ERROR',
  summary:
    'An intrinsic function gets as many arguments as it takes, of the right types; States.Format one for each {}.',
  source: dg('intrinsic-functions'),

  *check(reading) {
    for (const { call, node } of callsIn(reading)) {
      if (!Object.hasOwn(intrinsicFunctions, call.name) || hasSubstitution(node.text)) continue
      for (const problem of problemsOf(call, intrinsicFunctions[call.name]!)) {
        const range = { start: call.offset, end: call.offset + call.name.length }
        // A literal of the wrong type is against the specification; what AWS makes of the rest is not known.
        const severity = problem.kind === 'type' ? 'ERROR' : 'WARNING'
        yield { place: node.place, range, name: call.name, problem, severity }
      }
    }
  },

  say({ name, problem }) {
    switch (problem.kind) {
      case 'count': {
        const { count, least, most } = problem
        const wants = most === least ? `${least}` : most === undefined ? `${least} or more` : `${least} to ${most}`
        const noun = wants === '1' ? 'argument' : 'arguments'
        return { message: `${name} takes ${wants === '0' ? 'no' : wants} ${noun}, not ${count}` }
      }
      case 'type':
        return {
          message: `Argument ${problem.index} of ${name} must be ${words[problem.wanted]}`,
          hint: `It is ${problem.given}.`,
        }
      case 'format':
        return {
          message: `${name} has ${problem.holes} {} for ${problem.values} ${problem.values === 1 ? 'value' : 'values'}`,
          hint: 'Give one value for each {}, in order. A brace that is text is written \\{.',
        }
      case 'value':
        return {
          message: `Argument ${problem.index} of ${name} must be ${problem.wanted}`,
          hint: `It is ${problem.given}.`,
        }
      default:
        return problem satisfies never
    }
  },
})

const words: Readonly<Record<ParameterType, string>> = {
  any: 'a value',
  string: 'a string or a path',
  number: 'a number or a path',
  boolean: 'true, false or a path',
  array: 'an array: a path or a function that yields one',
  object: 'an object: a path or a function that yields one',
}

function* problemsOf(call: IntrinsicCall, known: IntrinsicFunction): Iterable<Problem> {
  const { args } = call
  const most = known.rest === undefined ? known.parameters.length : undefined
  if (args.length < known.required || (most !== undefined && args.length > most)) {
    yield { kind: 'count', count: args.length, least: known.required, most }
    return
  }
  for (const [index, argument] of args.entries()) {
    const wanted = known.parameters[index] ?? known.rest ?? 'any'
    if (!fits(argument, wanted)) yield { kind: 'type', index: index + 1, wanted, given: described(argument) }
  }
  const template = args[0]
  if (call.name === 'States.Format' && template?.kind === 'string') {
    const holes = template.raw.replace(/\\./g, '').split('{}').length - 1
    if (holes !== args.length - 1) yield { kind: 'format', holes, values: args.length - 1 }
  }
  yield* numbersOutside(call)
  const json = args[0]
  if (call.name === 'States.StringToJson' && json?.kind === 'string' && json.raw.trim() !== '' && !isJson(json.value)) {
    yield { kind: 'value', index: 1, wanted: 'JSON in a string', given: described(json) }
  }
  const algorithm = args[1]
  if (call.name === 'States.Hash' && algorithm?.kind === 'string' && !hashAlgorithms.includes(algorithm.value)) {
    yield { kind: 'value', index: 2, wanted: `one of ${hashAlgorithms.join(', ')}`, given: described(algorithm) }
  }
  const deep = args[2]
  if (call.name === 'States.JsonMerge' && deep?.kind === 'boolean' && deep.value) {
    yield { kind: 'value', index: 3, wanted: 'false: Step Functions merges the top level only', given: 'true' }
  }
}

/** What a number must be, by function and position from 0, where not every number will do. */
const ranges: Readonly<Record<string, Readonly<Record<number, { wanted: string; fits: (value: number) => boolean }>>>> =
  {
    'States.ArrayPartition': { 1: { wanted: '1 or more', fits: (value) => Math.round(value) >= 1 } },
    'States.ArrayRange': { 2: { wanted: 'other than 0', fits: (value) => Math.round(value) !== 0 } },
    'States.ArrayGetItem': { 1: { wanted: '0 or more', fits: (value) => value >= 0 } },
  }

function* numbersOutside({ name, args }: IntrinsicCall): Iterable<Problem> {
  const numbers = args.map((argument) => (argument.kind === 'number' ? argument.value : undefined))
  for (const [position, range] of Object.entries(Object.hasOwn(ranges, name) ? ranges[name]! : {})) {
    const index = Number(position)
    const value = numbers[index]
    if (value === undefined || range.fits(value)) continue
    yield { kind: 'value', index: index + 1, wanted: range.wanted, given: String(value) }
  }
  const [first, second, third] = numbers
  if (first === undefined || second === undefined) return
  if (
    name === 'States.ArrayRange' &&
    third !== undefined &&
    third !== 0 &&
    (second - first) / third >= limits.arrayRangeItems
  ) {
    yield {
      kind: 'value',
      index: 2,
      wanted: `near enough for ${limits.arrayRangeItems} elements`,
      given: String(second),
    }
  }
  if (name === 'States.MathRandom' && Math.round(first) >= Math.round(second)) {
    yield { kind: 'value', index: 2, wanted: `greater than argument 1, ${first}`, given: String(second) }
  }
  if (name === 'States.MathAdd') {
    const beyond = [first, second].findIndex((value) => Math.abs(value) > 2 ** 31)
    if (beyond >= 0) {
      const given = String(numbers[beyond])
      yield { kind: 'value', index: beyond + 1, wanted: 'from -2147483648 to 2147483647', given }
    }
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function fits(argument: IntrinsicArgument, wanted: ParameterType): boolean {
  if (wanted === 'any' || argument.kind === 'path') return true
  if (argument.kind === 'call') {
    const { returns } = Object.hasOwn(intrinsicFunctions, argument.name)
      ? intrinsicFunctions[argument.name]!
      : { returns: 'any' }
    return returns === 'any' || returns === wanted
  }
  return argument.kind === wanted
}

function described(argument: IntrinsicArgument): string {
  switch (argument.kind) {
    case 'call':
      return `the result of ${argument.name}`
    case 'path':
      return argument.path.text
    case 'string':
      return `the text '${argument.raw}'`
    case 'null':
      return 'null'
    default:
      return String(argument.value)
  }
}
