import { pointer } from 'asl-builder/diagnostics'
import { child, spanOf, stringOf, type MapNode, type SourceNode } from '../source/source-node.js'
import { readJson } from '../source/json-source.js'
import { deployedNode, deployedText, functionCallOf, substituted } from './cloudformation-functions.js'
import { embedded } from './embedded.js'
import { machineAt, type Found, type MachineType, type Reference, type SourceFile } from './found.js'

/** Whether a document is a CloudFormation or SAM template that may hold state machines. */
export function isTemplate(root: SourceNode): root is MapNode {
  return root.kind === 'map' && child(root, 'Resources')?.kind === 'map'
}

/** The state machines of a CloudFormation or SAM template. */
export function* machinesOfTemplate(file: SourceFile, root: MapNode): Generator<Found | Reference> {
  const resources = child(root, 'Resources')
  if (resources?.kind !== 'map') return
  for (const [name, { value: resource }] of resources.entries) {
    const type = stringOf(child(resource, 'Type'))
    if (type !== 'AWS::StepFunctions::StateMachine' && type !== 'AWS::Serverless::StateMachine') continue
    const properties = child(resource, 'Properties')
    yield* machineOfResource({ file, root, name, properties, isSam: type === 'AWS::Serverless::StateMachine' })
  }
}

interface Resource {
  file: SourceFile
  root: MapNode
  name: string
  properties: SourceNode | undefined
  isSam: boolean
}

function* machineOfResource({ file, root, name, properties, isSam }: Resource): Generator<Found | Reference> {
  const at = (property: string) => pointer('/Resources', name, 'Properties', property)
  const machineType = stringOf(child(properties, isSam ? 'Type' : 'StateMachineType'))
  const type = machineType === 'EXPRESS' || machineType === 'STANDARD' ? machineType : undefined
  const substitutions = child(properties, 'DefinitionSubstitutions')

  const object = child(properties, 'Definition')
  if (object) {
    const definition = deployedNode(object)
    if (definition && !functionCallOf(object)) yield machineAt(file, at('Definition'), definition, type)
    else yield unseen(file, at('Definition'), name, `"Definition" is !${functionCallOf(object)?.name ?? 'Ref'}`)
    return
  }
  const written = child(properties, 'DefinitionString')
  if (written) {
    yield* machineOfText(file, at('DefinitionString'), withDefault(root, written), name, type, substitutions)
    return
  }
  for (const property of ['DefinitionUri', 'DefinitionS3Location']) {
    const place = child(properties, property)
    if (!place) continue
    const path = stringOf(place)
    if (path === undefined || place.tag || /^s3:|^https:/.test(path)) {
      yield unseen(file, at(property), name, 'its definition is in S3')
      return
    }
    yield {
      kind: 'reference',
      file,
      pointer: at(property),
      path,
      ...(type && { type }),
      ...(substitutions && { substitutions }),
      span: spanOf(place),
    }
    return
  }
  yield unseen(file, pointer('/Resources', name), name, 'it has no definition')
}

function* machineOfText(
  file: SourceFile,
  at: string,
  written: SourceNode,
  name: string,
  type: MachineType | undefined,
  substitutions: SourceNode | undefined,
): Generator<Found> {
  const call = functionCallOf(written)
  const inner = call?.name === 'ToJsonString' ? call.argument : call ? undefined : written
  if (inner && inner.kind !== 'scalar') {
    const definition = deployedNode(inner)
    if (definition) yield machineAt(file, at, definition, type)
    return
  }
  const text = deployedText(written)
  if (!text || /^\$\{[^{}]*\}$/.test(text.text.trim())) {
    yield unseen(file, at, name, `its definition is !${call?.name ?? 'Ref'}, known at deployment only`)
    return
  }
  yield embedded(file, at, substituted(text, substitutions, false), readJson, type)
}

/** A definition given as a parameter is the parameter's default. */
function withDefault(root: MapNode, written: SourceNode): SourceNode {
  const call = functionCallOf(written)
  const name = call?.name === 'Ref' ? stringOf(call.argument) : undefined
  return (name !== undefined && child(child(child(root, 'Parameters'), name), 'Default')) || written
}

function unseen(file: SourceFile, at: string, name: string, reason: string): Found {
  return { kind: 'out of sight', file, pointer: at, reason: `"${name}" is not checked: ${reason}.` }
}
