import { etl } from 'pipeline-def'
import { stacks } from './cloudformation/stacks.js'
import { renderTemplate } from './cloudformation/template.js'
import { environments } from './environments.js'

/** A template's file name in the generated folder. */
export type StackFile = keyof typeof stacks

/** A template as it is deployed, and what somebody who deploys it has to know. */
export interface StackTemplate {
  /** The bytes of the generated file. */
  text: string
  /** The parameters that it takes. */
  parameters: readonly string[]
  /** The resources whose deletion would lose data: those that outlive their stack, or leave a snapshot. */
  holdsData: readonly string[]
}

/** One of the generated templates, the same for every environment. */
export function stackTemplate(file: StackFile): StackTemplate {
  const template = stacks[file](environments.staging.parameters, etl)
  const resources = Object.entries(template.Resources)
  const keeps = resources.filter(([, { DeletionPolicy = 'Delete' }]) => DeletionPolicy !== 'Delete')
  return {
    text: renderTemplate(template),
    parameters: Object.keys(template.Parameters ?? {}),
    holdsData: keeps.map(([name]) => name),
  }
}
