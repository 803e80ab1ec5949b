import type { DataFlow } from '../data-flow.js'
import type { Strand } from '../strand.js'

export function compileSucceed(flow: DataFlow): (strand: Strand) => void {
  return (strand) => {
    const { output } = flow.passing(strand, flow.filtered(strand))
    strand.leave(output)
  }
}
