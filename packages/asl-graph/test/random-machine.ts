import type { StateMachine } from 'asl-builder'

/** Pieces that names are made of: long ones, ones without a space, other scripts, markup. */
const pieces = [
  'Load',
  'a',
  'Check the table of transactions',
  'x'.repeat(80),
  '<script>alert("1")</script>',
  '日本語の状態名をここに書く',
  '🚀🧪',
  'مرحبا بالعالم',
  "it's & that",
  'HandleTheVeryLongCamelCaseNameOfSomething',
]

/** A machine made from a seed: any graph, loops and states that lead to themselves included; the same for the same seed. */
export function randomMachine(seed: number, most = 14): StateMachine {
  let state = (seed * 2654435761) >>> 0 || 1
  const below = (limit: number): number => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % limit
  }
  const scope = (depth: number): { StartAt: string; States: Record<string, unknown> } => {
    const count = 1 + below(depth === 0 ? most : Math.max(2, most >> depth))
    const names = Array.from({ length: count }, (_, index) => `${pieces[below(pieces.length)]} ${depth}.${index}`)
    const any = (): string => names[below(names.length)]!
    const onwards = (): object => (below(4) === 0 ? { End: true } : { Next: any() })
    const catches = (): object =>
      below(3) === 0
        ? {
            Catch: Array.from({ length: 1 + below(3) }, () => ({
              ErrorEquals: below(2) === 0 ? ['States.ALL'] : ['States.Timeout', 'Custom.ErrorWithALongName'],
              Next: any(),
            })),
          }
        : {}
    const make = (): object => {
      const kind = below(depth < 3 ? 10 : 7)
      if (kind === 0) return { Type: 'Succeed' }
      if (kind === 1) return { Type: 'Fail', Error: 'Broken', Cause: 'It broke.' }
      if (kind === 2) return { Type: 'Wait', Seconds: 90, ...onwards() }
      if (kind === 3) return { Type: 'Pass', ...onwards() }
      if (kind === 4 || kind === 5) {
        const Choices = Array.from({ length: 1 + below(5) }, (_, index) => ({
          Variable: below(2) === 0 ? '$.a' : '$.order.items[0].priceWithTaxIncluded',
          NumericGreaterThan: index,
          Next: any(),
        }))
        return { Type: 'Choice', Choices, ...(below(3) > 0 && { Default: any() }) }
      }
      if (kind === 6 || kind === 7)
        return { Type: 'Task', Resource: 'arn:aws:states:::glue:startJobRun.sync', ...onwards(), ...catches() }
      if (kind === 8) return { Type: 'Map', ItemProcessor: scope(depth + 1), ...onwards(), ...catches() }
      const Branches = Array.from({ length: 1 + below(3) }, () => scope(depth + 1))
      return { Type: 'Parallel', Branches, ...onwards(), ...catches() }
    }
    return { StartAt: any(), States: Object.fromEntries(names.map((name) => [name, make()])) }
  }
  return scope(0) as unknown as StateMachine
}
