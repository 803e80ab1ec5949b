import type { Rule } from '../rule.js'
import { choiceRule } from './choice-rule.js'
import { contextPath } from './context-path.js'
import { duplicateKey } from './duplicate-key.js'
import { duplicateStateName } from './duplicate-state-name.js'
import { emptyValue } from './empty-value.js'
import { endlessLoop } from './endless-loop.js'
import { exclusiveFields } from './exclusive-fields.js'
import { expressDuration } from './express-duration.js'
import { expressResource } from './express-resource.js'
import { fieldRange } from './field-range.js'
import { fieldType } from './field-type.js'
import { fieldValue } from './field-value.js'
import { forbiddenHeader } from './forbidden-header.js'
import { heartbeat } from './heartbeat.js'
import { intrinsicArguments } from './intrinsic-arguments.js'
import { intrinsicFunction } from './intrinsic-function.js'
import { invalidJsonataExpression } from './invalid-jsonata-expression.js'
import { invalidPath } from './invalid-path.js'
import { jsonataArguments } from './jsonata-arguments.js'
import { jsonataDelimiters } from './jsonata-delimiters.js'
import { jsonataFunction } from './jsonata-function.js'
import { jsonataTextFilter } from './jsonata-text-filter.js'
import { jsonataTooNew } from './jsonata-too-new.js'
import { malformedResource } from './malformed-resource.js'
import { malformedRole } from './malformed-role.js'
import { mapItems } from './map-items.js'
import { mapLabel } from './map-label.js'
import { mapMode } from './map-mode.js'
import { missingEndState } from './missing-end-state.js'
import { missingParameter } from './missing-parameter.js'
import { missingTransitionTarget } from './missing-transition-target.js'
import { nextOrEnd } from './next-or-end.js'
import { noDefault } from './no-default.js'
import { noDollar } from './no-dollar.js'
import { noTaskToken } from './no-task-token.js'
import { notAReferencePath } from './not-a-reference-path.js'
import { parameterType } from './parameter-type.js'
import { parameterValue } from './parameter-value.js'
import { passResultIsStatic } from './pass-result-is-static.js'
import { queryLanguageDowngrade } from './query-language-downgrade.js'
import { requiredField } from './required-field.js'
import { reservedErrorName } from './reserved-error-name.js'
import { retryDelay } from './retry-delay.js'
import { stateNameLength } from './state-name-length.js'
import { statesAll } from './states-all.js'
import { statesMember } from './states-member.js'
import { templateType } from './template-type.js'
import { timestamp } from './timestamp.js'
import { unknownAction } from './unknown-action.js'
import { unknownErrorName } from './unknown-error-name.js'
import { unknownParameter } from './unknown-parameter.js'
import { unknownService } from './unknown-service.js'
import { unraisedErrorName } from './unraised-error-name.js'
import { unreachableState } from './unreachable-state.js'
import { unsupportedField } from './unsupported-field.js'
import { unsupportedJsonataExpression } from './unsupported-jsonata-expression.js'
import { unsupportedPattern } from './unsupported-pattern.js'
import { unusedHandler } from './unused-handler.js'
import { variableName } from './variable-name.js'
import { variableNotAssigned } from './variable-not-assigned.js'
import { variableShadowed } from './variable-shadowed.js'
import { waitField } from './wait-field.js'
import { wrongLanguage } from './wrong-language.js'

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
  choiceRule,
  waitField,
  timestamp,
  heartbeat,
  expressDuration,
  // graph
  nextOrEnd,
  missingTransitionTarget,
  unreachableState,
  missingEndState,
  endlessLoop,
  noDefault,
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
  jsonataTextFilter,
  jsonataTooNew,
  // variables
  variableName,
  variableShadowed,
  variableNotAssigned,
  // errors
  statesAll,
  unusedHandler,
  unknownErrorName,
  reservedErrorName,
  retryDelay,
  // Map
  mapMode,
  mapLabel,
  mapItems,
  // integrations
  malformedResource,
  malformedRole,
  unknownService,
  unknownAction,
  unsupportedPattern,
  expressResource,
  missingParameter,
  unknownParameter,
  parameterType,
  parameterValue,
  noTaskToken,
  unraisedErrorName,
  forbiddenHeader,
]
