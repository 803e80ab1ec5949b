import { TaskError, type TaskFunction } from 'asl-runner'
import type { Question } from './cases.js'

/** Functions that run in child executions, whose replies no case holds, by their file: as they reply to the tasks of other cases. */
const knownFunctions: Readonly<Record<string, TaskFunction>> = {
  'id_function.py': (event: unknown) => event,
  'raise_exception.py': () => {
    const stackTrace = [
      '  File "/var/task/handler.py", line 2, in handler\n    raise Exception("Some exception was raised.")\n',
    ]
    const errorMessage = 'Some exception was raised.'
    const requestId = '00000000-0000-4000-8000-000000000000'
    throw new TaskError('Exception', JSON.stringify({ errorMessage, errorType: 'Exception', requestId, stackTrace }))
  },
}

/** The known functions among those that a case had on AWS, by the name they had there. */
export function functionsIn(environment: Question['environment']): Readonly<Record<string, TaskFunction>> {
  const found: Record<string, TaskFunction> = {}
  for (const { name, handler } of environment?.fixtures ?? []) {
    const code = knownFunctions[handler?.split('/').at(-1) ?? '']
    if (name !== undefined && code) found[name] = code
  }
  return found
}
