import { recordedOf } from '../../refs/ref.js'
import type { Language } from './language.js'

/** The variables that a written value reads: by references and by raw expressions. */
export function variablesRead(written: unknown, language: Language): string[] {
  const recorded = recordedOf(written)
  if (recorded) {
    const { root } = recorded
    if (root.kind === 'variable') return [root.name]
    return root.kind === 'operation' ? root.operands.flatMap((each) => variablesRead(each, language)) : []
  }
  if (typeof written === 'string') return language.variablesIn(written)
  if (typeof written !== 'object' || written === null) return []
  return Object.values(written).flatMap((each) => variablesRead(each, language))
}

/** Whether a written value reads a state's own result. */
export function readsOwn(written: unknown, state: string): boolean {
  const recorded = recordedOf(written)
  if (recorded) {
    const { root } = recorded
    if (root.kind === 'own' || root.kind === 'result') return root.state === state
    return root.kind === 'operation' && root.operands.some((each) => readsOwn(each, state))
  }
  return typeof written === 'object' && written !== null && Object.values(written).some((each) => readsOwn(each, state))
}

/** Whether a written value may be another each time it is computed. */
export function isChanging(written: unknown): boolean {
  const recorded = recordedOf(written)
  if (recorded) {
    const { root } = recorded
    return root.kind === 'operation' && (root.operator === 'uuid' || root.operands.some(isChanging))
  }
  if (typeof written === 'string') return /^\{%[^]*\$(?:uuid|random|now|millis)\s*\(/.test(written)
  return typeof written === 'object' && written !== null && Object.values(written).some(isChanging)
}
