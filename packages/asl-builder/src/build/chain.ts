import type { Problem } from './problem.js'

/*
 * What a flow recorded: states in the order of the calls, before they have transitions, variables or a language. Cells are
 * linked and never change, so that two flows may share a beginning.
 */

/** A stretch of states, the last one first. */
export interface Chain {
  readonly last?: Cell | undefined
}

export interface Cell {
  readonly step: Step
  readonly before: Cell | undefined
}

export type Step = StateStep | GotoStep | AssignStep | SharedStep | WrongStep

/** A state, told apart by its ASL `Type`. */
export type StateStep = TaskStep | PassStep | WaitStep | ChoiceStep | MapStep | ParallelStep | SucceedStep | FailStep

/** Values as written: JSON with references, computed values and raw expressions in it. */
export type Written = unknown

interface Named {
  readonly name: string
  readonly Comment?: string | undefined
  /** What is wrong with what its callbacks wrote. */
  readonly problems?: readonly Problem[]
}

interface Assigning {
  readonly assign?: Readonly<Record<string, Written>> | undefined
}

interface Failing {
  readonly retry?: readonly unknown[] | undefined
  readonly handlers?: readonly Handler[] | undefined
}

/** What happens after some errors. */
export interface Handler {
  readonly errors: readonly string[]
  readonly Comment?: string | undefined
  readonly body: Chain
}

export interface TaskStep extends Named, Assigning, Failing {
  readonly kind: 'Task'
  readonly Resource: string
  readonly arguments?: Written
  /** Whether the types of the front hold its parameters; an untyped call's author knows better. */
  readonly isTyped: boolean
  /** Where in the raw result the value is that authors see. */
  readonly resultField?: string | undefined
  /** What describes that value at run time, if anything does. */
  readonly resultSchema?: unknown
  /** `TimeoutSeconds`, `HeartbeatSeconds`. */
  readonly fields: Readonly<Record<string, Written>>
  readonly Credentials?: Written
}

export interface PassStep extends Named, Assigning {
  readonly kind: 'Pass'
  /** What it makes; without, its input passes through. */
  readonly value?: { readonly written: Written } | undefined
  /** The state whose result its value is, when it is the second of two that one call becomes. */
  readonly resultOf?: string | undefined
}

export interface WaitStep extends Named, Assigning {
  readonly kind: 'Wait'
  /** `Seconds` or `Timestamp`. */
  readonly fields: Readonly<Record<string, Written>>
}

export interface ChoiceStep extends Named {
  readonly kind: 'Choice'
  readonly rules: readonly { readonly test: Written; readonly Comment?: string | undefined; readonly body: Chain }[]
  readonly otherwise: Chain
}

export interface MapStep extends Named, Assigning, Failing {
  readonly kind: 'Map'
  readonly distributed: boolean
  readonly items?: { readonly written: Written } | undefined
  readonly selector?: { readonly written: Written } | undefined
  readonly body: Chain
  /** `MaxConcurrency`, `ToleratedFailurePercentage`, `ToleratedFailureCount`: they have a `Path` form. */
  readonly fields: Readonly<Record<string, Written>>
  /** `ItemReader`, `ItemBatcher`, `ResultWriter`: objects with expressions in them. */
  readonly parts: Readonly<Record<string, Written>>
  readonly Label?: string | undefined
  readonly executionType?: 'STANDARD' | 'EXPRESS' | undefined
}

export interface ParallelStep extends Named, Assigning, Failing {
  readonly kind: 'Parallel'
  readonly branches: readonly Chain[]
}

export interface SucceedStep extends Named {
  readonly kind: 'Succeed'
  readonly output?: { readonly written: Written } | undefined
}

export interface FailStep extends Named {
  readonly kind: 'Fail'
  /** `Error`, `Cause`. */
  readonly fields: Readonly<Record<string, Written>>
}

/** A jump to a state that certainly ran before. */
export interface GotoStep {
  readonly kind: 'Goto'
  readonly to: string
}

/** Values for variables, between two states. */
export interface AssignStep {
  readonly kind: 'Assign'
  readonly problems?: readonly Problem[]
  readonly values: Readonly<Record<string, Written>>
}

/** The handlers of every state of the machine's own scope that catches less; stands first, and is no state. */
export interface SharedStep {
  readonly kind: 'Shared'
  readonly handlers: readonly Handler[]
}

/** A call that could not be recorded, from a caller that no compiler checked. */
export interface WrongStep {
  readonly kind: 'Wrong'
  readonly name: string
  readonly problem: Problem
}

/** The steps of a chain in the order they run. */
export function stepsOf(chain: Chain): Step[] {
  const steps: Step[] = []
  for (let cell = chain.last; cell; cell = cell.before) steps.push(cell.step)
  return steps.reverse()
}

/** Every step of a machine, each before the steps inside it, in the order they are written. */
export function allSteps(chain: Chain): readonly Step[] {
  let steps = known.get(chain)
  if (!steps) known.set(chain, (steps = stepsOf(chain).flatMap((step) => [step, ...chainsIn(step).flatMap(allSteps)])))
  return steps
}

/** The lowering goes over a machine several times. */
const known = new WeakMap<Chain, readonly Step[]>()

/** A chain with one step more. */
export const after = (chain: Chain, step: Step): Chain => ({ last: { step, before: chain.last } })

/** The chains inside a step: branches, handlers, bodies. */
export function chainsIn(step: Step): readonly Chain[] {
  const handlers = 'handlers' in step ? (step.handlers ?? []).map(({ body }) => body) : []
  switch (step.kind) {
    case 'Choice':
      return [...step.rules.map(({ body }) => body), step.otherwise]
    case 'Map':
      return [step.body, ...handlers]
    case 'Parallel':
      return [...step.branches, ...handlers]
    default:
      return handlers
  }
}

/** Whether anything can follow a chain: it does not end on every path. */
export function goesOn(chain: Chain): boolean {
  const last = chain.last?.step
  if (last?.kind === 'Choice') return chainsIn(last).some(goesOn)
  return last?.kind !== 'Goto' && last?.kind !== 'Succeed' && last?.kind !== 'Fail'
}
