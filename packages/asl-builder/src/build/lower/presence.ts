import { recordedOf, type Recorded } from '../../refs/ref.js'
import { allSteps, type Chain, type Written } from '../chain.js'
import { comparedAs, elementSchema, missingStep, schemaAt, type MissingStep } from '../schema.js'

/** What is certainly there: read off schemas and written values, since types are gone when a flow is written. */
export class Presence {
  readonly #input: unknown
  readonly #results = new Map<
    string,
    { readonly schema?: unknown; readonly made?: { readonly written: Written } | undefined }
  >()
  readonly #items = new Map<string, Written>()

  constructor(machine: Chain, input: unknown) {
    this.#input = input
    for (const step of allSteps(machine)) {
      if (step.kind === 'Task') this.#results.set(step.name, { schema: step.resultSchema })
      if (step.kind === 'Pass') this.#results.set(step.name, { made: step.value })
      if (step.kind === 'Map' && step.items && !step.selector) this.#items.set(step.name, step.items.written)
    }
  }

  /** Whether a reference has a value, and not null, whenever it is in reach. */
  isCertain({ root, path }: Recorded): boolean {
    switch (root.kind) {
      case 'context':
        return true
      case 'variable':
        return path.length === 0
      case 'error':
        return path.length === 0 || path[0] === 'Error'
      case 'result':
      case 'own': {
        if (path.length === 0) return true
        const { schema, made } = this.#results.get(root.state) ?? {}
        return made ? this.#isMade(made.written, path) : schemaAt(schema, path) !== undefined
      }
      case 'input':
      case 'item':
      case 'element':
        return path.length === 0 || schemaAt(this.#schemaOf(root), path) !== undefined
      case 'operation':
        return path.length === 0 && root.operator !== 'at' // there may be no such index
      default:
        return path.length === 0
    }
  }

  /** Whether a written value certainly has something at a path. */
  #isMade(written: Written, path: Recorded['path']): boolean {
    const recorded = recordedOf(written)
    if (recorded) return this.isCertain({ root: recorded.root, path: [...recorded.path, ...path] })
    const [step, ...rest] = path
    if (step === undefined) return written !== null
    return (
      typeof written === 'object' &&
      written !== null &&
      Object.hasOwn(written, step) &&
      this.#isMade((written as Record<string | number, unknown>)[step], rest)
    )
  }

  #schemaOf(root: Recorded['root']): unknown {
    if (root.kind === 'input') return this.#input
    if (root.kind === 'result' || root.kind === 'own') return this.#results.get(root.state)?.schema
    if (root.kind === 'item') return this.#elementOf(this.#items.get(root.map))
    return root.kind === 'element' ? this.#elementOf(root.of) : undefined
  }

  /** What describes the elements of a list. */
  #elementOf(list: unknown): unknown {
    const recorded = recordedOf(list)
    if (!recorded) return undefined
    const { root, path } = recorded
    if (root.kind === 'operation') return root.operator === 'filter' ? this.#elementOf(root.operands[0]) : undefined
    return elementSchema(schemaAt(this.#schemaOf(root), path))
  }

  /** The type of a reference's value, where a schema says it. */
  typeOf({ root, path }: Recorded): ReturnType<typeof comparedAs> {
    return comparedAs(schemaAt(this.#schemaOf(root), path))
  }

  /** Where a reference leads to nothing that its schema has. */
  missingStep({ root, path }: Recorded): MissingStep | undefined {
    return path.length === 0 ? undefined : missingStep(this.#schemaOf(root), path)
  }
}
