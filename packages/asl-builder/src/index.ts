export { check, type CheckOptions, type Level } from './check/check.js'
export { explain, explanations, type Explanation } from './check/explain.js'
export { DefinitionError } from './check/definition-error.js'
export { parse, type Parsed } from './check/parse.js'
export type { MachineType } from './check/reading.js'
export { printDiagnostics } from './diagnostics/print.js'
export { emit } from './emit/emit.js'
export type { Diagnostic, Severity } from './diagnostics/diagnostic.js'
export { nearest } from './diagnostics/nearest.js'
export { pointer, tokensOf } from './diagnostics/pointer.js'
export { fields, isStateType, stateTypes, type Field, type FieldKind, type ObjectType } from './model/fields.js'
export {
  QueryLanguage,
  type Assign,
  type Jsonata,
  type OrExpression,
  type OrSubstitution,
  type PayloadTemplate,
  type Substitution,
} from './model/expression.js'
export { isObject, type Json } from './model/json.js'
export { hasSubstitution } from './model/substitution.js'
export { limits } from './model/limits.js'
export { Catcher, Retrier } from './model/retry.js'
export { ChoiceRule, NestedRule, type Comparison } from './model/choice-rule.js'
export { comparisonOperators, type Operand } from './model/comparison-operator.js'
export { ItemBatcher, ItemReader, ProcessorConfig, ReaderConfig, ResultWriter, WriterConfig } from './model/map-io.js'
export {
  ChoiceState,
  FailState,
  ItemProcessor,
  MapState,
  ParallelState,
  PassState,
  Scope,
  State,
  StateMachine,
  SucceedState,
  TaskState,
  WaitState,
  type Credentials,
  type StateOf,
} from './model/state-machine.js'
export {
  isDistributed,
  queryLanguageOf,
  scopesOf,
  statesOf,
  transitionsOf,
  type ScopeSite,
  type Transition,
} from './model/scope.js'
export * from './syntax/index.js'
export type { Expression, Proxied, RawExpression, Ref } from './refs/ref.js'
export {
  actionNames,
  actionOf,
  sdkServicesCalled,
  serviceNames,
  serviceOf,
  type Action,
  type Parameter,
  type ParameterType,
  type Service,
} from './services/catalogue.js'
export { errorNameOf, errorPrefixOf } from './services/error-name.js'
export {
  parseResource,
  type ActivityResource,
  type ForeignResource,
  type HiddenResource,
  type IntegrationResource,
  type LambdaResource,
  type MalformedResource,
  type Pattern,
  type Resource,
} from './services/resource.js'
export {
  stateMachine,
  type BranchesOf,
  type Definition,
  type ProcessorOf,
  type ScopeOf,
  type StateIn,
  type StateMachineDocument,
} from './build/state-machine.js'
export { task, type Call, type JsonPathCall, type ResultOf, type Templated, type UntypedCall } from './services/call.js'
export { athena } from './services/athena.js'
export { lambda, type LambdaFunction } from './services/lambda.js'
export type { ContextObject, ErrorOutput } from './build/flow-context.js'
export { flow, type Flow, type FlowStart } from './build/flow.js'
export type { FlowOptions } from './build/flow-options.js'
export { fragment, type Fragment } from './build/fragment.js'
export {
  and,
  contains,
  containsAll,
  endsWith,
  eq,
  gt,
  gte,
  includes,
  isNull,
  isPresent,
  lt,
  lte,
  ne,
  not,
  or,
  startsWith,
} from './build/condition.js'
export {
  at,
  concat,
  count,
  filter,
  join,
  merge,
  minus,
  orElse,
  parseJson,
  pluck,
  plus,
  present,
  split,
  sum,
  text,
  times,
  toJson,
  unique,
  uuid,
  whole,
} from './build/value.js'
