/** A node of jsonata's syntax tree, as far as it is read here. */
export interface AstNode {
  type: string
  value?: unknown
  /** After the node's token. */
  position?: number
  name?: string
  steps?: AstNode[]
  stages?: AstNode[]
  predicate?: AstNode[]
  expr?: AstNode
  expression?: AstNode
  expressions?: AstNode[]
  arguments?: AstNode[]
  procedure?: AstNode
  body?: AstNode
  lhs?: AstNode | [AstNode, AstNode][]
  rhs?: AstNode | AstNode[]
  condition?: AstNode
  then?: AstNode
  else?: AstNode
  pattern?: AstNode
  update?: AstNode
  delete?: AstNode
  terms?: { expression: AstNode }[]
  group?: AstNode
  focus?: string
  index?: string | AstNode
}

/** A part of an expression's text. */
export interface Span {
  start: number
  end: number
}

/** A reference that needs an input at the top level: a field name, `$`, `*`; `$$` anywhere. */
interface TopLevel {
  name: string
  /** In a function's body, which has the input of its place. */
  inLambda: boolean
  range: Span
}

/** A use of `$states`, with the plain names that follow. */
interface StatesUse {
  members: readonly string[]
  range: Span
}

/** A variable that the expression does not bind itself, without `$`. */
interface VariableUse {
  name: string
  range: Span
  /** Only asked for: in `$exists(…)`, before `??`. */
  guarded: boolean
}

/** A call of a function that the expression does not bind itself, without `$`. */
interface FunctionCall {
  name: string
  /** Arguments, a piped one included. */
  count: number
  /** The signature letters of literal arguments. */
  literals: readonly (string | undefined)[]
  /** The arguments that are strings, written out. */
  texts: readonly (string | undefined)[]
  /** Where the context is the input of the expression, which there is none of. */
  top: boolean
  /** With a `?` among its arguments. */
  partial: boolean
  range: Span
}

/** An operator that JSONata 2.0 does not have: `??` or `?:`. */
interface NewerOperator {
  operator: string
  range: Span
}

/** An operator of arithmetic beside a text: `"a" + $b`. */
interface TextualArithmetic {
  operator: string
  text: string
  range: Span
}

/** A text alone in brackets, `a["b"]`: a filter that keeps everything, and looks nothing up. */
interface TextFilter {
  text: string
  range: Span
}

/** What an expression refers to. */
export interface Analysis {
  readonly topLevel: readonly TopLevel[]
  readonly states: readonly StatesUse[]
  readonly variables: readonly VariableUse[]
  readonly calls: readonly FunctionCall[]
  readonly newer: readonly NewerOperator[]
  readonly textual: readonly TextualArithmetic[]
  readonly textFilters: readonly TextFilter[]
}

/** Most expressions have one kind of reference, and many expressions are kept. */
const none: readonly never[] = []

interface Context {
  /** The input of the expression itself is the context here. */
  top: boolean
  inLambda: boolean
  /** Inside `$exists(…)`, where an unassigned variable is asked for and not used. */
  guarded: boolean
  bound: Bound
}

/** Names bound by the expression, innermost first. */
interface Bound {
  names: Set<string>
  up: Bound | undefined
}

