import { valueOf, locate, type SourceNode, type Span } from '../source/source-node.js'

/** What a machine is created as; it decides what it may do. */
export type MachineType = 'STANDARD' | 'EXPRESS'

/** A file that was read. */
export interface SourceFile {
  /** As it is shown: relative to the working directory, with forward slashes. */
  name: string
  /** Absolute; `undefined` for standard input. */
  path?: string
  text: string
}

/** A state machine in a file. */
export interface FoundMachine {
  kind: 'machine'
  file: SourceFile
  /** JSON Pointer of the definition in its file; `''` when the file is the definition. */
  pointer: string
  /** What the file says the machine is created as. */
  type?: MachineType
  definition: unknown
  /** A template names this file: it knows best what the definition is. */
  referenced?: true
  /** Where to point in the file for a diagnostic of the definition. */
  locate(location: string, range?: { start: number; end: number }, key?: string): Span
  /** Keys written twice in one object, of which a JSON parser silently keeps the last. */
  duplicates?: readonly { key: string; span: Span }[]
}

/** Something that was asked for and cannot be read or parsed. */
export interface Unreadable {
  kind: 'unreadable'
  file: SourceFile
  pointer: string
  code: 'INVALID_JSON_DESCRIPTION' | 'INVALID_YAML' | 'UNREADABLE'
  message: string
  hint?: string
  span: Span
}

/** A machine whose definition is not in any file here: it is not checked, and that is said. */
export interface OutOfSight {
  kind: 'out of sight'
  file: SourceFile
  pointer: string
  reason: string
}

/** A definition in a file of its own, named by a template. */
export interface Reference {
  kind: 'reference'
  file: SourceFile
  pointer: string
  /** As written, relative to the folder of `file`. */
  path: string
  type?: MachineType
  /** What stands for the `${Name}`s of the definition. */
  substitutions?: SourceNode
  span: Span
}

/** What looking into a file finds. */
export type Found = FoundMachine | Unreadable | OutOfSight

/** A machine whose definition was written as `root`. */
export function machineAt(
  file: SourceFile,
  pointer: string,
  root: SourceNode,
  type?: MachineType,
  duplicates?: FoundMachine['duplicates'],
): FoundMachine {
  return {
    kind: 'machine',
    file,
    pointer,
    ...(type && { type }),
    definition: valueOf(root),
    locate: (location, range, key) => locate(root, location, range, key),
    ...(duplicates?.length && { duplicates }),
  }
}
