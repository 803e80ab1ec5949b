import type { Resource } from '../tasks/resource.js'

type ServiceResource = Extract<Resource, { kind: 'service' }>

/** Stub. */
export async function checkResult(
  _resource: ServiceResource,
  _result: object,
  _mode: 'STRICT' | 'PRESENT',
): Promise<string | undefined> {
  return undefined
}