/** Reads a syntax tree once. Recursion is as deep as the tree; the caller catches a RangeError. */
export function analyse(tree: AstNode, source: string, offset: number): Analysis {
  const topLevel: TopLevel[] = []
  const states: StatesUse[] = []
  const variables: VariableUse[] = []
  const calls: FunctionCall[] = []
  const newer: NewerOperator[] = []
  const textual: TextualArithmetic[] = []
  const textFilters: TextFilter[] = []

  function span({ position }: AstNode, name: string): Span {
    const end = Math.min(position ?? name.length, source.length)
    const start = Math.max(0, end - name.length)
    return { start: offset + start, end: offset + end }
  }

  function walk(node: AstNode | undefined, context: Context): void {
    if (!node) return
    switch (node.type) {
      case 'path':
        walkPath(node, context)
        break
      case 'variable':
        walkVariable(node, [], context)
        break
      case 'name':
        if (context.top) addTopLevel(node, String(node.value), context)
        break
      case 'wildcard':
      case 'descendant':
      case 'parent':
        if (context.top) addTopLevel(node, String(node.value ?? '%'), context)
        break
      case 'function':
      case 'partial':
        walkCall(node, context, 0)
        break
      case 'apply':
        walkApply(node, context)
        break
      case 'lambda': {
        const names = new Set((node.arguments ?? []).map(({ value }) => String(value)))
        walk(node.body, { ...context, inLambda: true, bound: { names, up: context.bound } })
        break
      }
      case 'block': {
        const inner = { ...context, bound: { names: new Set<string>(), up: context.bound } }
        for (const one of node.expressions ?? []) walk(one, inner)
        break
      }
      case 'bind': {
        const name = String((node.lhs as AstNode).value)
        const rhs = node.rhs as AstNode
        if (rhs.type === 'lambda') context.bound.names.add(name) // it may call itself
        walk(rhs, context)
        context.bound.names.add(name)
        break
      }
      case 'condition':
        // Of `a ?? b` and `a ?: b` the tree holds `a` twice.
        if (addNewer(node)) walk(node.condition, { ...context, guarded: true })
        else {
          walk(node.condition, context)
          walk(node.then, context)
        }
        walk(node.else, context)
        break
      case 'unary':
        walk(node.expression, context)
        for (const one of node.expressions ?? []) walk(one, context)
        walkPairs(node, context)
        break
      case 'transform':
        walk(node.pattern, { ...context, top: false })
        walk(node.update, { ...context, top: false })
        walk(node.delete, { ...context, top: false })
        break
      case 'sort':
        for (const { expression } of node.terms ?? []) walk(expression, { ...context, top: false })
        break
      default:
        if (node.type === 'binary') addTextual(node)
        if (!Array.isArray(node.lhs)) walk(node.lhs, context)
        if (!Array.isArray(node.rhs)) walk(node.rhs, context)
    }
    walkFilters(node, context)
  }

  /** `[…]`, `^(…)`, `{…}` after a step: their context is what the step yields. */
  function walkFilters(node: AstNode, context: Context): void {
    const nested = { ...context, top: false }
    if (node.focus !== undefined) context.bound.names.add(node.focus)
    if (typeof node.index === 'string') context.bound.names.add(node.index)
    for (const stages of [node.predicate, node.stages]) {
      for (const stage of stages ?? []) {
        if (stage.type === 'index') context.bound.names.add(String(stage.value))
        else {
          walk(stage.expr, nested)
          if (stage.expr?.type === 'string') addTextFilter(stage.expr)
        }
      }
    }
    if (node.group) walkPairs(node.group, nested)
  }

  function walkPairs({ lhs }: AstNode, context: Context): void {
    if (!Array.isArray(lhs)) return
    for (const [key, value] of lhs) {
      walk(key, context)
      walk(value, context)
    }
  }

  function walkPath(node: AstNode, context: Context): void {
    const steps = node.steps ?? []
    // Names that a step binds (`@$a`, `#$i`) are seen by the steps after it.
    const inner = { ...context, bound: { names: new Set<string>(), up: context.bound } }
    steps.forEach((step, index) => {
      const here = index === 0 ? inner : { ...inner, top: false }
      if (index === 0 && step.type === 'variable') {
        walkVariable(step, steps.slice(1), here)
        walkFilters(step, here)
      } else walk(step, here)
    })
  }

  function walkVariable(node: AstNode, after: readonly AstNode[], context: Context): void {
    const name = String(node.value)
    const range = span(node, `$${name}`)
    if (name === '' || name === '$') {
      if (name === '$' || context.top) addTopLevel(node, `$${name}`, context)
      return
    }
    if (isBound(name, context.bound)) return
    if (name === 'states') {
      const members: string[] = []
      let { end } = range
      for (const step of node.stages || node.predicate ? [] : after) {
        if (step.type !== 'name') break
        members.push(String(step.value))
        end = offset + Math.min(step.position ?? source.length, source.length)
        if (step.stages || step.predicate) break
      }
      states.push({ members, range: { start: range.start, end } })
    } else variables.push({ name, range, guarded: context.guarded })
  }

  function walkCall(node: AstNode, context: Context, applied: number): void {
    const { procedure, arguments: given = [] } = node
    let inner = context
    if (procedure?.type === 'variable' && !isBound(String(procedure.value), context.bound)) {
      const name = String(procedure.value)
      if (procedure.position !== undefined) {
        calls.push({
          name,
          count: given.length + applied,
          literals: [...Array.from({ length: applied }, () => undefined), ...given.map(literalType)],
          texts: given.some(isText)
            ? [...Array.from({ length: applied }, () => undefined), ...given.map(textOf)]
            : none,
          top: context.top,
          partial: node.type === 'partial',
          range: span(procedure, `$${name}`),
        })
      }
      if (name === 'exists') inner = { ...context, guarded: true }
    } else walk(procedure, context)
    for (const one of given) walk(one, inner)
  }

  function walkApply(node: AstNode, context: Context): void {
    walk(node.lhs as AstNode, context)
    const rhs = node.rhs as AstNode
    if (rhs.type === 'function') walkCall(rhs, context, 1)
    else if (rhs.type === 'variable' && !isBound(String(rhs.value), context.bound)) {
      const name = String(rhs.value)
      const range = span(rhs, `$${name}`)
      calls.push({ name, count: 1, literals: [undefined], texts: none, top: context.top, partial: false, range })
    } else walk(rhs, context)
  }

  function addTopLevel(node: AstNode, name: string, { inLambda }: Context): void {
    topLevel.push({ name, inLambda, range: span(node, name) })
  }

  function addTextual({ value, lhs, rhs, position = 0 }: AstNode): void {
    const operator = String(value)
    if (!'+-*/%'.includes(operator)) return
    const text = [lhs, rhs].find((one) => one && !Array.isArray(one) && one.type === 'string') as AstNode | undefined
    if (text)
      textual.push({
        operator,
        text: String(text.value),
        range: { start: offset + position - 1, end: offset + position },
      })
  }

  function addTextFilter({ value, position = 0 }: AstNode): void {
    const text = String(value)
    const end = Math.min(position, source.length)
    textFilters.push({ text, range: { start: offset + Math.max(0, end - text.length - 2), end: offset + end } })
  }

  /** jsonata rewrites both operators as a condition; only the text tells them from `? :`. */
  function addNewer({ position = 0 }: AstNode): boolean {
    const operator = source.slice(Math.max(0, position - 2), position)
    if (operator !== '??' && operator !== '?:') return false
    newer.push({ operator, range: { start: offset + position - 2, end: offset + position } })
    return true
  }

  walk(tree, { top: true, inLambda: false, guarded: false, bound: { names: new Set(), up: undefined } })
  return {
    topLevel: kept(topLevel),
    states: kept(states),
    variables: kept(variables),
    calls: kept(calls),
    newer: kept(newer),
    textual: kept(textual),
    textFilters: kept(textFilters),
  }
}

const kept = <Item>(items: readonly Item[]): readonly Item[] => (items.length === 0 ? none : items)

function isBound(name: string, bound: Bound | undefined): boolean {
  for (let here = bound; here; here = here.up) if (here.names.has(name)) return true
  return false
}

const isText = ({ type }: AstNode): boolean => type === 'string'

const textOf = (node: AstNode): string | undefined => (isText(node) ? String(node.value) : undefined)

/** The signature letter of a literal argument. */
function literalType({ type, value }: AstNode): string | undefined {
  if (type === 'string') return 's'
  if (type === 'number') return 'n'
  if (type === 'value') return typeof value === 'boolean' ? 'b' : 'l'
  if (type === 'lambda' || type === 'regex') return 'f'
  if (type === 'unary' && value === '{') return 'o'
  if (type === 'unary' && value === '[') return 'a'
  return undefined
}
