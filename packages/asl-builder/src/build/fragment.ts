import type { Proxied } from '../refs/ref.js'
import type { InputOf, Results, Variable, Vars } from './flow-context.js'
import type { Flow } from './flow.js'
import type { Ended, Facts, facts, Path } from './path.js'

/** What a fragment reads of the flow that uses it. */
export interface Needs {
  /** Results of earlier states, by name. */
  readonly results?: object
  /** Variables, by name. */
  readonly vars?: object
  readonly input?: unknown
  readonly item?: unknown
}

declare const fragmentTypes: unique symbol

/** Options of `.use`. */
export interface UseOptions<Prefix extends string> {
  /** Put before the name of each of the fragment's states. Raw expressions in it keep the variables that they name. */
  readonly prefix?: Prefix
}

/** States to be used in several flows. */
export interface Fragment<Needed extends Needs, Body extends Path> {
  readonly [fragmentTypes]: [Needed, Body]
}

export type AnyFragment = Fragment<any, any> // a constraint that every fragment meets, whatever it needs

type NeededResults<Needed extends Needs> = Needed extends { results: infer Wanted extends object }
  ? { readonly [Name in keyof Wanted]: Proxied<Wanted[Name]> }
  : Results
type NeededVariables<Needed extends Needs> = Needed extends { vars: infer Wanted extends object }
  ? { [Name in keyof Wanted & string]: readonly [Name, Wanted[Name], 'own'] }[keyof Wanted & string]
  : never
type NeededRoots<Needed extends Needs> = {
  readonly [Root in keyof Needed & ('input' | 'item')]: Proxied<Needed[Root]>
}

type FragmentStart<Needed extends Needs> = Flow<
  NeededRoots<Needed>,
  NeededResults<Needed>,
  NeededVariables<Needed>,
  never,
  never,
  unknown,
  never
>

type NeedsOf<Used> = Used extends Fragment<infer Needed, any> ? Needed : never
type BodyOf<Used> = Used extends Fragment<any, infer Body> ? Body : never

/** The names in `Wanted` that `There` lacks or has with another type. */
type Lacking<Wanted, There> = {
  [Name in keyof Wanted]: Name extends keyof There ? (There[Name] extends Wanted[Name] ? never : Name) : Name
}[keyof Wanted]

export type Usable<
  Used extends AnyFragment,
  Prefix extends string,
  Roots,
  Known,
  Variables extends Variable,
  Names extends string,
> = [`${Prefix}${BodyOf<Used>[typeof facts]['names']}` & Names] extends [never]
  ? [Lacking<NeededResults<NeedsOf<Used>>, Known>] extends [never]
    ? [Lacking<Vars<NeededVariables<NeedsOf<Used>>>, Vars<Variables>>] extends [never]
      ? Roots extends NeededRoots<NeedsOf<Used>>
        ? Used
        : 'This fragment reads another input or item'
      : `This fragment reads the variable "${Lacking<Vars<NeededVariables<NeedsOf<Used>>>, Vars<Variables>> & string}", which has no value here or one of another type`
    : `This fragment reads the result of "${Lacking<NeededResults<NeedsOf<Used>>, Known> & string}", which has not run here or returns something else`
  : `Duplicate state name "${`${Prefix}${BodyOf<Used>[typeof facts]['names']}` & Names}": use the fragment under a { prefix }`

export type AfterFragment<
  Roots,
  Known,
  Variables extends Variable,
  Names extends string,
  Targets extends string,
  Result,
  Used,
  Prefix extends string,
> = BodyOf<Used>[typeof facts] extends infer Done extends Facts
  ? Done['goesOn'] extends true
    ? Flow<
        Roots,
        Known & {
          readonly [
            Name in Exclude<keyof Done['results'], keyof NeededResults<NeedsOf<Used>>> & string as `${Prefix}${Name}`
          ]: Done['results'][Name]
        },
        Variables | Exclude<Done['variables'], readonly [NeededVariables<NeedsOf<Used>>[0], unknown, unknown]>,
        Names | `${Prefix}${Done['names']}`,
        Targets | `${Prefix}${Done['targets']}`,
        Done['data'],
        Result | Done['ended']
      >
    : Ended<Names | `${Prefix}${Done['names']}`, InputOf<Roots>, Result | Done['ended']>
  : never

/**
 * States to be used in several flows, typed by what they read of the flow around them.
 *
 *     const notify = fragment<{ results: { Load: { rows: number } } }>()((flow) => flow.task('Notify', ({ results }) => …))
 *     flow('etl', …).task('Load', …).use(notify)
 *
 * A flow that uses it again gives its states a prefix: `.use(notify, { prefix: 'Again: ' })`.
 */
export const fragment =
  <Needed extends Needs = Record<never, never>>() =>
  <Body extends Path>(body: (flow: FragmentStart<Needed>) => Body): Fragment<Needed, Body> =>
    body as unknown as Fragment<Needed, Body> // what it is at run time is the front's own business
