import type { Written } from '../chain.js'
import type { Place } from './frame.js'

/** Fields of a state or of a part of one. */
export type Fields = Record<string, unknown>

/** How a query language says what a flow recorded: each method gives the fields to put into a state. */
export interface Language {
  readonly name: 'JSONata' | 'JSONPath'
  /** The text of a state's input where it can be read. */
  readonly words: Words
  /** What a Task sends. */
  sent(written: Written, place: Place): Fields
  /** A field that has a `Path` form in JSONPath: `TimeoutSeconds`, `Seconds`, `Cause` … */
  field(name: string, written: Written, place: Place): Fields
  /** An object with expressions in it: `Credentials`, `ItemReader`, `ItemBatcher`, `ResultWriter`. */
  part(name: string, written: Written, place: Place): Fields
  items(written: Written, place: Place): Fields
  selector(written: Written, place: Place): Fields
  /** What a Pass makes. */
  made(written: Written, place: Place): Fields
  /** What a Succeed yields. */
  yielded(written: Written, place: Place): Fields
  /** Makes a Task's output the value that authors see. */
  unwrapped(resultField: string): Fields
  /** The test of a Choice Rule. */
  test(written: Written, place: Place): Fields
  /** Values for variables. */
  assigned(values: Readonly<Record<string, Written>>, place: Place): Fields
  /** One variable set to what a word of the language stands for. */
  copied(variable: string, source: string): Fields
  /** The variables that a raw expression names; over-approximating is harmless. */
  variablesIn(raw: string): string[]
}

/** Where things are, in the words of a language. */
export interface Words {
  input: string
  context: string
  result: string
  error: string
  executionInput: string
}
