import { dirname, resolve } from 'node:path'
import { readJson } from '../source/json-source.js'
import { child, spanOf, type SourceNode, type Span } from '../source/source-node.js'
import { fileText, type SourceText } from '../source/source-text.js'
import { substituted } from './cloudformation-functions.js'
import { unparsable } from './embedded.js'
import { machineAt, type Found, type Reference, type SourceFile } from './found.js'
import { isTemplate, machinesOfTemplate } from './template.js'
import { isTerraform, machinesOfTerraform } from './terraform.js'

/** Reads a file's text; a string says why it could not. */
export type ReadFile = (path: string) => { file: SourceFile } | { problem: string }

/** How to look into files. */
export interface Inspection {
  cwd: string
  read: ReadFile
}

/**
 * The state machines in a file, whatever its kind: Amazon States Language, a CloudFormation or SAM template, Terraform's
 * JSON, a module. A file of another kind holds none.
 */
export async function inspect(file: SourceFile, inspection: Inspection): Promise<Found[]> {
  const name = file.name.toLowerCase()
  if (file.path !== undefined && /\.[cm]?[jt]sx?$/.test(name)) {
    const { machinesOfModule } = await import('./module.js')
    return machinesOfModule(file, file.path, inspection.cwd)
  }
  if (name.endsWith('.tf')) return [unreadable(file, 'Terraform is read as JSON only (.tf.json).')]
  if (file.text.trim() === '' && isDefinition(file)) return [unreadable(file, 'The file is empty.')]
  const { root, problem, duplicates } = await read(file, fileText(file.text))
  if (problem) return [problem]
  const found: Found[] = []
  for (const document of root) {
    if (isMachine(document, file)) found.push(machineAt(file, '', document, undefined, duplicates))
    else
      for (const one of machinesOf(file, document)) {
        found.push(one.kind === 'reference' ? await followed(one, inspection) : one)
      }
  }
  return found
}

interface Read {
  /** One node a document. */
  root: SourceNode[]
  duplicates?: { key: string; span: Span }[]
  problem?: Found
}

async function read(file: SourceFile, source: SourceText): Promise<Read> {
  const isYaml = /\.ya?ml$/i.test(file.name)
  const looksLikeJson = /^\s*[{[]/.test(source.text)
  if (looksLikeJson || /json$/i.test(file.name)) {
    const duplicates: { key: string; span: Span }[] = []
    try {
      return { root: [readJson(source, (key, place) => duplicates.push({ key, span: spanOf(place) }))], duplicates }
    } catch (error) {
      // JSON in a YAML file is read as what it is, which is faster; a YAML flow mapping looks the same at first.
      if (!isYaml) return { root: [], problem: unparsable(file, '', error, 'INVALID_JSON_DESCRIPTION') }
    }
  }
  const { readYaml } = await import('../source/yaml-source.js')
  try {
    return { root: readYaml(source) }
  } catch (error) {
    return { root: [], problem: unparsable(file, '', error, 'INVALID_YAML') }
  }
}

function machinesOf(file: SourceFile, root: SourceNode): Iterable<Found | Reference> {
  if (isTemplate(root)) return machinesOfTemplate(file, root)
  return isTerraform(root) ? machinesOfTerraform(file, root) : []
}

/** The definition file that a template or Terraform names. */
async function followed(reference: Reference, inspection: Inspection): Promise<Found> {
  const { file: from, path, pointer, substitutions, type, span } = reference
  const result = inspection.read(resolve(from.path === undefined ? inspection.cwd : dirname(from.path), path))
  if ('problem' in result)
    return { kind: 'unreadable', file: from, pointer, code: 'UNREADABLE', message: result.problem, span }
  const { file } = result
  const { root, problem, duplicates } = await read(file, substituted(fileText(file.text), substitutions, false))
  if (problem) return problem
  return root[0]
    ? { ...machineAt(file, '', root[0], type, duplicates), referenced: true }
    : unreadable(file, 'The file is empty.')
}

/** A file that says by its name that it is a definition is one, whatever it holds. */
function isMachine(root: SourceNode, file: SourceFile): boolean {
  return isDefinition(file) || (child(root, 'StartAt') !== undefined && child(root, 'States') !== undefined)
}

/** Whether a file's name says that it is a definition: `.asl.json`, `.asl.yaml`, `.asl`. */
export function isDefinition({ name }: { name: string }): boolean {
  return /\.asl(?:\.(?:json|ya?ml))?$/i.test(name)
}

function unreadable(file: SourceFile, message: string): Found {
  return { kind: 'unreadable', file, pointer: '', code: 'UNREADABLE', message, span: { start: 0, end: 0 } }
}
