import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compile } from '../packages/asl-builder/test/types/compile.js'
import { root } from './tool.js'

const readme = readFileSync(join(root, 'README.md'), 'utf8')
const blocks = (language: string): string[] =>
  [...readme.matchAll(/^```(\w*)\n([^]*?)^```$/gm)].filter(([, name]) => name === language).map(([, , text]) => text!)

const examples = readdirSync(join(root, 'examples'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.includes('node_modules'))
  .map((file) => readFileSync(join(root, 'examples', file), 'utf8'))

const guide = readFileSync(join(root, 'docs/flow.md'), 'utf8')

test.each([...guide.matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, text]) => [text!.trim().split('\n')[0]!, text!]))(
  'docs/flow.md: %s … stands in an example',
  (_, text) => {
    expect(examples.some((example) => example.includes(text))).toBe(true)
  },
)

test('docs/flow.md names every helper', () => {
  const index = readFileSync(join(root, 'packages/asl-builder/src/index.ts'), 'utf8')
  const exported = ['condition', 'value'].flatMap((file) =>
    new RegExp(`export \\{([^}]*)\\} from './build/${file}.js'`)
      .exec(index)![1]!
      .split(/[\s,]+/)
      .filter(Boolean),
  )
  const [, named] = /^## Tests$([^]*)^## Loops/m.exec(guide)!
  const words = new Set([...named!.matchAll(/`+ ?([a-zA-Z ]+?)[(`]/g)].flatMap(([, text]) => text!.split(' ')))
  expect(exported.filter((name) => !words.has(name))).toEqual([])
})

test('every file that docs/flow.md links to is there', () => {
  const links = [...guide.matchAll(/\]\(([^)#]+)\)/g)].map(([, to]) => to!)
  expect(links.filter((to) => !existsSync(join(root, 'docs', to)))).toEqual([])
})

test.each(blocks('ts').map((text) => [text.split('\n')[0]!, text]))('%s … stands in an example', (_, text) => {
  expect(examples.some((example) => example.includes(text))).toBe(true)
})

test('the compiler says what the README says it says', () => {
  const source = readFileSync(join(root, 'examples/paid-orders.ts'), 'utf8')
    .replace(
      "results['Load orders'].QueryExecution.QueryExecutionId",
      "results['Load order'].QueryExecution.QueryExecutionId",
    )
    .replace(/bytes: results\['Load orders'\].*,/, "bytes: results['Load orders'].QueryExecution.Status.State,")
  const { errors } = compile('typescript', { 'paid-orders.ts': source })
  const said = errors.map(({ code, message }) => `error ${code}: ${message.split('\n')[0]}`)
  expect(blocks('').find((text) => text.includes('error TS'))).toBe(`${said.join('\n')}\n`)
})

test('asl check prints what the README shows', () => {
  const { stdout } = spawnSync(
    process.execPath,
    [join(root, 'scripts/run.mjs'), 'asl', 'check', 'examples/templates/step_broken.yaml'],
    { cwd: root, encoding: 'utf8', env: { PATH: process.env['PATH'], NO_COLOR: '1' } },
  )
  expect(
    blocks('')
      .find((text) => text.includes('step_broken.yaml:'))
      ?.trim(),
  ).toBe(stdout.trim())
})

test('every file that the README links to is there', () => {
  const links = [...readme.matchAll(/\]\(([^)#]+)\)/g)].map(([, to]) => to!).filter((to) => !to.includes('://'))
  expect(links.filter((to) => !existsSync(join(root, to)))).toEqual([])
})
