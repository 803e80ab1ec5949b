// All of CI in one command; `--no-tests` leaves the tests to `pnpm test`.
import { script, tool } from './tool.js'

interface Step {
  name: string
  run: () => number
}

const steps: Step[] = [
  { name: 'format', run: () => tool('oxfmt', ['--check'], { quiet: true }) },
  { name: 'lint', run: () => tool('oxlint', ['--quiet'], { quiet: true }) },
  { name: 'types', run: () => tool('typescript', ['-p', 'tsconfig.check.json'], { bin: 'tsc', quiet: true }) },
  { name: 'build', run: () => tool('typescript', ['-b'], { bin: 'tsc', quiet: true }) },
  { name: 'unused exports', run: () => tool('knip', [], { quiet: true }) },
  { name: 'packages', run: () => script('packages') },
  { name: 'page', run: () => script('page', '--check') },
  { name: 'diagnostics', run: () => script('diagnostics', '--check') },
  { name: 'generated files', run: () => script('generate', '--check') },
]
if (!process.argv.includes('--no-tests')) steps.push({ name: 'tests', run: () => script('test') })

const failed: string[] = []
for (const { name, run } of steps) {
  const started = performance.now()
  const status = run()
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'}  ${name}  ${((performance.now() - started) / 1000).toFixed(1)} s`)
  if (status !== 0) failed.push(name)
}
if (failed.length > 0) console.log(`${failed.length} of ${steps.length} failed: ${failed.join(', ')}`)
process.exit(failed.length > 0 ? 1 : 0)
