import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { graphOf, svg, type GraphScope } from 'asl-graph'
import type { StateMachine } from 'asl-builder'
import { describe, expect, test } from 'vitest'
import { faultsOf, leavingOrder } from './faults.js'
import { readPicture, type Scope, type State } from './picture.js'
import { randomMachine } from './random-machine.js'

/** Hundreds of pictures are drawn. */
const slow = { timeout: 900_000 }

const recordings = process.env['ASL_RECORDINGS']

const etl = JSON.parse(
  readFileSync(new URL('../../../generated/etl.asl.json', import.meta.url), 'utf8'),
) as StateMachine

const faultsIn = async (machine: unknown): Promise<string[]> =>
  faultsOf(readPicture(await svg(machine as StateMachine)))

/** One kind of trouble each. */
const machines: Record<string, unknown> = {
  'one state': { StartAt: 'A', States: { A: { Type: 'Succeed' } } },
  'names of 80 characters, in every script, and markup': {
    StartAt: 'x'.repeat(80),
    States: Object.fromEntries(
      [
        'x'.repeat(80),
        'W'.repeat(80),
        '状'.repeat(80),
        '🚀'.repeat(40),
        'مرحبا بالعالم '.repeat(5),
        '\u202edoog \u0000\u0007\ud800',
        '<script>alert("it\'s")</script> & </title>]]>',
        ' ',
        '',
        '__proto__ ',
        'constructor',
      ].map((name, index, all) => [
        name,
        { Type: 'Pass', ...(all[index + 1] ? { Next: all[index + 1] } : { End: true }) },
      ]),
    ),
  },
  'a Choice of 40 ways, loops and ways to itself': {
    StartAt: 'Choose',
    States: {
      Choose: {
        Type: 'Choice',
        Choices: Array.from({ length: 40 }, (_, index) => ({
          Variable: '$.order.kind',
          StringEquals: `kind ${index}`,
          Next: index % 10 === 9 ? 'Choose' : `Handle ${index % 7}`,
        })),
        Default: 'Choose',
      },
      ...Object.fromEntries(
        Array.from({ length: 7 }, (_, index) => [
          `Handle ${index}`,
          index % 2 === 0 ? { Type: 'Pass', Next: 'Choose' } : { Type: 'Wait', Seconds: 7200, End: true },
        ]),
      ),
    },
  },
  'Catchers that lead everywhere': {
    StartAt: 'A',
    States: {
      A: {
        Type: 'Parallel',
        Branches: [{ StartAt: 'In', States: { In: { Type: 'Pass', End: true } } }],
        Catch: [
          { ErrorEquals: ['States.Timeout'], Next: 'A' },
          { ErrorEquals: ['Lambda.TooManyRequestsException', 'Lambda.Unknown'], Next: 'B' },
          { ErrorEquals: ['States.ALL'], Next: 'C' },
        ],
        Next: 'B',
      },
      B: {
        Type: 'Task',
        Resource: 'arn:aws:states:::sqs:sendMessage',
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'A' }],
        Next: 'C',
      },
      C: { Type: 'Fail' },
    },
  },
  'a Parallel of 60 branches': {
    StartAt: 'P',
    States: {
      P: {
        Type: 'Parallel',
        End: true,
        Branches: Array.from({ length: 60 }, (_, index) => ({
          StartAt: `S${index}`,
          States: { [`S${index}`]: { Type: 'Pass', End: true } },
        })),
      },
    },
  },
}

/** What no engine would run. */
const broken: Record<string, unknown> = {
  nothing: undefined,
  null: null,
  'a number': 7,
  'no States': { StartAt: 'A' },
  'no states': { StartAt: 'A', States: {} },
  'States as a list': { StartAt: 'A', States: [{ Type: 'Pass', End: true }] },
  'states that are none': { StartAt: 'A', States: { A: null, B: 3, C: 'x', D: [], E: {} } },
  'missing targets': {
    StartAt: 'Nowhere',
    States: {
      A: { Type: 'Pass', Next: 'B' },
      C: { Type: 'Choice', Choices: [{ Next: 'D' }, 3, { Variable: 4, And: 7 }], Default: 'D' },
    },
  },
  'unknown Types': {
    StartAt: 'A',
    States: { A: { Type: 'Lambda', Next: 'B' }, B: { Type: 7 }, constructor: { Type: '__proto__' } },
  },
  'fields of other kinds': {
    Comment: 7,
    StartAt: 4,
    States: {
      A: {
        Type: 'Map',
        ItemProcessor: 3,
        Iterator: { StartAt: 'x', States: { x: { Type: 'Map', Iterator: [] } } },
        Catch: 'x',
        Next: {},
      },
      B: { Type: 'Parallel', Branches: { a: 1 }, Catch: [{ ErrorEquals: 'x', Next: 'A' }] },
      C: { Type: 'Task', Resource: 7, Next: 'C', End: true },
      D: { Type: 'Wait', Seconds: 'x', Next: 'C' },
    },
  },
}

