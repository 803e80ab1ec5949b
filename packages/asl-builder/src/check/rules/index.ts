import type { Rule } from '../rule.js'
import { contextPath } from './context-path.js'
import { invalidJsonataExpression } from './invalid-jsonata-expression.js'
import { jsonataArguments } from './jsonata-arguments.js'
import { jsonataDelimiters } from './jsonata-delimiters.js'
import { jsonataFunction } from './jsonata-function.js'
import { jsonataTooNew } from './jsonata-too-new.js'
import { statesMember } from './states-member.js'
import { unsupportedJsonataExpression } from './unsupported-jsonata-expression.js'
import { invalidPath } from './invalid-path.js'
import { notAReferencePath } from './not-a-reference-path.js'
import { intrinsicFunction } from './intrinsic-function.js'
import { intrinsicArguments } from './intrinsic-arguments.js'
import { duplicateKey } from './duplicate-key.js'
import { templateType } from './template-type.js'
import { noDollar } from './no-dollar.js'
import { passResultIsStatic } from './pass-result-is-static.js'
import { wrongLanguage } from './wrong-language.js'
import { duplicateStateName } from './duplicate-state-name.js'
import { emptyValue } from './empty-value.js'
import { exclusiveFields } from './exclusive-fields.js'
import { expressResource } from './express-resource.js'
import { fieldRange } from './field-range.js'
import { fieldType } from './field-type.js'
import { fieldValue } from './field-value.js'
import { malformedResource } from './malformed-resource.js'
import { missingEndState } from './missing-end-state.js'
import { missingParameter } from './missing-parameter.js'
import { missingTransitionTarget } from './missing-transition-target.js'
import { nextOrEnd } from './next-or-end.js'
import { noTaskToken } from './no-task-token.js'
import { parameterType } from './parameter-type.js'
import { queryLanguageDowngrade } from './query-language-downgrade.js'
import { requiredField } from './required-field.js'
import { stateNameLength } from './state-name-length.js'
import { unknownAction } from './unknown-action.js'
import { unknownParameter } from './unknown-parameter.js'
import { unknownService } from './unknown-service.js'
import { unraisedErrorName } from './unraised-error-name.js'
import { unreachableState } from './unreachable-state.js'
import { unsupportedField } from './unsupported-field.js'
import { unsupportedPattern } from './unsupported-pattern.js'

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
  // JSONPath
  invalidPath,
  notAReferencePath,
  intrinsicFunction,
  intrinsicArguments,
  duplicateKey,
  templateType,
  noDollar,
  passResultIsStatic,
  wrongLanguage,
  // JSONata
  jsonataDelimiters,
  invalidJsonataExpression,
  unsupportedJsonataExpression,
  statesMember,
  contextPath,
  jsonataFunction,
  jsonataArguments,
  jsonataTooNew,
  // integrations
  malformedResource,
  unknownService,
  unknownAction,
  unsupportedPattern,
  expressResource,
  missingParameter,
  unknownParameter,
  parameterType,
  noTaskToken,
  unraisedErrorName,
]
