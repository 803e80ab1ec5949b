import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { etl } from 'pipeline-def'
import { describe, expect, test } from 'vitest'
import { stacks } from '../src/cloudformation/stacks.js'
import { environments } from '../src/environments.js'

/** The tutorial's deployments as it types them, in its order. */
const golden = readFileSync(new URL('golden/tutorial-commands.sh', import.meta.url), 'utf8')

/** What its script sets before the last of them. */
const variables: Record<string, string> = { base: 'stack', TIME: '20230326092933' }

const deployments = golden
  .replaceAll('\\\n', ' ')
  .split('\n')
  .filter((line) => line.includes('cloudformation deploy'))
  .map(words)
  .map((args) => {
    const { values } = parseArgs({
      args: args.slice(args.indexOf('deploy') + 1),
      options: {
        'template-file': { type: 'string' },
        'stack-name': { type: 'string' },
        capabilities: { type: 'string' },
        'parameter-overrides': { type: 'string' },
      },
    })
    const [name, value] = values['parameter-overrides']?.split('=') ?? []
    return {
      path: values['template-file']!,
      stack: values['stack-name']!,
      capabilities: values.capabilities,
      overrides: name === undefined ? {} : { [name]: value! },
    }
  })

const defaults = environments.staging.parameters
const templateOf = (path: string) => stacks[path as keyof typeof stacks](defaults, etl)

/** A line's words, without quotes and with the values of variables. */
function words(line: string): string[] {
  const text = line.replaceAll('"', '').replace(/\$\{(\w+)\}/g, (_, name: string) => variables[name]!)
  return text.split(/\s+/).filter(Boolean)
}

describe.each(deployments)('deploy $path as $stack', ({ path, capabilities, overrides }) => {
  test('works as typed', () => {
    expect(Object.keys(stacks)).toContain(path)
    const { Parameters = {}, Resources } = templateOf(path)
    const needsCapability = Object.values(Resources).some(({ Type }) => Type.startsWith('AWS::IAM::'))
    if (needsCapability) expect(capabilities).toBe('CAPABILITY_IAM')
    for (const [name, value] of Object.entries(overrides)) {
      expect(Parameters).toHaveProperty(name)
      expect(value).toMatch(new RegExp(Parameters[name]!.AllowedPattern ?? ''))
    }
    for (const [name, parameter] of Object.entries(Parameters))
      if (!Object.hasOwn(overrides, name)) expect(parameter.Default, name).toBeDefined()
  })

  test('has defaults that its own rules allow', () => {
    for (const parameter of Object.values(templateOf(path).Parameters ?? {})) {
      const value = parameter.Default
      if (parameter.AllowedPattern) expect(value).toMatch(new RegExp(parameter.AllowedPattern))
      if (parameter.AllowedValues) expect(parameter.AllowedValues).toContain(value)
    }
  })
})

test('the stacks come in the order in which they need each other, and find each other by their names', () => {
  const order = deployments.map(({ path }) => path)
  expect(order).toEqual(Object.keys(stacks).filter((path) => order.includes(path)))
  const stackOf = (path: string) => deployments.findLast((deployment) => deployment.path === path)?.stack
  expect(templateOf('step_full.yaml').Parameters?.['DatabaseStackName']?.Default).toBe(
    stackOf('AWS_cfn_mysql_small.yaml'),
  )
  expect(templateOf('quicksight_stack.yaml').Parameters?.['EtlStackName']?.Default).toBe(stackOf('step_full.yaml'))
})

test('a stack that is deployed over another keeps the meaning of its parameters', () => {
  for (const [at, { path, stack }] of deployments.entries()) {
    const before = deployments.slice(0, at).find((other) => other.stack === stack)
    if (!before) continue
    // `deploy` hands on the values that the stack has, its defaults of that time among them.
    const former = templateOf(before.path).Parameters ?? {}
    for (const [name, parameter] of Object.entries(templateOf(path).Parameters ?? {}))
      if (former[name]) expect(parameter).toEqual(former[name])
    expect(before.path).toBe('step_partial.yaml')
  }
})

test('the commands are the tutorial’s own', ({ skip }) => {
  const recordings = process.env['ASL_RECORDINGS']
  const file = join(recordings ?? '', 'seed/data-pipeline-tutorial.md')
  if (!recordings || !existsSync(file)) {
    console.log('skipped: the tutorial is not below ASL_RECORDINGS')
    skip()
  }
  const text = readFileSync(file, 'utf8')
  for (const command of golden.trim().split('\n\n')) expect(text).toContain(command.trim())
})
