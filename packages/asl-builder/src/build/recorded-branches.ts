import { recordedOf } from '../refs/ref.js'
import { wrongChain } from './arguments.js'
import type { Chain, Handler, Written } from './chain.js'
import { hear, type Heard } from './hear.js'
import type { Problem } from './problem.js'

/*
 * What the callbacks of a state's branches are given: they collect handlers, the branches of a Choice, those of a Parallel.
 */

export type Callback<Given = any> = (given: any) => Given // the front's signatures say what goes in and comes out

/** Options as they arrive: what the front's types allow, or anything from a caller without types. */
export type Options = Record<string, any>

/** Records what a callback does. */
type Body = (body: Callback<unknown>, call: string) => Chain

/** Collects the handlers of a state. */
export class On {
  readonly handlers: readonly Handler[]
  readonly #body: Body

  constructor(body: Body, handlers: readonly Handler[] = []) {
    this.#body = body
    this.handlers = handlers
  }

  error(errors: readonly string[], handler: Callback, options: Options = {}): On {
    const body = isNames(errors)
      ? this.#body(handler, '.error')
      : wrongChain('.error takes the names of the errors, in an array.', "Write .error(['States.ALL'], …).")
    const names = isNames(errors) ? errors : ['States.ALL'] // the mistake is reported once
    return new On(this.#body, [...this.handlers, { errors: names, body, Comment: options['Comment'] }])
  }
}

interface ChoiceBranches {
  readonly rules: { readonly test: Written; readonly Comment?: string | undefined; readonly body: Chain }[]
  readonly otherwise?: Chain
  readonly problems: readonly Problem[]
}

/** Collects the branches of a Choice. */
export class When {
  readonly branches: ChoiceBranches
  readonly #body: Body
  readonly #scope: () => unknown

  constructor(body: Body, scope: () => unknown, branches: ChoiceBranches = { rules: [], problems: [] }) {
    this.#body = body
    this.#scope = scope
    this.branches = branches
  }

  if(test: Callback, then: Callback, options: Options = {}): When {
    const { written, problems } = this.#asked(test)
    const rule = { test: written, body: this.#body(then, '.if'), Comment: options['Comment'] }
    const { branches } = this
    return new When(this.#body, this.#scope, {
      ...branches,
      rules: [...branches.rules, rule],
      problems: [...branches.problems, ...problems],
    })
  }

  otherwise(then: Callback): When {
    return new When(this.#body, this.#scope, { ...this.branches, otherwise: this.#body(then, '.otherwise') })
  }

  #asked(test: Callback): Heard {
    const wrong = (message: string, hint: string): Heard => ({
      written: '{% true %}',
      problems: [{ code: 'WRONG_ARGUMENT', message, hint }],
    })
    if (typeof test !== 'function')
      return wrong('.if takes a callback that returns the test.', 'Write ({ results }) => eq(…).')
    const heard = hear(() => test(this.#scope()))
    if (recordedOf(heard.written) || typeof heard.written === 'string') return heard
    return wrong(
      `The test of an .if is ${described(heard.written)}, and no reference: JavaScript answered it while the flow was written.`,
      'Ask with eq(…), gt(…), isPresent(…), and(…), not(…): the machine answers them.',
    )
  }
}

const described = (value: unknown): string =>
  typeof value === 'object' && value !== null ? 'an object' : typeof value === 'function' ? 'a function' : String(value)

/** Collects the branches of a Parallel. */
export class Branches {
  readonly chains: readonly Chain[]
  readonly #body: Body

  constructor(body: Body, chains: readonly Chain[] = []) {
    this.#body = body
    this.chains = chains
  }

  branch(body: Callback): Branches {
    return new Branches(this.#body, [...this.chains, this.#body(body, '.branch')])
  }
}

const isNames = (errors: unknown): errors is readonly string[] =>
  Array.isArray(errors) && errors.every((each) => typeof each === 'string')
