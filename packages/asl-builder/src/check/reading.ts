import type { QueryLanguage } from '../model/expression.js'
import { fields, isStateType, type Field, type FieldKind, type ObjectType } from '../model/fields.js'
import { isObject } from '../model/json.js'
import { at, atState, root, type Place } from './place.js'
import { stringsIn, type Strings } from './strings.js'

/** An object of the language, met where the language has one. */
export interface ObjectNode {
  /** `undefined`: a state whose `Type` is none of the eight. */
  readonly type: ObjectType | undefined
  readonly value: Readonly<Record<string, unknown>>
  readonly place: Place
  /** The language of its fields; `undefined` when the document names none that exists. */
  readonly language: QueryLanguage | undefined
  /** The innermost state it is, or stands in. */
  readonly state: StateNode | undefined
  /** The object it stands in. */
  readonly owner: ObjectNode | undefined
}

/** A state that is an object. */
export interface StateNode extends ObjectNode {
  readonly name: string
  readonly scope: ScopeNode
  /** Every field in it that names a state of its scope: `Next`, `Default`, the `Next` of rules and Catchers. */
  readonly transitions: FieldNode[]
}

/** One `States` object and what starts it. */
export interface ScopeNode {
  readonly object: ObjectNode
  readonly kind: 'machine' | 'branch' | 'processor'
  readonly parent: StateNode | undefined
  /** 0 for the machine. */
  readonly depth: number
  readonly states: Map<string, StateNode>
  /** The entries of `States` that are no objects. */
  readonly notStates: { name: string; value: unknown; place: Place }[]
  /** Whether this is the processor of a distributed Map: its states run in executions of their own, without the variables around. */
  readonly wall: boolean
  startAt: FieldNode | undefined
}

/** A field that the language knows, as the document fills it. */
export class FieldNode {
  readonly owner: ObjectNode
  readonly name: string
  readonly field: Field
  readonly value: unknown

  constructor(owner: ObjectNode, name: string, field: Field, value: unknown) {
    this.owner = owner
    this.name = name
    this.field = field
    this.value = value
  }

  /** Made when asked for: most fields are never reported. */
  get place(): Place {
    return at(this.owner.place, this.name)
  }
}

/** What an execution of the machine is: `STANDARD` unless said otherwise. */
export type MachineType = 'STANDARD' | 'EXPRESS'

/** A field that stands where the language has none of that name. */
interface Stranger {
  readonly owner: ObjectNode
  readonly name: string
  readonly field: Field | undefined
}

/** A document, read once by the table of the language; the rules look things up in it. */
export interface Reading extends Strings {
  readonly machine: Readonly<Record<string, unknown>>
  readonly type: MachineType | undefined
  /** Each before the scopes inside it. */
  readonly scopes: readonly ScopeNode[]
  readonly states: readonly StateNode[]
  readonly objects: readonly ObjectNode[]
  readonly fields: readonly FieldNode[]
  /** The fields that their object does not take: `field` is there when the language has one of that name for the other query language. */
  readonly strangers: readonly Stranger[]
  /** The fields of these kinds. */
  fieldsOf(...kinds: FieldKind[]): readonly FieldNode[]
  /** The objects of these types. */
  objectsOf(...types: ObjectType[]): readonly ObjectNode[]
}

const isLanguage = (value: unknown): value is QueryLanguage => value === 'JSONPath' || value === 'JSONata'

