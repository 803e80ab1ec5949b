import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { root } from './tool.js'

const folder = mkdtempSync(join(tmpdir(), 'connector-'))
afterAll(() => rmSync(folder, { recursive: true }))
const broken = join(folder, 'event.json')
writeFileSync(broken, '{')

test.each([
  [['--evnt', 'x'], 'There is no flag --evnt. Did you mean "--event"?\n'],
  [['--event', join(folder, 'none.json')], /^The event: ENOENT: .*none\.json'\n$/],
  [['--event', broken], /^The event: .*JSON.*\n$/],
])('pnpm connector %j is refused', (args, words) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'scripts/run.mjs'), 'connector', ...args],
    { encoding: 'utf8' },
  )
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toMatch(words)
})

test.each(['nonsense-secret', 'mysql://me:100%secret@127.0.0.1:1'])(
  'pnpm connector says by name that MYSQL_URL is none, and does not repeat it: %s',
  (url) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'scripts/run.mjs'), 'connector'], {
      encoding: 'utf8',
      env: { ...process.env, MYSQL_URL: url },
    })
    expect(status).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({
      errorType: 'ConfigurationError',
      errorMessage: expect.stringMatching(/^MYSQL_URL/),
    })
    expect(stdout + stderr).not.toContain('secret')
  },
)
