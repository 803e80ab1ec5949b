import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { meant } from './command-line.js'
import { Problem } from './problem.js'

/** @throws Problem when neither of the AWS CLI's two files has a section for the profile. */
export function expectProfile(name: string): void {
  const files = [
    process.env['AWS_CONFIG_FILE'] || join(homedir(), '.aws/config'),
    process.env['AWS_SHARED_CREDENTIALS_FILE'] || join(homedir(), '.aws/credentials'),
  ]
  const known = [...new Set(files.flatMap(profilesIn))]
  if (!known.includes(name))
    throw new Problem(`There is no profile "${name}" in ${files.join(' or ')}.${meant(name, known)}`, 2)
}

/** The names in `[profile name]`, `[name]`: section heads are all that is read. */
function profilesIn(file: string): string[] {
  try {
    const heads = readFileSync(file, 'utf8').matchAll(
      /^\s*\[\s*(?:profile\s+)?(?:"([^"]+)"|'([^']+)'|([^\]\s]+))\s*\]/gm,
    )
    return [...heads].map(([, double, single, bare]) => (double ?? single ?? bare)!)
  } catch {
    return [] // no such file: no profiles
  }
}