describe('on the coordinates in the SVG text', () => {
  test('the pipeline', async () => expect(await faultsIn(etl)).toEqual([]))
  test.each(Object.keys(machines))('%s', async (name) => expect(await faultsIn(machines[name])).toEqual([]))
  test.each(Object.keys(broken))('broken: %s', async (name) => expect(await faultsIn(broken[name])).toEqual([]))

  test('machines of any shape; branches and Choice Rules stand as they are written', slow, async () => {
    for (let seed = 1; seed <= 25; seed++) {
      const machine = randomMachine(seed, 9)
      const picture = readPicture(await svg(machine))
      expect(faultsOf(picture), `seed ${seed}`).toEqual([])
      const leaving = leavingOrder(picture)
      for (const scope of allScopes(graphOf(machine))) {
        for (const { id } of scope.nodes) {
          const written = scope.edges.filter(({ from, kind }) => from === id && kind !== 'Catch').map((edge) => edge.id)
          expect(leaving.get(id)?.filter((edge) => written.includes(edge)) ?? [], `seed ${seed}`).toEqual(written)
        }
      }
    }
  })

  test('the definitions of the corpus', slow, async (context) => {
    if (!recordings || !existsSync(join(recordings, 'corpus')))
      return context.skip('ASL_RECORDINGS names no folder with corpus/')
    for (const set of ['valid', 'invalid', 'mutants']) {
      const all = JSON.parse(readFileSync(join(recordings, `corpus/${set}.json`), 'utf8')) as {
        id: string
        definition: unknown
      }[]
      for (const { id, definition } of all) expect(await faultsIn(definition), id).toEqual([])
    }
  })

  test('whatever is moved is seen', async () => {
    const picture = await svg(etl)
    const things = [
      ...picture.matchAll(
        /<path class="(?:line|head|outline)" d="[^"]*"|<text[^>]*|<rect (?:x|class="(?:tile|scope)")[^>]*/g,
      ),
    ]
    expect(things.length).toBeGreaterThan(100)
    const shift = (_: string, before: string, x: string, y: string): string =>
      `${before}${Number(x) + 40} ${Number(y) + 25}`
    for (const { 0: thing, index } of things) {
      const moved = thing.startsWith('<path')
        ? thing.replace(/([MLQ]|(?<=\d) )(-?[\d.]+) (-?[\d.]+)/g, shift)
        : thing
            .replace(/ x="([^"]*)"/, (_, x) => ` x="${Number(x) + 40}"`)
            .replace(/ y="([^"]*)"/, (_, y) => ` y="${Number(y) + 25}"`)
      const changed = picture.slice(0, index) + moved + picture.slice(index + thing.length)
      expect(faultsOf(readPicture(changed)), thing).not.toEqual([])
    }
  })
})

describe('what a picture says', () => {
  test('every state, once, with its name whole', async () => {
    for (const machine of [etl, randomMachine(3), randomMachine(8)]) {
      const drawn = allStates(readPicture(await svg(machine))).filter(({ id }) => !id.includes('#'))
      const states = allScopes(graphOf(machine)).flatMap(({ nodes }) => nodes.filter(({ kind }) => kind === 'state'))
      expect(drawn.map(({ id }) => id).toSorted()).toEqual(states.map(({ id }) => id).toSorted())
      for (const { name, texts } of drawn) {
        const written = texts.map(({ text }) => text).join('')
        expect(written.replace(/\s/g, '')).toContain(name.replace(/\s/g, ''))
      }
    }
  })

  test('the same bytes every time', async () => {
    const first = await svg(etl)
    await svg(randomMachine(5))
    expect(await svg(structuredClone(etl))).toBe(first)
  })

  test('what a transition names and the scope lacks, and what is wrong', async () => {
    const picture = await svg(broken['missing targets'] as StateMachine)
    const states = allStates(readPicture(picture))
    expect(states.map(({ name }) => name)).toEqual(expect.arrayContaining(['Nowhere', 'B', 'D']))
    const texts = states.find(({ id }) => id === '/States/A')!.texts.map(({ text }) => text)
    expect(texts.join(' ')).toContain("error: Missing 'Next' target: B")
  })

  test('nothing of a name is markup', async () => {
    const picture = await svg(machines['names of 80 characters, in every script, and markup'] as StateMachine)
    expect(picture).not.toContain('<script>')
    expect(readPicture(picture).states.map(({ name }) => name)).toContain(
      '<script>alert("it\'s")</script> & </title>]]>',
    )
  })
})

function allScopes(scope: GraphScope): GraphScope[] {
  return [scope, ...scope.nodes.flatMap(({ scopes }) => scopes.flatMap(allScopes))]
}

function allStates({ states }: Scope): State[] {
  return states.flatMap((state) => [state, ...state.scopes.flatMap(allStates)])
}
