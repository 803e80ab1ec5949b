import {
  and,
  at,
  concat,
  contains,
  containsAll,
  count,
  endsWith,
  eq,
  filter,
  gt,
  gte,
  includes,
  isNull,
  isPresent,
  join,
  lt,
  lte,
  merge,
  minus,
  ne,
  not,
  or,
  orElse,
  pluck,
  plus,
  startsWith,
  sum,
  text,
  times,
  toJson,
  unique,
} from 'asl-builder'
import type { RandomSource } from './random-source.js'
import type { Truth } from './truth.js'

/** What a callback of a flow is given; its types are another test's business. */
export type Scope = any

/** A value as its author writes it, and as it truly is. */
export interface Expression {
  write(scope: Scope): unknown
  value(truth: Truth): any // JSON, of the type the expression was asked for
}

/** What Tasks return, what executions get: every kind of field, two of them optional. */
export interface Thing {
  n: number
  s: string
  b: boolean
  list: Element[]
  deep: { s: string; 'two words': number; and: string }
  maybe?: string
  few?: number
  none: null | string
}

export interface Element {
  k: string
  v: number
  tags: string[]
}

/** Something to read: a reference, and what is behind it. */
export interface Source extends Expression {
  shape: 'thing' | 'element' | 'elements' | 'error' | 'number' | 'string' | 'boolean' | 'array'
  /** Whether its numbers may be computed, and so be less than 1. */
  isMade?: boolean
}

export const word = (random: RandomSource): string =>
  random.of(['users', 'orders', "it's", 'a{b}', 'x\\y', '$5', '', 'näme', '*'])

export function thing(random: RandomSource): Thing {
  return {
    n: 1 + random.below(4), // also a timeout, which is at least 1
    s: word(random),
    b: random.chance(0.5),
    list: Array.from({ length: random.below(4) }, () => element(random)),
    deep: { s: word(random), 'two words': 1 + random.below(3), and: word(random) },
    ...(random.chance(0.5) && { maybe: word(random) }),
    ...(random.chance(0.5) && { few: random.below(4) }),
    none: random.chance(0.5) ? null : word(random),
  }
}

export function element(random: RandomSource): Element {
  return { k: word(random), v: 1 + random.below(4), tags: Array.from({ length: random.below(3) }, () => word(random)) }
}

/** Makes expressions over what may be read at a place. */
export class Expressions {
  readonly #random: RandomSource
  readonly #sources: readonly Source[]
  readonly #inJsonata: boolean

  constructor(random: RandomSource, sources: readonly Source[], inJsonata: boolean) {
    this.#random = random
    this.#sources = sources
    this.#inJsonata = inJsonata
  }

