import { nearest } from '../../diagnostics/nearest.js'
import { deepestIntrinsicNesting, intrinsicFunctions, type IntrinsicCall } from '../../syntax/intrinsic.js'
import { callsIn } from '../intrinsics.js'
import { rule } from '../rule.js'
import { schema, spec } from '../source.js'

export const intrinsicFunction = rule<{ name: string; depth?: number; returns?: string }>({
  name: 'INTRINSIC_FUNCTION',
  code: schema,
  severity: 'ERROR',
  summary: 'An intrinsic function is one of the eighteen that there are, nested at most ten deep.',
  source: spec('intrinsic-functions'),

  *check(reading) {
    for (const { call, depth, node } of callsIn(reading)) {
      const at = { place: node.place, range: rangeOf(call), name: call.name }
      if (!Object.hasOwn(intrinsicFunctions, call.name)) yield at
      else if (depth === deepestIntrinsicNesting + 1) yield { ...at, depth, severity: 'WARNING' }
      else if (depth === 1 && node.kind === 'pathOrIntrinsic' && isText(node.field.name)) {
        const { returns } = intrinsicFunctions[call.name]!
        if (returns !== 'string' && returns !== 'any') yield { ...at, returns, severity: 'WARNING' }
      }
    }
  },

  say({ name, depth, returns }) {
    if (returns !== undefined) {
      return {
        message: `${name} yields ${returns === 'array' || returns === 'object' ? 'an' : 'a'} ${returns}, and a text is wanted`,
        hint: 'Use States.Format or States.JsonToString.',
      }
    }
    if (depth !== undefined) {
      return {
        message: `Intrinsic functions are nested deeper than ${deepestIntrinsicNesting}`,
        hint: `Compute a part of it in a Pass state before this one.`,
      }
    }
    const names = Object.keys(intrinsicFunctions)
    const short = nearest(name.replace(/^states\./i, ''), shortNames)
    const guess = short === undefined ? undefined : `States.${short}`
    return {
      message: `There is no intrinsic function ${name}`,
      hint: guess === undefined ? `There are ${names.join(', ')}.` : `Did you mean ${guess}?`,
    }
  },
})

const isText = (field: string): boolean => field === 'ErrorPath' || field === 'CausePath'

const shortNames = Object.keys(intrinsicFunctions).map((name) => name.slice('States.'.length))

const rangeOf = ({ offset, name }: IntrinsicCall) => ({ start: offset, end: offset + name.length })
