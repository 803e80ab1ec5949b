export { isParseError, type ParseError } from './parse-error.js'
export {
  filterOperators,
  isDefinite,
  isReferencePath,
  pathFunctions,
  type FilterOperand,
  type FilterOperator,
  type FilterTest,
  type Path,
  type PathFunction,
  type PathRoot,
  type Segment,
} from './json-path.js'
export {
  deepestIntrinsicNesting,
  intrinsicFunctions,
  parseIntrinsic,
  type IntrinsicArgument,
  type IntrinsicCall,
  type IntrinsicFunction,
  type ParameterType,
} from './intrinsic.js'
export { parsePath } from './parse-path.js'
