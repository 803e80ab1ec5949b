import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The compilers a consumer may have. */
export const compilers = ['typescript-5.9', 'typescript'] as const
export type Compiler = (typeof compilers)[number]

/** One error of the compiler; `line` counts from 1. */
export interface CompilerError {
  file: string
  line: number
  code: string
  message: string
}

/** What the compiler said and what it cost. */
export interface Compiled {
  errors: CompilerError[]
  /** Type instantiations, the compiler's own count: the same on every machine. */
  instantiations: number
}

const packageFolder = fileURLToPath(new URL('../..', import.meta.url))
const require = createRequire(import.meta.url)

/**
 * Compiles sources as a consumer with the strictest settings would.
 *
 * @param sources Texts by file name; they import `asl-builder` by name.
 * @param options.built Against the built declarations in dist, as from npm, instead of the sources.
 */
export function compile(
  compiler: Compiler,
  sources: Readonly<Record<string, string>>,
  options: { built?: boolean; declarations?: boolean } = {},
): Compiled & { declarations: Record<string, string> } {
  const folder = join(packageFolder, '.cache', `types-${process.pid}-${Math.random().toString(36).slice(2)}`)
  mkdirSync(folder, { recursive: true })
  try {
    for (const [name, text] of Object.entries(sources)) writeFileSync(join(folder, name), text)
    const config = {
      extends: '../../../../tsconfig.base.json',
      compilerOptions: {
        composite: false,
        declaration: options.declarations ?? false,
        emitDeclarationOnly: options.declarations ?? false,
        noEmit: !options.declarations,
        sourceMap: false,
        rootDir: '../..',
        outDir: 'out',
        types: [],
        ...(options.built && { customConditions: [] }),
      },
      files: Object.keys(sources),
    }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
    const { stdout } = spawnSync(
      process.execPath,
      [tscOf(compiler), '-p', folder, '--pretty', 'false', '--extendedDiagnostics'],
      { encoding: 'utf8', maxBuffer: 1 << 28, cwd: folder },
    )
    const declarations: Record<string, string> = {}
    if (options.declarations) {
      for (const name of Object.keys(sources)) {
        const declaration = name.replace(/\.ts$/, '.d.ts')
        declarations[declaration] = readFileSync(
          join(folder, 'out', relative(packageFolder, folder), declaration),
          'utf8',
        )
      }
    }
    return { ...readOutput(stdout), declarations }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function tscOf(compiler: Compiler): string {
  return join(dirname(require.resolve(`${compiler}/package.json`)), 'bin/tsc')
}

function readOutput(output: string): Compiled {
  const errors: CompilerError[] = []
  for (const line of output.split('\n')) {
    const [, file, at, code, message] = /^(.*)\((\d+),\d+\): error (TS\d+): (.*)$/.exec(line) ?? []
    if (file) errors.push({ file: basename(file), line: Number(at), code: code!, message: message! })
    else if (line.startsWith('error TS')) errors.push({ file: '', line: 0, code: 'TS', message: line })
    else if (/^\s+\S/.test(line) && errors.length > 0) errors.at(-1)!.message += `\n${line}`
  }
  return { errors, instantiations: Number(/^Instantiations:\s+(\d+)/m.exec(output)?.[1]) }
}

/** A line marked `// @ts-expect-error text`, with the text that the compiler's message must hold. */
export interface Mistake {
  line: number
  expected: string
}

/** The marked mistakes of a source, and the source without the marks, so that the compiler reports them. */
export function mistakesOf(text: string): { mistakes: Mistake[]; unmarked: string } {
  const mistakes: Mistake[] = []
  const lines = text.split('\n').map((line, index) => {
    const [, expected] = /^\s*\/\/ @ts-expect-error (.*)$/.exec(line) ?? []
    if (expected === undefined) return line
    mistakes.push({ line: index + 2, expected: expected.trim() })
    return line.replace('@ts-expect-error', 'expected:')
  })
  return { mistakes, unmarked: lines.join('\n') }
}
