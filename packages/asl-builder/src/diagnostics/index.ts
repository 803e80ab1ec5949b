export type { Diagnostic, Severity } from './diagnostic.js'
export { nearest } from './nearest.js'
export { pointer, tokensOf } from './pointer.js'
