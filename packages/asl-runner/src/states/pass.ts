import type { DataFlow, Fields } from '../data-flow.js'
import type { Strand } from '../strand.js'

export function compilePass(fields: Fields, flow: DataFlow): (strand: Strand) => void {
  if (flow.isJsonata) {
    return (strand) => {
      const { output, assigned } = flow.passing(strand, strand.input)
      strand.leave(output, assigned)
    }
  }
  const result = fields['Result']
  return (strand) => {
    const { output, assigned } = flow.leaving(strand, result === undefined ? flow.effective(strand) : result)
    strand.leave(output, assigned)
  }
}
