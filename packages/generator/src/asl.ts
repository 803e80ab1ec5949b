import { emit, type StateMachine } from 'asl-builder'

/** The definition as a file, for any tool that deploys ASL: indented, `${...}` where a parameter goes. */
export function asl(machine: StateMachine): string {
  return emit(machine, { pretty: true })
}
