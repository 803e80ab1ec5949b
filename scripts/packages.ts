// Packs what is published and uses it as a stranger would: publint, attw, an ESM TypeScript consumer on both compilers, a CommonJS one.
import { execFileSync, spawnSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleCli } from './bundle-cli.js'
import { pnpm, root, tool } from './tool.js'

interface Manifest {
  name: string
  private?: boolean
}

const folder = mkdtempSync(join(tmpdir(), 'packages-'))
try {
  expectZero('tsc -b', tool('typescript', ['-b'], { bin: 'tsc', quiet: true }))
  await bundleCli()
  const tarballs = publishedPackages().map(pack)
  for (const tarball of tarballs) {
    expectZero(`publint ${tarball}`, tool('publint', ['--strict', tarball], { quiet: true }))
    expectZero(
      `attw ${tarball}`,
      tool('@arethetypeswrong/cli', [tarball, '--profile', 'esm-only'], { bin: 'attw', quiet: true }),
    )
  }
  checkWithCli(consume(tarballs))
  console.log(
    `${tarballs.length} packed: published as they should be, and used from ESM TypeScript (5.9 and 7) and CommonJS`,
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function publishedPackages(): string[] {
  return readdirSync(join(root, 'packages')).filter((name) => {
    const file = join(root, 'packages', name, 'package.json')
    return existsSync(file) && !(JSON.parse(readFileSync(file, 'utf8')) as Manifest).private
  })
}

function pack(name: string): string {
  const output = pnpm(['pack', '--pack-destination', folder, '--json'], join(root, 'packages', name))
  const { filename } = JSON.parse(output) as { filename: string }
  return filename
}

function consume(tarballs: readonly string[]): string {
  const consumer = join(folder, 'consumer')
  mkdirSync(consumer)
  writeFileSync(join(consumer, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }))
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  execFileSync(npm, ['install', '--no-audit', '--no-fund', '--silent', '@types/node@20.19.25', ...tarballs], {
    cwd: consumer,
    shell: process.platform === 'win32',
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  for (const name of ['hello-world.ts', 'map.ts', 'both-query-languages.ts']) {
    copyFileSync(join(root, 'examples', name), join(consumer, name))
  }
  copyFileSync(join(root, 'examples/commonjs/hello-world.cjs'), join(consumer, 'hello-world.cjs'))
  const compilerOptions = {
    module: 'nodenext',
    target: 'es2023',
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    outDir: 'out',
    rootDir: '.',
    types: ['node'],
  }
  writeFileSync(join(consumer, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }))
  for (const compiler of ['typescript-5.9', 'typescript']) {
    expectZero(
      `${compiler} on the consumer`,
      tool(compiler, ['-p', consumer], { bin: 'tsc', quiet: true, cwd: consumer }),
    )
    writeFileSync(
      join(consumer, 'out/print.js'),
      `import { emit } from 'asl-builder'\nimport machine from './hello-world.js'\nprocess.stdout.write(emit(machine, { pretty: true }))\n`,
    )
    const golden = readFileSync(join(root, 'examples/golden/hello-world.asl.json'), 'utf8')
    expectSame('the ESM consumer prints', run(['out/print.js'], consumer), golden)
    const states = (text: string): unknown => (JSON.parse(text) as { States: unknown }).States
    const commonJs = run(['hello-world.cjs'], consumer)
    expectSame('the CommonJS consumer prints', JSON.stringify(states(commonJs)), JSON.stringify(states(golden)))
  }
  return consumer
}

/** The CLI as installed: clean for a good definition, 1 for one that AWS would refuse. */
function checkWithCli(consumer: string): void {
  const asl = join(consumer, 'node_modules/asl-cli/bin/asl.js')
  copyFileSync(join(root, 'examples/golden/hello-world.asl.json'), join(consumer, 'good.asl.json'))
  writeFileSync(join(consumer, 'bad.asl.json'), '{"StartAt":"A","States":{"A":{"Type":"Pass","Next":"B"}}}')
  expectSame('asl check good.asl.json ends with', String(statusOf([asl, 'check', 'good.asl.json'], consumer)), '0')
  expectSame('asl check bad.asl.json ends with', String(statusOf([asl, 'check', 'bad.asl.json'], consumer)), '1')
}

function statusOf(args: readonly string[], cwd: string): number | null {
  return spawnSync(process.execPath, [...args], { cwd, stdio: 'ignore' }).status
}

function run(args: readonly string[], cwd: string): string {
  return execFileSync(process.execPath, args, { cwd, encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } })
}

function expectZero(what: string, status: number): void {
  if (status !== 0) throw new Error(`${what}: exit code ${status}`)
}

function expectSame(what: string, actual: string, expected: string): void {
  if (actual !== expected) throw new Error(`${what}\n${actual}\ninstead of\n${expected}`)
}
