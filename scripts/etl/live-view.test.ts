import { run, virtualClock } from 'asl-runner'
import { expect, test } from 'vitest'
import { lineOf, liveView } from './live-view.js'
import { Visits } from './visits.js'

const machine = {
  StartAt: 'Look',
  States: {
    Look: { Type: 'Choice', Choices: [{ Variable: '$.x', NumericEquals: 1, Next: 'Each' }] },
    Each: {
      Type: 'Map',
      ItemsPath: '$.items',
      ItemProcessor: {
        StartAt: 'Do',
        States: {
          Do: {
            Type: 'Task',
            Resource: 'arn:aws:lambda:us-east-1:123456789012:function:do',
            Retry: [{ ErrorEquals: ['States.ALL'] }],
            End: true,
          },
        },
      },
      Next: 'Stop',
    },
    Stop: { Type: 'Fail', Error: 'Enough' },
  },
} as const

async function seen(out: object): Promise<{ text: string; lines: string[] }> {
  let text = ''
  const visits = new Visits()
  const view = liveView(visits, { ...out, write: (more: string) => (text += more) } as unknown as NodeJS.WriteStream)
  await run(machine, {
    input: { x: 1, items: [0] },
    clock: virtualClock(0),
    tasks: { Do: [{ Throw: { Error: 'Busy' } }, { Return: {} }] },
    onEvent: (event) => {
      visits.onEvent(event)
      view.update()
    },
  })
  view.end()
  return { text, lines: visits.all.map((visit) => lineOf(visit).replace(/ +\d+ ms/, '')) }
}

test('a line says how a state ended, where it led and how often it was tried', async () => {
  const { text, lines } = await seen({})
  expect(lines).toEqual([
    'ok     Look  -> Each',
    'ok     Each',
    'ok       Do  1 retry, not waited for',
    'FAILED Stop  Enough',
  ])
  expect(text.replaceAll(/ +\d+ ms/g, '')).toBe(`${lines.join('\n')}\n`)
})

test('a terminal sees every state once in the end, and no line wraps', async () => {
  const { text, lines } = await seen({ isTTY: true, columns: 30, rows: 24 })
  const last = text.split('\u001B[J').at(-1)!
  expect(last.trimEnd().split('\n')).toHaveLength(lines.length)
  for (const line of last.split('\n')) expect(line.length).toBeLessThan(30)
})
