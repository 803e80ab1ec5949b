import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'

/** A file to look into. */
export interface FileToRead {
  /** Absolute; `-` for standard input. */
  path: string
  /** Named on the command line: it is an error if there is nothing in it. */
  named: boolean
}

/** What the arguments name. */
export interface FilesFound {
  files: FileToRead[]
  /** Arguments that name nothing, each with the reason; `optional` for globs and folders, which may match nothing. */
  unmatched: { argument: string; reason: string; optional: boolean }[]
}

/**
 * The files that paths, folders and globs name, in the order of the arguments, each once.
 *
 * A folder stands for the definitions, templates and Terraform files in it; a glob for exactly what it matches; `!glob` takes
 * away from both. `node_modules` and `.git` are never entered.
 */
export async function findFiles(paths: readonly string[], cwd: string): Promise<FilesFound> {
  const excluded = paths.filter((path) => path.startsWith('!')).map((path) => path.slice(1))
  const found: FilesFound = { files: [], unmatched: [] }
  const seen = new Set<string>()
  const add = (path: string, named: boolean): void => {
    if (seen.has(path)) return
    seen.add(path)
    found.files.push({ path, named })
  }
  const wanted = paths.filter((path) => !path.startsWith('!'))
  for (const argument of wanted.length === 0 ? ['.'] : wanted) {
    if (argument === '-') {
      add('-', true)
      continue
    }
    const path = resolve(cwd, argument)
    const kind = kindOf(path)
    if (kind === 'file') {
      add(path, true)
      continue
    }
    const isGlob = kind === undefined && /[*?[\]{}]/.test(argument)
    if (kind === undefined && !isGlob) {
      found.unmatched.push({ argument, reason: 'There is no such file.', optional: false })
      continue
    }
    const matches = await glob(isGlob ? argument : '**/*.{json,yaml,yml,asl}', isGlob ? cwd : path, excluded, cwd)
    const files = isGlob ? matches : matches.filter(mayHoldMachine)
    if (files.length === 0) {
      found.unmatched.push({
        argument,
        reason: isGlob
          ? 'No file matches.'
          : 'No definition, template or Terraform file (.tf.json) is in this folder. ' +
            'Modules are run, and so they are named: a file, or a glob in quotes, "src/*.machine.ts".',
        optional: true,
      })
    }
    for (const file of files) add(file, false)
  }
  return found
}

function kindOf(path: string): 'file' | 'folder' | undefined {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file'
  } catch (error) {
    return ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '') ? undefined : 'file' // reading says why
  }
}

async function glob(pattern: string, from: string, excluded: readonly string[], cwd: string): Promise<string[]> {
  const { glob } = await import('tinyglobby')
  const ignore = [
    '**/node_modules/**',
    '**/.git/**',
    ...excluded.map((path) => resolve(cwd, path).replaceAll('\\', '/')),
  ]
  const matches = await glob(pattern.replaceAll('\\', '/'), {
    cwd: from,
    absolute: true,
    ignore,
    dot: false,
    expandDirectories: false,
  })
  return matches.map((path) => resolve(path)).sort()
}

/** Whether a file found in a folder can be one of ours: by its name, or because it speaks of state machines. */
function mayHoldMachine(path: string): boolean {
  if (/\.asl(?:\.(?:json|ya?ml))?$/i.test(path)) return true
  try {
    const text = readFileSync(path, 'latin1')
    return /AWS::(?:StepFunctions|Serverless)::StateMachine|aws_sfn_state_machine|["']?StartAt["']?\s*:/.test(text)
  } catch {
    return true // reading it for real says why not
  }
}
