import type { StateMachine } from 'asl-builder'
import { emit } from 'asl-builder/emit'
import { etl, type ParameterName } from 'pipeline-def'
import { places } from './places.js'

/**
 * A definition as it is deployed here: its `${...}` replaced in the text, as a deployment replaces them.
 *
 * @param text Default: the pipeline's, byte for byte what `pnpm generate` writes for AWS.
 */
export function localDefinition(text: string = emit(etl, { pretty: true })): StateMachine {
  const filled = text.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => {
    if (!Object.hasOwn(places, name)) throw new Error(`Nothing here stands for the parameter "${name}".`)
    return JSON.stringify(places[name as ParameterName]).slice(1, -1)
  })
  return JSON.parse(filled) as StateMachine
}