/** Reads any JSON object as a machine: what is wrong is passed over here and left to the rules. */
export function read(machine: Readonly<Record<string, unknown>>, type: MachineType | undefined): Reading {
  const scopes: ScopeNode[] = []
  const states: StateNode[] = []
  const objects: ObjectNode[] = []
  const allFields: FieldNode[] = []
  const strangers: Stranger[] = []
  const byKind = new Map<FieldKind, FieldNode[]>()
  const byType = new Map<ObjectType, ObjectNode[]>()

  const named = machine['QueryLanguage']
  const machineLanguage = named === undefined ? 'JSONPath' : isLanguage(named) ? named : undefined

  function addObject(node: ObjectNode): void {
    objects.push(node)
    if (node.type === undefined) return
    const list = byType.get(node.type)
    if (list) list.push(node)
    else byType.set(node.type, [node])
  }

  function addField(node: FieldNode): void {
    allFields.push(node)
    const list = byKind.get(node.field.kind)
    if (list) list.push(node)
    else byKind.set(node.field.kind, [node])
  }

  function readScope(object: ObjectNode, kind: ScopeNode['kind'], parent: StateNode | undefined): void {
    const wall = kind === 'processor' && isDistributedProcessor(object)
    const depth = parent ? parent.scope.depth + 1 : 0
    const scope: ScopeNode = {
      object,
      kind,
      parent,
      depth,
      states: new Map(),
      notStates: [],
      wall,
      startAt: undefined,
    }
    scopes.push(scope)
    addObject(object)
    readFields(object, scope)
  }

  function readStates(value: unknown, place: Place, owner: ObjectNode, scope: ScopeNode): void {
    if (!isObject(value)) return
    for (const name of Object.keys(value)) {
      const state = value[name]
      const here = atState(place, name)
      if (isObject(state)) readState(name, state, here, owner, scope)
      else if (state !== undefined) scope.notStates.push({ name, value: state, place: here })
    }
  }

  function readState(
    name: string,
    value: Record<string, unknown>,
    place: Place,
    owner: ObjectNode,
    scope: ScopeNode,
  ): void {
    const type = isStateType(value['Type']) ? value['Type'] : undefined
    const own = value['QueryLanguage']
    const language = own === undefined ? machineLanguage : isLanguage(own) ? own : undefined
    const node = {
      type,
      value,
      place,
      language,
      owner,
      name,
      scope,
      transitions: [],
      inner: [],
    } as unknown as StateNode
    ;(node as { state: StateNode }).state = node
    scope.states.set(name, node)
    states.push(node)
    addObject(node)
    if (type) readFields(node, scope)
    else readTransitionsOfUnknown(node)
  }

  /** A state of no known `Type` still leads somewhere: its targets are not to be called unreachable. */
  function readTransitionsOfUnknown(node: StateNode): void {
    for (const name of ['Next', 'Default'])
      if (typeof node.value[name] === 'string') {
        node.transitions.push(new FieldNode(node, name, { kind: 'state' }, node.value[name]))
      }
  }

  function readFields(object: ObjectNode, scope: ScopeNode): void {
    const table = fields[object.type!]
    for (const name of Object.keys(object.value)) {
      const value = object.value[name]
      if (value === undefined) continue
      const field = Object.hasOwn(table, name) ? table[name]! : undefined
      if (!field || !belongs(field, object.language)) strangers.push({ owner: object, name, field })
      if (!field) continue
      const node = new FieldNode(object, name, field, value)
      addField(node)
      if (field.kind === 'state') {
        if (name === 'StartAt') scope.startAt = node
        else object.state?.transitions.push(node)
      } else if (field.kind === 'states') readStates(value, node.place, object, scope)
      else if (field.kind === 'object') readInner(value, node.place, field.of!, object, scope)
      else if (field.kind === 'objects' && Array.isArray(value)) {
        const { place } = node
        value.forEach((one, index) => readInner(one, at(place, index), field.of!, object, scope))
      }
    }
  }

  function readInner(value: unknown, place: Place, type: ObjectType, owner: ObjectNode, scope: ScopeNode): void {
    if (!isObject(value)) return
    const { state } = owner
    if (type === 'Branch' || type === 'ItemProcessor') {
      const inner: ObjectNode = { type, value, place, language: machineLanguage, state, owner }
      readScope(inner, type === 'Branch' ? 'branch' : 'processor', state)
      return
    }
    const inner: ObjectNode = { type, value, place, language: owner.language, state, owner }
    addObject(inner)
    readFields(inner, scope)
  }

  readScope(
    {
      type: 'StateMachine',
      value: machine,
      place: root,
      language: machineLanguage,
      state: undefined,
      owner: undefined,
    },
    'machine',
    undefined,
  )

  return {
    machine,
    type,
    scopes,
    states,
    objects,
    fields: allFields,
    ...stringsIn(allFields),
    strangers,
    fieldsOf: (...kinds) => together(byKind, kinds),
    objectsOf: (...types) => together(byType, types),
  }
}

/** Whether a field exists in a query language. */
export const belongs = (field: Field, language: QueryLanguage | undefined): boolean =>
  field.queryLanguage === undefined || language === undefined || field.queryLanguage === language

function together<Key, Node>(lists: ReadonlyMap<Key, readonly Node[]>, keys: readonly Key[]): readonly Node[] {
  return keys.length === 1 ? (lists.get(keys[0]!) ?? []) : keys.flatMap((key) => lists.get(key) ?? [])
}

function isDistributedProcessor(object: ObjectNode): boolean {
  const config = object.value['ProcessorConfig']
  return isObject(config) && config['Mode'] === 'DISTRIBUTED'
}
