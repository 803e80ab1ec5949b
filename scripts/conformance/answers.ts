import { answerExecution } from './answer-execution.js'
import { answerValidation } from './answer-validation.js'
import { answerTestState } from './answer-test-state.js'
import type { Question } from './cases.js'

/** Who answers which kind of case; `undefined` as an answer leaves the case out. */
export const answers: Readonly<Record<string, (question: Question) => Promise<unknown>>> = {
  execution: answerExecution,
  validation: answerValidation,
  'test-state': answerTestState,
}
