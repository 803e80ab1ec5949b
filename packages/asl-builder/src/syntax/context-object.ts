/** What stands at a path of the context object: more members, or data whose shape is not known. */
type Member = { readonly [name: string]: Member } | 'value' | 'any'

/**
 * The context object: `$$` in JSONPath, `$states.context` in JSONata.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html
 */
const contextObject: Member = {
  Execution: {
    Id: 'value',
    Input: 'any',
    Name: 'value',
    RoleArn: 'value',
    StartTime: 'value',
    RedriveCount: 'value',
    RedriveTime: 'value',
  },
  State: { EnteredTime: 'value', Name: 'value', RetryCount: 'value' },
  StateMachine: { Id: 'value', Name: 'value' },
  Task: { Token: 'value' },
  Map: { Item: { Index: 'value', Value: 'any', Key: 'value', Source: 'value' } },
}

/** The first member on a path that the context object lacks, with the members that stand there; `undefined` when all are there. */
export function unknownContextMember(
  path: readonly string[],
): { index: number; name: string; known: readonly string[] } | undefined {
  let here: Member = contextObject
  for (const [index, name] of path.entries()) {
    if (here === 'any') return undefined
    const known = here === 'value' ? [] : Object.keys(here)
    if (here === 'value' || !Object.hasOwn(here, name)) return { index, name, known }
    here = here[name]!
  }
  return undefined
}
