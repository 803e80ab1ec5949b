import type { ElkNode } from 'elkjs/lib/elk-api.js'

interface Elk {
  layout(graph: ElkNode): Promise<ElkNode>
}

let loaded: Promise<Elk> | undefined

/** The layout engine, loaded when the first picture is drawn: it is large. */
export function elk(): Promise<Elk> {
  loaded ??= load()
  return loaded
}

async function load(): Promise<Elk> {
  const { default: module } = await import('elkjs/lib/elk.bundled.js')
  // A CommonJS module with a default of its own: bundlers and Node unwrap it differently.
  const Engine = ('default' in module ? module.default : module) as unknown as new () => Elk
  return new Engine()
}
