import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** The full path of a command, looked for along PATH and in the system folders that a user's PATH may lack. */
export function onPath(command: string): string | undefined {
  for (const folder of [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']) {
    if (!folder) continue
    const file = join(folder, command)
    try {
      accessSync(file, constants.X_OK)
      return file
    } catch {
      continue
    }
  }
  return undefined
}
