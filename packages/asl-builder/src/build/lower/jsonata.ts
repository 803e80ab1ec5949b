import type { Written } from '../chain.js'
import type { Operator } from '../../refs/operator.js'
import { recordedOf, type Recorded } from '../../refs/ref.js'
import type { Place } from './frame.js'
import type { Language, Words } from './language.js'
import { checkFields, sourceOf, type Run } from './sources.js'

const words: Words = {
  input: '$states.input',
  context: '$states.context',
  result: '$states.result',
  error: '$states.errorOutput',
  executionInput: '$states.context.Execution.Input',
}

/** How tightly JSONata binds: an operand of an operator with a higher power needs parentheses. */
const power = { conditional: 20, or: 25, and: 30, comparison: 40, sum: 50, product: 60, path: 80 } as const

/** Text, and the power of its outermost operator. */
type Text = readonly [text: string, power: number]

/** How a machine in JSONata says what a flow recorded. */
export function jsonata(run: Run): Language {
  /** The variables of the lambdas around an element reference. */
  const lambdas = new Map<number, string>()

  const write = (written: Written, place: Place, least: number): string => {
    const [text, own] = textAt(written, place)
    return own < least ? `(${text})` : text
  }

  const textAt = (written: Written, place: Place): Text => {
    const recorded = recordedOf(written)
    if (recorded) return recordedAt(recorded, place)
    if (typeof written === 'string') {
      const raw = rawIn(written, place)
      return raw === undefined ? [quoted(written), power.path] : [raw, 0]
    }
    if (Array.isArray(written)) return [`[${written.map((each) => write(each, place, 0)).join(', ')}]`, power.path]
    if (typeof written === 'object' && written !== null) {
      const entries = definedEntries(written).map(([key, value]) => `${quoted(key)}: ${write(value, place, 0)}`)
      return [`{${entries.join(', ')}}`, power.path]
    }
    return [JSON.stringify(written), power.path]
  }

  const recordedAt = (recorded: Recorded, place: Place): Text => {
    const { root, path } = recorded
    if (root.kind === 'operation') {
      const { operator, operands } = root
      if (path.length === 0) return operators[operator as Operator](operands, place)
      return [along(`(${operators[operator as Operator](operands, place)[0]})`, path), power.path]
    }
    checkFields(recorded, place, run)
    if (root.kind === 'element') return [along(`$${lambdas.get(root.id) ?? unknownElement(place)}`, path), power.path]
    if (place.passValue && isOwn(recorded, place)) return partOf(place.passValue.written, path, place)
    return [along(sourceOf(recorded, place, words, run), path), power.path]
  }

  const isOwn = ({ root }: Recorded, place: Place): boolean =>
    (root.kind === 'own' || root.kind === 'result') && root.state === place.state

  /** A Pass's own result is what it was told to make. */
  const partOf = (made: Written, path: Recorded['path'], place: Place): Text => {
    const [step, ...rest] = path
    if (step === undefined) return textAt(made, place)
    const recorded = recordedOf(made)
    if (recorded) return recordedAt({ root: recorded.root, path: [...recorded.path, ...path] }, place)
    if (typeof made === 'object' && made !== null && Object.hasOwn(made, step))
      return partOf((made as Record<string | number, unknown>)[step], rest, place)
    return [along(`(${write(made, place, 0)})`, path), power.path]
  }

  const unknownElement = (place: Place): string => {
    run.report(
      {
        code: 'REFERENCE_OUT_OF_REACH',
        message: 'the element that filter or pluck looks at is read outside of its callback.',
      },
      place,
    )
    return run.names.element
  }

  /** The expression of a raw string; reports what belongs to the other language. */
  const rawIn = (text: string, place: Place): string | undefined => {
    if (!/^[$S{]/.test(text)) return undefined // most text
    const raw = /^\{%([^]*)%\}$/.exec(text)?.[1]?.trim()
    if (raw !== undefined) for (const name of variablesIn(raw)) run.found.raw.add(name)
    else if (/^\$(?:\.|\[|\$\.)|^States\.\w+\(/.test(text))
      run.report(
        {
          code: 'NOT_IN_QUERY_LANGUAGE',
          message: `${JSON.stringify(text)} is JSONPath, and this machine is written in JSONata: it would be passed on as it stands.`,
          hint: 'Write a reference, or {% … %}. As plain text: {% "$.…" %}.',
        },
        place,
      )
    return raw
  }

  const valueAt = (written: Written, place: Place): unknown => {
    const recorded = recordedOf(written)
    if (recorded && recorded.path.length === 0 && place.passValue && isOwn(recorded, place))
      return valueAt(place.passValue.written, place)
    if (recorded) return `{% ${write(written, place, 0)} %}`
    if (typeof written === 'string') {
      rawIn(written, place)
      return written
    }
    if (Array.isArray(written)) return written.map((each) => valueAt(each, place))
    if (typeof written === 'object' && written !== null)
      return Object.fromEntries(definedEntries(written).map(([key, value]) => [key, valueAt(value, place)]))
    return written
  }

  /** Whether a value may be absent or null: a field of something that nothing vouches for. */
  const mayBeAbsent = (written: Written): boolean => {
    const recorded = recordedOf(written)
    return recorded !== undefined && !run.presence.isCertain(recorded)
  }

  const infix =
    (sign: string, own: number) =>
    ([left, right]: readonly unknown[], place: Place): Text => [
      `${write(left, place, own)} ${sign} ${write(right, place, own + 1)}`,
      own,
    ]
  /** Comparisons do not chain: each side stands alone. */
  const compared = ([left, right]: readonly unknown[], sign: string, place: Place): string =>
    `${write(left, place, power.comparison + 1)} ${sign} ${write(right, place, power.comparison + 1)}`
  /** On absent data an ordering gives nothing, which a Condition may not be. */
  const ordered =
    (sign: string) =>
    (operands: readonly unknown[], place: Place): Text =>
      guarded(operands, compared(operands, sign, place), power.comparison, place)
  const guarded = (operands: readonly unknown[], text: string, own: number, place: Place): Text => {
    const guards = new Set(operands.filter(mayBeAbsent).map((each) => `$exists(${write(each, place, 0)})`))
    return guards.size === 0 ? [text, own] : [[...guards, text].join(' and '), power.and]
  }
  const called =
    (name: string) =>
    (operands: readonly unknown[], place: Place): Text => [
      `$${name}(${operands.map((each) => write(each, place, 0)).join(', ')})`,
      power.path,
    ]
  /** In brackets, since JSONata makes a sequence of one element that element. */
  const listed =
    (name: string) =>
    (operands: readonly unknown[], place: Place): Text => [`[${called(name)(operands, place)[0]}]`, power.path]
  const chained =
    (sign: 'and' | 'or') =>
    (operands: readonly unknown[], place: Place): Text => [
      operands.map((each) => write(each, place, power[sign] + 1)).join(` ${sign} `),
      power[sign],
    ]
  const matched =
    (text: (whole: string, part: string) => string, own: number) =>
    (operands: readonly unknown[], place: Place): Text =>
      guarded(operands, text(write(operands[0], place, 0), write(operands[1], place, 0)), own, place)

  /** A lambda over an element, as `function($each) { … }`. */
  const lambda = (element: unknown, body: unknown, place: Place): string => {
    const id = elementId(element)
    const name = newName()
    lambdas.set(id, name)
    const text = `function($${name}) { ${write(body, place, 0)} }`
    lambdas.delete(id)
    return text
  }
  const newName = (): string => (lambdas.size === 0 ? run.names.element : `${run.names.element}${lambdas.size + 1}`)

  const operators: Record<Operator, (operands: readonly unknown[], place: Place) => Text> = {
    eq: (operands, place) => [compared(operands, '=', place), power.comparison],
    // `!=` is false, not true, when a side is absent
    ne: (operands, place) => [`$not(${compared(operands, '=', place)})`, power.path],
    gt: ordered('>'),
    gte: ordered('>='),
    lt: ordered('<'),
    lte: ordered('<='),
    and: chained('and'),
    or: chained('or'),
    not: ([test], place) => [`$not(${testAt(test, place)})`, power.path],
    isPresent: called('exists'),
    isNull: ([value], place) => [`${write(value, place, power.comparison + 1)} = null`, power.comparison],
    contains: matched((whole, part) => `$contains(${whole}, ${part})`, power.path),
    startsWith: matched((whole, part) => `$substring(${whole}, 0, $length(${part})) = ${part}`, power.comparison),
    endsWith: matched((whole, part) => `$substring(${whole}, -$length(${part})) = ${part}`, power.comparison),
    includes: ([list, value], place) => [compared([value, list], 'in', place), power.comparison],
    containsAll: ([list, values], place) => {
      const isPlain = recordedOf(list)?.root.kind !== 'operation'
      if (isPlain && Array.isArray(values) && values.length > 0)
        return [values.map((value) => compared([value, list], 'in', place)).join(' and '), power.and]
      const name = `$${newName()}`
      const missing = `$not(${name} in ${write(list, place, power.comparison + 1)})`
      return [`$count($filter(${write(values, place, 0)}, function(${name}) { ${missing} })) = 0`, power.comparison]
    },
    text: ([parts, ...values], place) => {
      const texts = (parts as readonly string[]).flatMap((part, index) => [
        ...(part === '' ? [] : [quoted(part)]),
        ...(index < values.length ? [write(values[index], place, power.sum + 1)] : []),
      ])
      return texts.length === 1 && values.length === 1
        ? [`$string(${write(values[0], place, 0)})`, power.path]
        : [texts.join(' & ') || "''", texts.length > 1 ? power.sum : power.path]
    },
    plus: infix('+', power.sum),
    minus: infix('-', power.sum),
    times: infix('*', power.product),
    count: called('count'),
    sum: called('sum'),
    at: ([list, index], place) => [`${write(list, place, power.path)}[${write(index, place, 0)}]`, power.path],
    pluck: ([list, element, picked], place) => {
      const { root, path } = recordedOf(picked)!
      const isOwnField = root.kind === 'element' && root.id === elementId(element) && typeof path[0] === 'string'
      return isOwnField
        ? [`[${along(write(list, place, power.path), path)}]`, power.path]
        : [`[$map(${write(list, place, 0)}, ${lambda(element, picked, place)})]`, power.path]
    },
    filter: ([list, element, test], place) => [
      `[$filter(${write(list, place, 0)}, ${lambda(element, test, place)})]`,
      power.path,
    ],
    concat: listed('append'),
    unique: listed('distinct'),
    join: called('join'),
    split: called('split'),
    // `!=` is false on what is absent: one test for absent and null
    orElse: ([value, other], place) => [
      `${compared([value, null], '!=', place)} ? ${write(value, place, 0)} : ${write(other, place, 0)}`,
      power.conditional,
    ],
    merge: (operands, place) => [`$merge([${operands.map((each) => write(each, place, 0)).join(', ')}])`, power.path],
    parseJson: called('parse'),
    toJson: called('string'),
    uuid: called('uuid'),
  }

  /** A test on its own is true or false, never nothing: a flag that may be absent is compared. */
  const testAt = (test: Written, place: Place): string =>
    mayBeAbsent(test) ? `${write(test, place, power.comparison + 1)} = true` : write(test, place, 0)

  const optional = (name: string, written: Written, place: Place) =>
    written === undefined ? {} : { [name]: valueAt(written, place) }

  return {
    name: 'JSONata',
    words,
    sent: (written, place) => optional('Arguments', written, place),
    field: optional,
    part: optional,
    items: (written, place) => optional('Items', written, place),
    selector: (written, place) => optional('ItemSelector', written, place),
    made: (written, place) => optional('Output', written, place),
    yielded: (written, place) => optional('Output', written, place),
    unwrapped: (resultField) => ({ Output: `{% ${words.result}.${resultField} %}` }),
    test: (written, place) => ({
      Condition: recordedOf(written) ? `{% ${testAt(written, place)} %}` : valueAt(written, place),
    }),
    assigned: (values, place) =>
      Object.fromEntries(definedEntries(values).map(([name, written]) => [name, valueAt(written, place)])),
    copied: (variable, source) => ({ [variable]: `{% ${source} %}` }),
    variablesIn,
  }
}

/** Text in single quotes, which need no escape inside of JSON; in JSON's own where it needs escapes anyway. */
const quoted = (text: string): string => (/^[^'\\\p{Cc}]*$/u.test(text) ? `'${text}'` : JSON.stringify(text))

/** A path of fields and indexes from a value on. */
function along(start: string, path: Recorded['path']): string {
  let text = start
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`
    else if (step.includes('`')) text = `$lookup(${text}, ${quoted(step)})` // no escape in a quoted name
    else text += /^[A-Za-z_]\w*$/.test(step) && !keywords.has(step) ? `.${step}` : `.\`${step}\``
  }
  return text
}

const keywords = new Set(['and', 'or', 'in', 'true', 'false', 'null', 'function'])

const elementId = (element: unknown): number => {
  const root = recordedOf(element)?.root
  return root?.kind === 'element' ? root.id : 0
}

const variablesIn = (raw: string): string[] =>
  [...raw.matchAll(/\$([\p{ID_Start}_][\p{ID_Continue}]*)/gu)].map((match) => match[1]!)

const definedEntries = (object: object): [string, unknown][] =>
  Object.entries(object).filter(([, value]) => value !== undefined)