  /** A reference to a value that is always there. */
  path(type: 'number' | 'string' | 'boolean' | 'elements'): Expression | undefined {
    const paths: Expression[] = []
    const add = (from: Expression, ...keys: (string | number)[]): void => void paths.push(field(from, keys))
    for (const source of this.#sources) {
      if (source.shape === type) paths.push(source)
      if (source.shape === 'thing') {
        if (type === 'number') add(source, 'deep', 'two words')
        if (type === 'number') add(source, 'n')
        if (type === 'string') add(source, ...this.#random.of([['s'], ['deep', 's'], ['deep', 'and']]))
        if (type === 'boolean') add(source, 'b')
        if (type === 'elements') add(source, 'list')
      }
      if (source.shape === 'element' && type === 'number') add(source, 'v')
      if (source.shape === 'element' && type === 'string') add(source, 'k')
      if (source.shape === 'error' && type === 'string') add(source, this.#random.of(['Error', 'Cause']))
    }
    return paths.length === 0 ? undefined : this.#random.of(paths)
  }

  /** A reference to a value that may be absent. */
  optionalPath(type: 'number' | 'string'): Expression | undefined {
    const paths: Expression[] = []
    for (const source of this.#sources) {
      if (source.shape === 'thing')
        paths.push(
          field(
            source,
            this.#random.chance(0.5)
              ? [type === 'number' ? 'few' : 'maybe']
              : ['list', this.#random.below(3), type === 'number' ? 'v' : 'k'],
          ),
        )
      if (source.shape === 'elements') paths.push(field(source, [this.#random.below(3), type === 'number' ? 'v' : 'k']))
      if (source.shape === 'element' && type === 'string') paths.push(field(source, ['tags', this.#random.below(2)]))
    }
    return paths.length === 0 ? undefined : this.#random.of(paths)
  }

  /** Anything that can stand under a key of what a Task is sent. */
  value(depth = 0): Expression {
    const random = this.#random
    const options: (() => Expression | undefined)[] = [
      () => this.string(),
      () => this.number(),
      () => this.whole(),
      () => constant(random.of<unknown>([null, 3, 'x', true, ['a', 'b'], { a: { b: 1 } }])),
      () => this.flag(),
      () => this.listed(),
    ]
    if (depth < 2)
      options.push(
        () => this.object(depth + 1),
        () => this.array(),
      )
    return random.of(options)() ?? constant('nothing')
  }

  object(depth = 0): Expression {
    const parts = Array.from(
      { length: 1 + this.#random.below(3) },
      (_, index) => [`p${index}`, this.value(depth)] as const,
    )
    return {
      write: (scope) => Object.fromEntries(parts.map(([key, part]) => [key, part.write(scope)])),
      value: (truth) => Object.fromEntries(parts.map(([key, part]) => [key, part.value(truth)])),
    }
  }

  array(): Expression {
    const random = this.#random
    const isObjects = random.chance(0.5)
    const parts = Array.from({ length: 1 + random.below(2) }, () =>
      isObjects ? this.object(2) : (this.path(random.of(['number', 'string', 'boolean'])) ?? constant('c')),
    )
    return {
      write: (scope) => parts.map((part) => part.write(scope)),
      value: (truth) => parts.map((part) => part.value(truth)),
    }
  }

  whole(): Expression | undefined {
    return this.#sources.length === 0 ? undefined : this.#random.of(this.#sources)
  }

  flag(): Expression | undefined {
    const random = this.#random
    const list = this.path('elements')
    const isRaw = random.chance(0.3)
    if (!list || isRaw) return this.path('boolean')
    const tagged = this.#sources.find(({ shape }) => shape === 'element')
    if (this.#inJsonata && tagged && random.chance(0.3))
      return {
        write: (scope) => containsAll((tagged.write(scope) as Scope).tags, ['users', 'orders'] as Scope),
        value: (truth) => ['users', 'orders'].every((each) => tagged.value(truth).tags.includes(each)),
      }
    const wanted = word(random)
    if (this.#inJsonata && random.chance(0.3))
      return {
        write: (scope) =>
          containsAll(pluck(list.write(scope) as Scope, (each: Scope) => each.k) as Scope, ['users', wanted]),
        value: (truth) => ['users', wanted].every((each) => list.value(truth).some(({ k }: Element) => k === each)),
      }
    if (this.#inJsonata && random.chance(0.3)) return this.test()
    return {
      write: (scope) => includes(pluck(list.write(scope) as Scope, (each: Scope) => each.k) as Scope, wanted),
      value: (truth) => list.value(truth).some(({ k }: Element) => k === wanted),
    }
  }

  number(): Expression | undefined {
    const random = this.#random
    const number = this.path('number')
    const list = this.path('elements')
    const options: Expression[] = []
    if (number) {
      options.push(number, number, {
        write: (scope) => plus(number.write(scope) as Scope, 2),
        value: (truth) => number.value(truth) + 2,
      })
      options.push({
        write: (scope) => minus(number.write(scope) as Scope, 1),
        value: (truth) => number.value(truth) - 1,
      })
    }
    if (list)
      options.push({ write: (scope) => count(list.write(scope) as Scope), value: (truth) => list.value(truth).length })
    if (list && this.#inJsonata)
      options.push({
        write: (scope) =>
          sum(
            concat(
              pluck(list.write(scope) as Scope, (each: Scope) => each.v),
              [1],
            ) as Scope,
          ),
        value: (truth) => list.value(truth).reduce((total: number, { v }: Element) => total + v, 1),
      })
    if (number && this.#inJsonata) {
      const other = this.path('number')!
      options.push({
        write: (scope) => times(plus(number.write(scope) as Scope, other.write(scope) as Scope), 3),
        value: (truth) => (number.value(truth) + other.value(truth)) * 3,
      })
      const few = this.optionalPath('number')
      if (few)
        options.push({
          write: (scope) => orElse(few.write(scope) as Scope, 7),
          value: (truth) => few.value(truth) ?? 7,
        })
    }
    return options.length === 0 ? undefined : random.of(options)
  }

  string(): Expression | undefined {
    const random = this.#random
    const one = this.path('string')
    if (!one) return undefined
    const other = this.path(random.of(['string', 'number'])) ?? one
    const before = word(random)
    const options: Expression[] = [
      one,
      {
        write: (scope) => text`${one.write(scope) as Scope}`,
        value: (truth) => one.value(truth),
      },
      {
        write: (scope) => {
          const parts = Object.assign([before, '/', ' end'], { raw: [] })
          return text(parts, one.write(scope) as Scope, other.write(scope) as Scope)
        },
        value: (truth) => `${before}${one.value(truth)}/${other.value(truth)} end`,
      },
    ]
    const maybe = this.optionalPath('string')
    if (this.#inJsonata && maybe) {
      options.push({
        write: (scope) => orElse(maybe.write(scope) as Scope, before),
        value: (truth) => maybe.value(truth) ?? before,
      })
      const list = this.path('elements')
      if (list)
        options.push({
          write: (scope) =>
            join(pluck(list.write(scope) as Scope, (each: Scope) => text`${each.k}-${each.v}`) as Scope, ','),
          value: (truth) =>
            list
              .value(truth)
              .map(({ k, v }: Element) => `${k}-${v}`)
              .join(','),
        })
    }
    return random.of(options)
  }

  /** Arrays and what is made of them. */
  listed(): Expression | undefined {
    const random = this.#random
    const list = this.path('elements')
    if (!list) return undefined
    const wanted = word(random)
    const least = random.below(3)
    const plain = list
    const options: Expression[] = [
      plain,
      {
        write: (scope) => pluck(list.write(scope) as Scope, (each: Scope) => each.k),
        value: (truth) => list.value(truth).map(({ k }: Element) => k),
      },
      {
        write: (scope) => pluck(list.write(scope) as Scope, (each: Scope) => each.tags[0]),
        value: (truth) => list.value(truth).flatMap(({ tags }: Element) => tags.slice(0, 1)),
      },
      {
        write: (scope) =>
          filter(list.write(scope) as Scope, (each: Scope) => or(eq(each.k, wanted), gte(each.v, least))),
        value: (truth) => list.value(truth).filter(({ k, v }: Element) => k === wanted || v >= least),
      },
      {
        write: (scope) => unique(pluck(list.write(scope) as Scope, (each: Scope) => each.v)),
        value: (truth) => [...new Set(list.value(truth).map(({ v }: Element) => v))],
      },
    ]
    const source = this.#sources.find(({ shape }) => shape === 'thing')
    if (source)
      options.push({
        write: (scope) => merge(source.write(scope) as Scope, (source.write(scope) as Scope).deep),
        value: (truth) => ({ ...source.value(truth), ...source.value(truth).deep }),
      })
    if (this.#inJsonata) {
      const other = this.path('number')
      if (other)
        options.push({
          write: (scope) =>
            filter(list.write(scope) as Scope, (each: Scope) =>
              and(
                not(eq(each.v, other.write(scope) as Scope)),
                gt(count(filter(list.write(scope) as Scope, (inner: Scope) => eq(inner.k, each.k))), 1),
              ),
            ),
          value: (truth) =>
            list
              .value(truth)
              .filter(
                ({ k, v }: Element) =>
                  v !== other.value(truth) && list.value(truth).filter((inner: Element) => inner.k === k).length > 1,
              ),
        })
      options.push({
        write: (scope) =>
          pluck(
            filter(list.write(scope) as Scope, (each: Scope) => eq(each.k, wanted)),
            (each: Scope) => each.v,
          ),
        value: (truth) => list.value(truth).flatMap(({ k, v }: Element) => (k === wanted ? [v] : [])),
      })
      options.push({
        write: (scope) => toJson(list.write(scope) as Scope),
        value: (truth) => JSON.stringify(list.value(truth)),
      })
      options.push({
        write: (scope) =>
          at(
            concat(
              pluck(list.write(scope) as Scope, (each: Scope) => each.v),
              [5],
            ),
            0,
          ),
        value: (truth) => [...list.value(truth).map(({ v }: Element) => v), 5][0],
      })
    }
    return random.of(options)
  }

  /** A test whose data may be absent. */
  test(depth = 0): Expression {
    const random = this.#random
    if (depth < 2 && random.chance(0.4)) {
      const [one, other] = [this.test(depth + 1), this.test(depth + 1)]
      return random.of<Expression>([
        {
          write: (scope) => and(one.write(scope) as Scope, other.write(scope) as Scope),
          value: (truth) => one.value(truth) && other.value(truth),
        },
        {
          write: (scope) => or(one.write(scope) as Scope, other.write(scope) as Scope),
          value: (truth) => one.value(truth) || other.value(truth),
        },
        { write: (scope) => not(one.write(scope) as Scope), value: (truth) => !one.value(truth) },
      ])
    }
    const type = random.of(['number', 'string'] as const)
    const left = random.chance(0.5) ? this.optionalPath(type) : this.path(type)
    const flag = this.path('boolean')
    const present: Expression = {
      write: (scope) => isPresent(scope.context.Execution.Input),
      value: () => true,
    }
    const fallback = flag ?? present
    if (!left) return fallback
    const isPath = random.chance(0.4)
    const right =
      (isPath && (random.chance(0.5) ? this.optionalPath(type) : this.path(type))) ||
      constant(type === 'number' ? random.below(4) : word(random))
    const ordered = (operator: typeof gt, is: (left: any, right: any) => boolean): Expression => ({
      write: (scope) => operator(left.write(scope) as Scope, right.write(scope) as Scope),
      value: (truth) => {
        const [one, other] = [left.value(truth), right.value(truth)]
        return one !== undefined && other !== undefined && is(one, other)
      },
    })
    const options: Expression[] = [
      ordered(eq as never, (one, other) => one === other),
      {
        write: (scope) => ne(left.write(scope) as Scope, right.write(scope) as Scope),
        value: (truth) =>
          left.value(truth) === undefined ||
          right.value(truth) === undefined ||
          left.value(truth) !== right.value(truth),
      },
      ordered(gt, (one, other) => one > other),
      ordered(gte, (one, other) => one >= other),
      ordered(lt, (one, other) => one < other),
      ordered(lte, (one, other) => one <= other),
      { write: (scope) => isPresent(left.write(scope) as Scope), value: (truth) => left.value(truth) !== undefined },
      fallback,
    ]
    const source = this.#sources.find(({ shape }) => shape === 'thing')
    if (source)
      options.push({
        write: (scope) => isNull((source.write(scope) as Scope).none),
        value: (truth) => source.value(truth).none === null,
      })
    if (type === 'string') {
      const part = word(random)
      const matched = (operator: typeof contains, is: (whole: string) => boolean): Expression => ({
        write: (scope) => operator(left.write(scope) as Scope, part),
        value: (truth) => left.value(truth) !== undefined && is(left.value(truth)),
      })
      if (part !== '')
        options.push(
          matched(contains, (whole) => whole.includes(part)),
          matched(startsWith, (whole) => whole.startsWith(part)),
          matched(endsWith, (whole) => whole.endsWith(part)),
        )
    }
    return random.of(options)
  }
}

export const constant = (value: unknown): Expression => ({ write: () => value, value: () => value })

function field(from: Expression, keys: readonly (string | number)[]): Expression {
  return {
    write: (scope) => keys.reduce<Scope>((reference, key) => reference[key], from.write(scope)),
    value: (truth) => keys.reduce((value, key) => value?.[key], from.value(truth)),
  }
}
