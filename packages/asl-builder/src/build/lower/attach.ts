import { goesOn, type AssignStep, type StateStep, type Step } from '../chain.js'
import type { Language } from './language.js'
import { variablesRead } from './reads.js'

/** Whether a state's way out can assign what follows it: every path to the assignment comes through it. */
export const canAttach = (step: StateStep): step is Exclude<StateStep, { kind: 'Choice' | 'Succeed' | 'Fail' }> =>
  step.kind !== 'Choice' &&
  step.kind !== 'Succeed' &&
  step.kind !== 'Fail' &&
  !('handlers' in step && step.handlers?.some(({ body }) => goesOn(body)))

/** The assignments from an index on that can be made together: none reads or sets again what they assign. */
export function attachable(
  steps: readonly Step[],
  from: number,
  language: Language,
  already: object = {},
): AssignStep[] {
  let next = steps[from]
  if (next?.kind !== 'Assign') return []
  const assigned = new Set(Object.keys(already))
  const attached: AssignStep[] = []
  for (; next?.kind === 'Assign'; next = steps[from + attached.length]) {
    const names = Object.keys(next.values)
    const reads = variablesRead(next.values, language)
    if ([...names, ...reads].some((name) => assigned.has(name))) break
    for (const name of names) assigned.add(name)
    attached.push(next)
  }
  return attached
}
