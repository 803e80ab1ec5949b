import type { Written } from '../chain.js'
import type { Operator } from '../../refs/operator.js'
import { recordedOf, textOf, type Recorded } from '../../refs/ref.js'
import type { Place } from './frame.js'
import { jsonPathTest } from './json-path-test.js'
import type { Fields, Language, Words } from './language.js'
import { checkFields, sourceOf, type Run } from './sources.js'

const words: Words = {
  input: '$',
  context: '$$',
  result: '$',
  error: '$',
  executionInput: '$$.Execution.Input',
}

/** How a machine in JSONPath says what a flow recorded; what it has no words for is reported, never dropped. */
export function jsonPath(run: Run): Language {
  const refuse = (message: string, hint: string, place: Place): string => {
    run.report({ code: 'NOT_IN_QUERY_LANGUAGE', message, hint }, place)
    return '$'
  }

  /** The path to an element that `pluck` or `filter` looks at. */
  const elements = new Map<number, string>()

  /** A path or an intrinsic function: what may stand under a `.$` key. */
  const write = (written: Written, place: Place): string => {
    const recorded = recordedOf(written)
    if (recorded) return recordedText(recorded, place)
    if (typeof written === 'string') return isRaw(written, place) ? written : quoted(written)
    if (Array.isArray(written)) return `States.Array(${written.map((each) => write(each, place)).join(', ')})`
    if (typeof written === 'object' && written !== null)
      return refuse(
        'JSONPath cannot make an object here, next to references in an array or inside a function.',
        "Make it in a Pass before and read that, or write the flow with queryLanguage: 'JSONata'.",
        place,
      )
    return JSON.stringify(written)
  }

  const recordedText = (recorded: Recorded, place: Place): string => {
    const { root, path } = recorded
    if (root.kind === 'operation') {
      if (path.length > 0)
        return refuse(
          `JSONPath cannot read a field of a computed value: ${textOf(recorded)}.`,
          'Assign the value to a variable first and read the field of that.',
          place,
        )
      return operators[root.operator as Operator](root.operands, place)
    }
    checkFields(recorded, place, run)
    if (root.kind === 'element') {
      const start = elements.get(root.id)
      return start === undefined
        ? refuse('The element that filter or pluck looks at is read outside of its callback.', 'Read it inside.', place)
        : along(start, path)
    }
    return along(sourceOf(recorded, place, words, run), path)
  }

  /** Whether text is looked up: a path, a variable or an intrinsic function. */
  const isRaw = (text: string, place: Place): boolean => {
    if (!/^[$S{]/.test(text)) return false // most text
    if (/^\{%[^]*%\}$/.test(text))
      refuse(
        `${text} is JSONata, and this machine is written in JSONPath.`,
        "Write a reference, a path or an intrinsic function, or the flow with queryLanguage: 'JSONata'.",
        place,
      )
    if (!/^\$(?:$|\.|\[|\$(?:$|\.|\[)|[\p{ID_Start}_])|^States\.\w+\([^]*\)$/u.test(text)) return false
    for (const name of variablesIn(text)) run.found.raw.add(name)
    return true
  }

  const isLookedUp = (written: Written, place: Place): boolean =>
    recordedOf(written) !== undefined ||
    (typeof written === 'string' && isRaw(written, place)) ||
    (Array.isArray(written) && written.some((each) => isLookedUp(each, place)))

  /** A payload template: JSON whose `.$` keys are looked up. */
  const template = (object: object, place: Place): Fields => {
    const entries: [string, unknown][] = []
    for (const [key, written] of Object.entries(object)) {
      if (written === undefined) continue
      if (key.endsWith('.$')) entries.push([key, written]) // written out by the author
      else if (isLookedUp(written, place)) entries.push([`${key}.$`, write(written, place)])
      else entries.push([key, templateValue(written, place)])
    }
    return Object.fromEntries(entries)
  }

  const templateValue = (written: Written, place: Place): unknown => {
    if (Array.isArray(written)) return written.map((each) => templateValue(each, place))
    return typeof written === 'object' && written !== null ? template(written, place) : written
  }

  /** A template that has to be an object: what is looked up as a whole is refused with a hint. */
  const objectTemplate = (name: string, written: Written, place: Place): Fields => {
    if (written === undefined) return {}
    if (typeof written === 'object' && written !== null && !recordedOf(written))
      return { [name]: templateValue(written, place) }
    refuse(
      `In JSONPath ${name} is an object: a value as a whole cannot be looked up there.`,
      'Put it under a key: { value: … }.',
      place,
    )
    return {}
  }

  /** Names that the parts of a Map have in JSONPath: their parameters, and numbers that are looked up by a path. */
  const partOf = (part: object, place: Place): Fields => {
    const { Arguments, ReaderConfig, ...rest } = part as Fields
    const numbers = ['MaxItems', 'MaxItemsPerBatch', 'MaxInputBytesPerBatch'].filter((key) =>
      isLookedUp(rest[key], place),
    )
    const paths = numbers.map((key) => [`${key}Path`, path(rest[key], key, place)])
    for (const key of numbers) delete rest[key]
    return {
      ...template(rest, place),
      ...Object.fromEntries(paths),
      ...(Arguments !== undefined && { Parameters: template(Arguments as object, place) }),
      ...(ReaderConfig !== undefined && { ReaderConfig: partOf(ReaderConfig as object, place) }),
    }
  }

  const path = (written: Written, what: string, place: Place): string => {
    const text = write(written, place)
    if (isReferencePath(text)) return text
    return refuse(
      `${what} takes a path in JSONPath, not ${described(written)}.`,
      'Assign it to a variable in a state before and read that.',
      place,
    )
  }

  const intrinsic =
    (name: string) =>
    (operands: readonly unknown[], place: Place): string =>
      `States.${name}(${operands.map((each) => write(each, place)).join(', ')})`
  const unsaid =
    (operator: string, hint: string) =>
    (_: readonly unknown[], place: Place): string =>
      refuse(`JSONPath has no words for ${operator} here.`, hint, place)
  const tested = (operator: Operator) =>
    unsaid(operator, "Ask it in the .if of a choice, or write the flow with queryLanguage: 'JSONata'.")
  const inJsonata = "Let a Lambda function compute it, or write the flow with queryLanguage: 'JSONata'."

  const operators: Record<Operator, (operands: readonly unknown[], place: Place) => string> = {
    eq: tested('eq'),
    ne: tested('ne'),
    gt: tested('gt'),
    gte: tested('gte'),
    lt: tested('lt'),
    lte: tested('lte'),
    and: tested('and'),
    or: tested('or'),
    not: tested('not'),
    isPresent: tested('isPresent'),
    isNull: tested('isNull'),
    contains: tested('contains'),
    startsWith: tested('startsWith'),
    endsWith: tested('endsWith'),
    includes: intrinsic('ArrayContains'),
    containsAll: unsaid('containsAll', 'Assign an includes(…) for each value, and ask them together: and(…).'),
    text: ([parts, ...values], place) => {
      const pattern = (parts as readonly string[]).map((part) => part.replace(/[\\'{}]/g, '\\$&')).join('{}')
      return `States.Format(${[`'${pattern}'`, ...values.map((each) => write(each, place))].join(', ')})`
    },
    plus: (operands, place) => wholeNumbers('plus', operands, place) ?? intrinsic('MathAdd')(operands, place),
    minus: ([left, right], place) =>
      typeof right === 'number'
        ? (wholeNumbers('minus', [left, right], place) ?? intrinsic('MathAdd')([left, -right], place))
        : refuse('JSONPath can take away a constant only.', inJsonata, place),
    times: unsaid('times', inJsonata),
    count: intrinsic('ArrayLength'),
    sum: unsaid('sum', inJsonata),
    at: intrinsic('ArrayGetItem'),
    pluck: ([list, element, picked], place) => {
      const recorded = recordedOf(picked)
      if (recorded?.root.kind !== 'element') return refuse('In JSONPath pluck picks a field only.', inJsonata, place)
      return within(element, `${path(list, 'pluck', place)}[*]`, () => write(picked, place))
    },
    filter: ([list, element, test], place) => {
      const start = path(list, 'filter', place)
      return within(element, '@', () => `${start}[?(${filterTest(test, place)})]`)
    },
    concat: unsaid('concat', inJsonata),
    unique: intrinsic('ArrayUnique'),
    join: unsaid('join', inJsonata),
    split: intrinsic('StringSplit'),
    orElse: unsaid('orElse', 'Ask isPresent(…) in a choice, and assign the variable in both branches.'),
    merge: (operands, place) => intrinsic('JsonMerge')([...operands, false], place),
    parseJson: intrinsic('StringToJson'),
    toJson: intrinsic('JsonToString'),
    uuid: intrinsic('UUID'),
  }

  /** `States.MathAdd` rounds to whole numbers. */
  const wholeNumbers = (operator: string, operands: readonly unknown[], place: Place): string | undefined =>
    operands.some((each) => typeof each === 'number' && !Number.isInteger(each))
      ? refuse(`In JSONPath ${operator} adds whole numbers only: States.MathAdd rounds.`, inJsonata, place)
      : undefined

  const within = (element: unknown, start: string, text: () => string): string => {
    const root = recordedOf(element)?.root
    const id = root?.kind === 'element' ? root.id : 0
    elements.set(id, start)
    const written = text()
    elements.delete(id)
    return written
  }

  const signs: Partial<Record<Operator, string>> = { eq: '==', ne: '!=', gt: '>', gte: '>=', lt: '<', lte: '<=' }
  /** A filter's test compares fields of the element with constants. */
  const filterTest = (test: Written, place: Place): string => {
    const root = recordedOf(test)?.root
    if (root?.kind === 'operation') {
      const [left, right] = root.operands
      const sign = signs[root.operator as Operator]
      const isField = recordedOf(left)?.root.kind === 'element'
      if (sign && isField && isConstant(right))
        return `${write(left, place)} ${sign} ${typeof right === 'string' ? quoted(right) : JSON.stringify(right)}`
      if (root.operator === 'and' || root.operator === 'or')
        return root.operands
          .map((each) => `(${filterTest(each, place)})`)
          .join(root.operator === 'and' ? ' && ' : ' || ')
    }
    return refuse('In JSONPath filter compares fields of the element with constants only.', inJsonata, place)
  }

  const mayBeAbsent = (written: Written): boolean => {
    const recorded = recordedOf(written)
    return recorded !== undefined && !run.presence.isCertain(recorded)
  }
  const typeOf = (written: Written) => {
    const recorded = recordedOf(written)
    return recorded && run.presence.typeOf(recorded)
  }
  const test = jsonPathTest({ write, refuse, isRaw, isPath: isReferencePath, mayBeAbsent, typeOf })

  return {
    name: 'JSONPath',
    words,
    sent: (written, place) => objectTemplate('Parameters', written, place),
    field(name, written, place) {
      if (written === undefined) return {}
      if (!isLookedUp(written, place)) return { [name]: written }
      const mayCompute = name === 'Error' || name === 'Cause'
      return { [`${name}Path`]: mayCompute ? write(written, place) : path(written, name, place) }
    },
    part(name, written, place) {
      if (written === undefined) return {}
      return { [name]: partOf(written as object, place) }
    },
    items: (written, place) => (written === undefined ? {} : { ItemsPath: path(written, 'The items of a Map', place) }),
    selector: (written, place) => objectTemplate('ItemSelector', written, place),
    made(written, place) {
      if (!recordedOf(written) && typeof written === 'object' && written !== null && !Array.isArray(written)) {
        const made = template(written, place)
        return hasLookup(made) ? { Parameters: made } : { Result: made }
      }
      if (!isLookedUp(written, place)) return { Result: templateValue(written, place) }
      const text = write(written, place)
      return text.startsWith('$')
        ? { InputPath: text } // the value as it is, whatever it is
        : { Parameters: { 'value.$': text }, OutputPath: '$.value' }
    },
    yielded(_, place) {
      refuse('A Succeed in JSONPath yields its input: it has no output of its own.', 'End with a Pass.', place)
      return {}
    },
    unwrapped: (resultField) => ({ OutputPath: `$.${resultField}` }),
    test,
    assigned: (values, place) => template(values, place),
    copied: (variable, source) => ({ [`${variable}.$`]: source }),
    variablesIn,
  }
}

const isConstant = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value)

/** Whether a template looks anything up. */
const hasLookup = (value: unknown): boolean =>
  Array.isArray(value)
    ? value.some(hasLookup)
    : typeof value === 'object' &&
      value !== null &&
      Object.entries(value).some(([key, each]) => key.endsWith('.$') || hasLookup(each))

/** A path to one value: fields and indexes. */
const isReferencePath = (text: string): boolean =>
  /^\$(?:\$|[\p{ID_Start}_][\p{ID_Continue}]*)?(?:\.[^.[\]*?@,:()]+|\[\d+\]|\['(?:[^'\\]|\\.)*'\])*$/u.test(text)

const described = (written: Written): string => {
  const recorded = recordedOf(written)
  if (recorded) return textOf(recorded)
  return Array.isArray(written) ? 'an array' : JSON.stringify(written)
}

const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`

/** A path of fields and indexes from another on. */
function along(start: string, path: Recorded['path']): string {
  let text = start
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`
    else text += /^[A-Za-z_]\w*$/.test(step) ? `.${step}` : `['${step.replace(/[\\']/g, '\\$&')}']`
  }
  return text
}

const variablesIn = (raw: string): string[] =>
  [...raw.matchAll(/\$([\p{ID_Start}_][\p{ID_Continue}]*)/gu)].map((match) => match[1]!)
