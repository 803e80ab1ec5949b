import { exitFollowsStartSince, redriveSince } from './aws-changes.js'
import { RunningExecution } from './execution.js'
import { readItems } from './items/read-items.js'
import type { MapRunHost } from './states/map-run.js'
import type { Strand } from './strand.js'

/** Lets a distributed Map read its items and start its children, which live in the same world. */
export function mapRunHost(strand: Strand): MapRunHost {
  const parent = strand.host as RunningExecution
  const { world } = parent
  const { Id, Name } = parent.constants.StateMachine as { Id: string; Name: string }
  return {
    machineArn: Id,
    exitFollowsStart: world.asOf >= exitFollowsStartSince,
    s3: world.s3,
    read: (request) => readItems(request, world.s3, world.readParquet),
    startChild: ({ start, input, label, name, type, onEnd }) => {
      const child = new RunningExecution({
        program: { start, timeoutSeconds: undefined },
        world,
        input,
        name,
        arn: `${Id.replace(':stateMachine:', ':execution:')}/${label}:${name}`,
        stateMachine: { Id: `${Id}/${label}`, Name: `${Name}/${label}` },
        type,
        onDecision: parent.listenToDecisions,
        hasRedriveCount: world.asOf >= redriveSince,
        onEnd: (ended) => onEnd(ended.result()!),
      })
      return { stop: () => child.abort() }
    },
  }
}
