import type * as z from 'zod'
import type { State, StateOf } from 'asl-builder'
import type { bare } from '../../src/model/state-machine.js'

// A schema says what its interface says, both ways: what it yields is the interface, and nothing wider or narrower.

type Same<Left, Right> =
  (<Value>() => Value extends Left ? 1 : 2) extends <Value>() => Value extends Right ? 1 : 2
    ? true
    : { left: Left; right: Right }
/** One level, arrays without `readonly`: a schema yields arrays that its interface only promises to be read. */
type Flat<Shape> = {
  [Key in keyof Shape]: Shape[Key] extends readonly (infer Element)[] | undefined ? Element[] : Shape[Key]
}
type Holds<Schema extends z.ZodType, Interface> = Same<Flat<z.output<Schema>>, Flat<Interface>>

const holds = <_ extends true>(): void => {}

holds<Holds<typeof bare.passState, StateOf<'Pass'>>>()
holds<Holds<typeof bare.taskState, StateOf<'Task'>>>()
holds<Holds<typeof bare.choiceState, StateOf<'Choice'>>>()
holds<Holds<typeof bare.waitState, StateOf<'Wait'>>>()
holds<Holds<typeof bare.succeedState, StateOf<'Succeed'>>>()
holds<Holds<typeof bare.failState, StateOf<'Fail'>>>()
holds<Holds<typeof bare.parallelState, StateOf<'Parallel'>>>()
holds<Holds<typeof bare.mapState, StateOf<'Map'>>>()
holds<Same<State['Type'], 'Pass' | 'Task' | 'Choice' | 'Wait' | 'Succeed' | 'Fail' | 'Parallel' | 'Map'>>()

// @ts-expect-error does not satisfy the constraint 'true'
holds<Holds<typeof bare.passState, Omit<StateOf<'Pass'>, 'Result'>>>()
// @ts-expect-error does not satisfy the constraint 'true'
holds<Holds<typeof bare.waitState, Omit<StateOf<'Wait'>, 'Seconds'> & { Seconds?: number }>>()
