import type { Rule } from '../rule.js'
import { duplicateStateName } from './duplicate-state-name.js'
import { emptyValue } from './empty-value.js'
import { exclusiveFields } from './exclusive-fields.js'
import { fieldRange } from './field-range.js'
import { fieldType } from './field-type.js'
import { fieldValue } from './field-value.js'
import { missingEndState } from './missing-end-state.js'
import { missingTransitionTarget } from './missing-transition-target.js'
import { nextOrEnd } from './next-or-end.js'
import { queryLanguageDowngrade } from './query-language-downgrade.js'
import { requiredField } from './required-field.js'
import { stateNameLength } from './state-name-length.js'
import { unreachableState } from './unreachable-state.js'
import { unsupportedField } from './unsupported-field.js'

/** Every rule, in the order in which their findings stand when they stand at the same place. */
export const rules: readonly Rule[] = [
  // structure
  requiredField,
  unsupportedField,
  fieldType,
  fieldValue,
  fieldRange,
  emptyValue,
  exclusiveFields,
  queryLanguageDowngrade,
  stateNameLength,
  duplicateStateName,
  // graph
  nextOrEnd,
  missingTransitionTarget,
  unreachableState,
  missingEndState,
]
