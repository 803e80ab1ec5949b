import type { IntrinsicCall } from '../syntax/intrinsic.js'
import { isParseError } from '../syntax/parse-error.js'
import type { PathNode } from './strings.js'
import type { Reading } from './reading.js'

/** A call of an intrinsic function, or one inside it. */
interface CallNode {
  call: IntrinsicCall
  /** 1 for a call that is no argument of another. */
  depth: number
  node: PathNode
}

/** Every call of an intrinsic function in a document, each before the calls in its arguments. */
export function* callsIn({ paths }: Reading): Iterable<CallNode> {
  for (const node of paths) {
    const { parsed } = node
    if (!isParseError(parsed) && 'kind' in parsed) yield* within(parsed, 1, node)
  }
}

function* within(call: IntrinsicCall, depth: number, node: PathNode): Iterable<CallNode> {
  yield { call, depth, node }
  for (const argument of call.args) if (argument.kind === 'call') yield* within(argument, depth + 1, node)
}
