import type { Chain, StateStep } from '../chain.js'
import type { Place, ScopeDraft } from './frame.js'
import type { Fields, Language } from './language.js'

/** Writes the scope inside a state: its kind, its states, and the field it stands in. */
type WriteInner = (kind: ScopeDraft['kind'], body: Chain, field: string) => Fields

/** Puts the fields that a state has of its own, without its transitions and its variables, and says where it is left. */
export function writeFields(
  step: StateStep,
  state: Fields,
  place: Place,
  language: Language,
  inner: WriteInner,
): Place {
  const put = (fields: Fields): void => void Object.assign(state, fields)
  const left: Place = { ...place, part: 'result' }
  switch (step.kind) {
    case 'Task':
      state['Resource'] = step.Resource
      put(language.sent(step.arguments, place))
      for (const [name, written] of Object.entries(step.fields)) put(language.field(name, written, place))
      if (step.Credentials !== undefined) put(language.part('Credentials', step.Credentials, place))
      if (step.resultField !== undefined) put(language.unwrapped(step.resultField))
      return { ...left, resultField: step.resultField }
    case 'Pass':
      if (!step.value) return { ...place, passValue: undefined }
      put(language.made(step.value.written, place))
      return {
        ...left,
        passValue: step.value,
        // JSONPath makes a computed value under a key, and `$` in Assign is what was made
        resultField: state['OutputPath'] === '$.value' ? 'value' : undefined,
      }
    case 'Wait':
    case 'Fail':
      for (const [name, written] of Object.entries(step.fields)) put(language.field(name, written, place))
      return place
    case 'Succeed':
      if (step.output) put(language.yielded(step.output.written, place))
      return place
    case 'Map': {
      if (step.items) put(language.items(step.items.written, place))
      if (step.selector) put(language.selector(step.selector.written, { ...place, part: 'selector' }))
      for (const [name, written] of Object.entries(step.fields)) put(language.field(name, written, place))
      for (const [name, written] of Object.entries(step.parts)) put(language.part(name, written, place))
      if (step.Label !== undefined) state['Label'] = step.Label
      const config = { Mode: 'DISTRIBUTED', ExecutionType: step.executionType ?? 'STANDARD' }
      state['ItemProcessor'] = {
        ...(step.distributed && { ProcessorConfig: config }),
        ...inner(step.distributed ? 'distributed' : 'map', step.body, 'ItemProcessor'),
      }
      return left
    }
    case 'Parallel':
      state['Branches'] = step.branches.map((branch, index) => inner('branch', branch, `Branches/${index}`))
      return left
    case 'Choice':
      return place
  }
}
