import { intrinsicFunctions, type IntrinsicArgument, type IntrinsicCall } from 'asl-builder/syntax'
import { DefinitionFault } from '../definition-fault.js'
import { runtimeFailure } from '../failure.js'
import type { Frame, Lookup } from '../frame.js'
import { compilePath } from '../path/compile-path.js'
import { CallFault, compileFormat, intrinsicBodies } from './functions.js'

/**
 * Makes a call of an intrinsic function a function.
 *
 * @param text The whole field, for AWS's words when it fails.
 */
export function compileIntrinsic(call: IntrinsicCall, text: string): Lookup {
  const run = compileCall(call)
  return (input, frame) => {
    try {
      return run(input, frame)
    } catch (problem) {
      if (!(problem instanceof CallFault)) throw problem
      throw runtimeFailure(`The function '${text}' had the following error: ${problem.message}`)
    }
  }
}

function compileCall(call: IntrinsicCall): Lookup {
  const problem = countProblem(call)
  if (problem !== undefined) {
    return () => {
      throw new CallFault(problem)
    }
  }
  const args = call.args.map(compileArgument)
  if (call.name === 'States.Format') return compileFormatCall(call, args)
  const body = Object.hasOwn(intrinsicBodies, call.name) ? intrinsicBodies[call.name] : undefined
  if (!body) throw new DefinitionFault(`There is no intrinsic function "${call.name}".`, '')
  if (args.length === 2) {
    const [first, second] = args as [Lookup, Lookup]
    return (input, frame) => body([first(input, frame), second(input, frame)], frame.chance)
  }
  return (input, frame) => body(evaluated(args, input, frame), frame.chance)
}

/** What is wrong with the number of arguments; `undefined` when nothing is. */
function countProblem({ name, args }: IntrinsicCall): string | undefined {
  const known = Object.hasOwn(intrinsicFunctions, name) ? intrinsicFunctions[name] : undefined
  if (!known) return undefined
  const { required, parameters, rest } = known
  if (args.length >= required && (rest !== undefined || args.length <= parameters.length)) return undefined
  const more = rest === undefined ? ` to ${parameters.length}` : ' or more'
  const wanted = rest === undefined && parameters.length === required ? required : `${required}${more}`
  return `The function takes ${wanted} arguments, but there are ${args.length}.`
}

function compileFormatCall(call: IntrinsicCall, args: readonly Lookup[]): Lookup {
  const [template] = call.args
  const [readTemplate, ...rest] = args
  if (!template || !readTemplate) throw new DefinitionFault('States.Format needs a template.', '')
  if (template.kind === 'string') {
    const format = compileFormat(template.raw)
    return (input, frame) => format(evaluated(rest, input, frame))
  }
  return (input, frame) => {
    const raw = readTemplate(input, frame)
    if (typeof raw !== 'string') throw new CallFault('The template must be a string.')
    return compileFormat(raw)(evaluated(rest, input, frame))
  }
}

const evaluated = (args: readonly Lookup[], input: unknown, frame: Frame): unknown[] =>
  args.map((read) => read(input, frame))

function compileArgument(argument: IntrinsicArgument): Lookup {
  switch (argument.kind) {
    case 'call':
      return compileCall(argument)
    case 'path': {
      const { path } = argument
      const lookup = compilePath(path)
      return (input, frame) => {
        const value = lookup(input, frame)
        if (value !== undefined) return value
        throw new CallFault(
          `The JsonPath argument for the field '${path.text}' could not be found in the input '${JSON.stringify(input)}'`,
        )
      }
    }
    case 'null':
      return () => null
    default: {
      const { value } = argument
      return () => value
    }
  }
}
