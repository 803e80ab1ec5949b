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
