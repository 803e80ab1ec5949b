// `pnpm bench run [--peers] [--rounds N]`: what a transition costs, beside the least that JavaScript allows and a peer, in one run.
// --peers installs aws-local-stepfunctions into .cache/ and measures it too. Exits 1 when a figure is beyond its bound.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { machines as all } from '../bench-run/machines.mjs'
import { root, tool } from '../tool.js'

interface Machine {
  readonly transitions: number
  /** Microseconds a transition at most. */
  readonly most?: number
  /** Times the limit at most. */
  readonly mostOfLimit?: number
  readonly mostMegabytes?: number
  /** AWS would not run it. */
  readonly isBeyondQuotas?: boolean
}
const machines = all as Readonly<Record<string, Machine>>

interface Measured {
  readonly milliseconds: number
  readonly megabytes: number
}

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: { peers: { type: 'boolean', default: false }, rounds: { type: 'string', default: '3' } },
})

if (tool('typescript', ['-b', 'packages/asl-runner'], { bin: 'tsc' }) !== 0) process.exit(1)
const peers = values.peers ? installPeers() : undefined
const names = ['runner', 'runner, quotas', 'limit', ...(peers === undefined ? [] : ['peer'])]

function installPeers(): string | undefined {
  const folder = join(root, '.cache/bench-peers')
  if (!existsSync(join(folder, 'node_modules/aws-local-stepfunctions'))) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
    const install = [
      'install',
      '--no-audit',
      '--no-fund',
      '--silent',
      '--engine-strict=false',
      'aws-local-stepfunctions@3.0.0',
    ]
    const { status } = spawnSync('npm', install, {
      cwd: folder,
      stdio: ['ignore', 2, 2],
      shell: process.platform === 'win32',
    })
    if (status !== 0) {
      console.error('aws-local-stepfunctions could not be installed: it is not measured.')
      return undefined
    }
  }
  return folder
}

function measure(engine: string, machine: string, ...runs: string[]): Measured | undefined {
  const { stdout } = spawnSync(
    process.execPath,
    [join(root, 'scripts/bench-run/measure.mjs'), engine, machine, ...runs],
    {
      cwd: root,
      encoding: 'utf8',
      timeout: 120_000,
      env: { ...process.env, NODE_OPTIONS: '', ...(peers !== undefined && { ASL_BENCH_PEERS: peers }) },
    },
  )
  const answer = JSON.parse(stdout.trim().split('\n').at(-1) || '{}') as Partial<Measured> & { error?: string }
  if (answer.error !== undefined && answer.error !== 'not measured')
    console.error(`${engine}, ${machine}: ${answer.error}`)
  return answer.milliseconds === undefined ? undefined : (answer as Measured)
}

/** The least of several rounds, the engines taking turns: what else the machine does hits all of them alike. */
function leastOf(machine: string, engines: readonly string[]): Map<string, Measured> {
  const least = new Map<string, Measured>()
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const engine of engines) {
      const measured = measure(engine, machine)
      const before = least.get(engine)
      if (!measured) continue
      least.set(engine, {
        milliseconds: Math.min(measured.milliseconds, before?.milliseconds ?? Infinity),
        megabytes: measured.megabytes,
      })
    }
  }
  return least
}

const beyond: string[] = []
const row = (cells: readonly string[]): void =>
  console.log(cells.map((cell, index) => (index === 0 ? cell.padEnd(14) : cell.padStart(16))).join(''))
const bound = (what: string, value: number, most: number | undefined): void => {
  if (most !== undefined && value > most) beyond.push(`${what}: ${value.toFixed(2)} is more than ${most}`)
}

console.log('Microseconds a transition, the least of all rounds; MB: the most a process of five runs takes')
row(['', ...names, 'most', 'limit x', ...(peers === undefined ? [] : ['peer x']), 'MB'])
for (const [name, machine] of Object.entries(machines)) {
  const least = leastOf(
    name,
    names.filter((engine) => engine !== 'runner, quotas' || !machine.isBeyondQuotas),
  )
  const cost = (engine: string): number =>
    ((least.get(engine)?.milliseconds ?? Number.NaN) * 1000) / machine.transitions
  const shown = (value: number, digits = 3): string => (Number.isNaN(value) ? '-' : value.toFixed(digits))
  const ratio = cost('runner') / cost('limit')
  const megabytes = measure('runner', name, '5')?.megabytes ?? Number.NaN
  row([
    name,
    ...names.map((engine) => shown(cost(engine))),
    String(machine.most ?? (machine.mostOfLimit ? `${machine.mostOfLimit} x limit` : '')),
    shown(ratio, 2),
    ...(peers === undefined ? [] : [shown(cost('peer') / cost('runner'), 1)]),
    shown(megabytes, 0),
  ])
  for (const engine of ['runner', 'runner, quotas']) bound(`${name}, ${engine}`, cost(engine), machine.most)
  bound(`${name}, times the limit`, ratio, machine.mostOfLimit)
  bound(`${name}, megabytes`, megabytes, machine.mostMegabytes)
}
const compile = leastOf('compile', ['runner']).get('runner')?.milliseconds ?? Number.NaN
console.log(`\ncompiling 1,000 states and running them once: ${compile.toFixed(2)} ms (at most 10)`)
bound('compiling', compile, 10)
for (const line of beyond) console.error(line)
process.exitCode = beyond.length > 0 ? 1 : 0
