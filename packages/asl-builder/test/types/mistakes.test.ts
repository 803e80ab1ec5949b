import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { compile, compilers, mistakesOf } from './compile.js'

const folder = new URL('.', import.meta.url)
const sources = readdirSync(folder).filter((name) => name.endsWith('.test-d.ts'))

describe.each(compilers)('author mistakes, %s', (compiler) => {
  test.each(sources)('%s: each is reported where it stands, in the words beside it, and nothing else is', (name) => {
    const { mistakes, unmarked } = mistakesOf(readFileSync(new URL(name, folder), 'utf8'))
    const { errors } = compile(compiler, { [name.replace('.test-d', '')]: unmarked })
    const unexpected = errors.filter(({ line }) => !mistakes.some((mistake) => mistake.line === line))
    expect(unexpected).toEqual([])
    for (const { line, expected } of mistakes) {
      const said = errors.filter((error) => error.line === line).map(({ message }) => message)
      expect(said.join('\n'), `line ${line} of ${name}`).toContain(expected)
    }
  })
})
