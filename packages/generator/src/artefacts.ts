import { check, DefinitionError, type StateMachine } from 'asl-builder'
import { etl, helloWorld, partial } from 'pipeline-def'
import { asl } from './asl.js'
import { stacks } from './cloudformation/stacks.js'
import { renderTemplate } from './cloudformation/template.js'
import { deployScript } from './deploy-script.js'
import { dataDictionary, lineage } from './dictionary.js'
import { environmentNames, environments, type EnvironmentName } from './environments.js'
import { readme } from './readme.js'
import type { GeneratedFile } from './write-files.js'

/**
 * Every file of the generated folder, in the order in which its README names them.
 *
 * @param options.env One environment: its parameter file alone, and its values as the templates' defaults.
 * @param options.machine The pipeline's state machine. Default: the one of pipeline-def.
 * @throws DefinitionError when the checker finds an error in a state machine; then nothing is generated.
 */
export function artefacts({
  env,
  machine = etl,
}: { env?: EnvironmentName; machine?: StateMachine } = {}): GeneratedFile[] {
  for (const definition of [machine, helloWorld, partial]) refuseBroken(definition)
  const defaults = environments[env ?? 'staging'].parameters
  return [
    { path: 'etl.asl.json', text: asl(machine) },
    ...Object.entries(stacks).map(([path, stack]) => ({ path, text: renderTemplate(stack(defaults, machine)) })),
    ...(env ? [env] : environmentNames).map((name) => ({
      path: `parameters/${name}.json`,
      text: `${JSON.stringify({ Parameters: environments[name].parameters }, null, 2)}\n`,
    })),
    { path: 'deploy.sh', text: deployScript, executable: true },
    { path: 'data-dictionary.md', text: dataDictionary() },
    { path: 'lineage.md', text: lineage() },
    { path: 'README.md', text: readme(machine) },
  ]
}

function refuseBroken(machine: StateMachine): void {
  const diagnostics = check(machine)
  if (diagnostics.some(({ severity }) => severity === 'ERROR')) throw new DefinitionError(diagnostics)
}
