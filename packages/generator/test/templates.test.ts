import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { check } from 'asl-builder'
import { etl, helloWorld, partial } from 'pipeline-def'
import { describe, expect, test } from 'vitest'
import { artefacts } from '../src/artefacts.js'
import { stacks } from '../src/cloudformation/stacks.js'
import type { Template } from '../src/cloudformation/template.js'
import { environmentNames, environments } from '../src/environments.js'
import { insideOf, readTemplate } from './read-template.js'

const generated = new Map(artefacts().map(({ path, text }) => [path, text]))
const templates = [...generated].filter(([path]) => path.endsWith('.yaml'))
const read = new Map(templates.map(([path, text]) => [path, readTemplate(text)]))

describe.each(templates)('%s', (path, text) => {
  const template = read.get(path)!

  test('is read back as it was meant', () => {
    const meant: Template = stacks[path as keyof typeof stacks](environments.staging.parameters, etl)
    expect(template).toEqual(JSON.parse(JSON.stringify(meant)))
  })

  test('is small enough to be deployed from a file', () => {
    expect(Buffer.byteLength(text)).toBeLessThan(51_200)
  })

  test('needs no capability beyond CAPABILITY_IAM, and no parameter', () => {
    for (const { Type, Properties } of Object.values(template.Resources)) {
      expect(Type).not.toMatch(/^AWS::(Serverless|CloudFormation)::|::Macro$/)
      const named = ['RoleName', 'UserName', 'GroupName', 'ManagedPolicyName', 'InstanceProfileName']
      if (Type.startsWith('AWS::IAM::')) for (const name of named) expect(Properties).not.toHaveProperty(name)
    }
    for (const parameter of Object.values(template.Parameters ?? {})) expect(parameter).toHaveProperty('Default')
  })

  test('names only what it has', () => {
    const known = new Set([...Object.keys(template.Resources), ...Object.keys(template.Parameters ?? {})])
    for (const node of insideOf(withoutDefinitions(template))) {
      for (const name of namesIn(node)) if (!name.startsWith('AWS::')) expect(known).toContain(name.split('.')[0])
      const [condition] = (node['Fn::If'] as string[] | undefined) ?? []
      if (condition) expect(Object.keys(template.Conditions ?? {})).toContain(condition)
    }
  })

  test('uses every parameter and every condition', () => {
    const used = JSON.stringify([template.Resources, template.Conditions, template.Outputs])
    for (const name of Object.keys(template.Parameters ?? {}))
      expect(used).toMatch(new RegExp(`"Ref":"${name}"|\\{${name}\\}`))
    for (const name of Object.keys(template.Conditions ?? {}))
      expect(used).toMatch(new RegExp(`\\["${name}",|"Condition":"${name}"`))
  })
})

test.each(environmentNames)('--env %s makes the values of its parameter file the defaults', (env) => {
  const files = new Map(artefacts({ env }).map(({ path, text }) => [path, text]))
  expect([...files.keys()].filter((path) => path.startsWith('parameters/'))).toEqual([`parameters/${env}.json`])
  const { Parameters: values } = JSON.parse(files.get(`parameters/${env}.json`)!) as {
    Parameters: Record<string, string>
  }
  expect(values['Environment']).toBe(env)
  for (const [path, text] of files) {
    if (!path.endsWith('.yaml')) continue
    for (const [name, parameter] of Object.entries(readTemplate(text).Parameters ?? {}))
      if (Object.hasOwn(values, name)) expect(parameter.Default).toBe(values[name])
  }
})

test.each([
  ['step_simple.yaml', helloWorld],
  ['step_partial.yaml', partial],
  ['step_full.yaml', etl],
])('%s holds its state machine, with a value for every placeholder', (path, machine) => {
  const { Definition, DefinitionSubstitutions } = read.get(path)!.Resources['MyStateMachine']!.Properties as any
  expect(Definition).toEqual(JSON.parse(JSON.stringify(machine)))
  const placeholders = new Set([...JSON.stringify(machine).matchAll(/\$\{(\w+)\}/g)].map((match) => match[1]))
  expect(new Set(Object.keys(DefinitionSubstitutions))).toEqual(placeholders)
})

test('etl.asl.json is the pipeline, and the checker finds nothing in it', () => {
  const machine = JSON.parse(generated.get('etl.asl.json')!)
  expect(machine).toEqual(JSON.parse(JSON.stringify(etl)))
  expect(check(machine)).toEqual([])
})

test('a state machine that AWS would refuse is not generated', () => {
  expect(() => artefacts({ machine: { StartAt: 'Nowhere', States: { Here: { Type: 'Succeed' } } } })).toThrow('Nowhere')
})

test('a stack imports only what the stack before it exports', () => {
  const exportsOf = (path: string) =>
    Object.values(read.get(path)!.Outputs ?? {}).flatMap(({ Export }) => (Export ? [String(subText(Export.Name))] : []))
  const importsOf = (path: string) =>
    [...insideOf(read.get(path))].flatMap((node) =>
      'Fn::ImportValue' in node ? [subText(node['Fn::ImportValue'])] : [],
    )
  const suffixes = (names: string[]) => [...new Set(names.map((name) => name.replace(/^\$\{[\w:]+\}/, '')))].sort()
  const fromDatabase = importsOf('step_full.yaml')
  expect(fromDatabase.every((name) => name.startsWith('${DatabaseStackName}-'))).toBe(true)
  expect(suffixes(exportsOf('AWS_cfn_mysql_small.yaml'))).toEqual(expect.arrayContaining(suffixes(fromDatabase)))
  expect(suffixes(exportsOf('step_full.yaml'))).toEqual(
    expect.arrayContaining(suffixes(importsOf('quicksight_stack.yaml'))),
  )
})

test('the bucket and its policy outlive their stack, and are not in the way of a second try', () => {
  const { DatalakeBucket, DatalakeBucketPolicy } = read.get('datalake_s3_stack.yaml')!.Resources
  const kept = { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' }
  expect(DatalakeBucket).toMatchObject(kept)
  expect(DatalakeBucketPolicy).toMatchObject(kept)
})

test('nothing below the tables’ prefixes expires by its age', () => {
  const { LifecycleConfiguration } = read.get('datalake_s3_stack.yaml')!.Resources['DatalakeBucket']!.Properties as any
  const aging = LifecycleConfiguration.Rules.filter((rule: object) => 'ExpirationInDays' in rule)
  expect(aging.map(({ Prefix }: { Prefix: string }) => Prefix)).toEqual(['athena/', 'staging/'])
  const markers = LifecycleConfiguration.Rules.filter((rule: object) => 'ExpiredObjectDeleteMarker' in rule)
  expect(markers).toEqual([expect.not.objectContaining({ ExpirationInDays: expect.anything() })]) // S3 refuses both in one
})

test.each([
  ['', '', []],
  ['vpc-1', 'subnet-1,subnet-2', []],
  ['vpc-1', '', ['A network of yours (VpcId) needs its SubnetIds too.']],
  ['', 'subnet-1,subnet-2', ['Subnets of yours (SubnetIds) need their VpcId too.']],
])('the network "%s" with the subnets "%s" is refused for %j', (VpcId, SubnetIds, reasons) => {
  const values: Record<string, string> = { VpcId, SubnetIds }
  const isTrue = (condition: any): boolean => {
    if ('Fn::Not' in condition) return !isTrue(condition['Fn::Not'][0])
    const [left, right] = condition['Fn::Equals'].map((side: any) => (side.Ref ? values[side.Ref] : side))
    return left === right
  }
  const refused = Object.values(read.get('AWS_cfn_mysql_small.yaml')!.Rules!).flatMap(({ RuleCondition, Assertions }) =>
    isTrue(RuleCondition) ? Assertions.filter(({ Assert }) => !isTrue(Assert)) : [],
  )
  expect(refused.map(({ AssertDescription }) => AssertDescription)).toEqual(reasons)
})

test('no number of a mapping is so large that it might be written with an exponent', () => {
  for (const template of read.values())
    for (const setting of Object.values(template.Mappings?.['Environments'] ?? {}).flatMap(Object.values))
      if (typeof setting === 'number') expect(setting).toBeLessThan(1e7)
})

test('the dashboard’s owner is looked for in the region that has the account’s users', () => {
  const { DataSource } = read.get('quicksight_stack.yaml')!.Resources
  const [, [{ Principal }]] = (DataSource!.Properties as any).Permissions['Fn::If']
  expect(Principal['Fn::Sub']).toEqual([
    'arn:${AWS::Partition}:quicksight:${Users}:${AWS::AccountId}:user/default/${QuickSightUser}',
    { Users: { 'Fn::If': ['UserRegionGiven', { Ref: 'QuickSightUserRegion' }, { Ref: 'AWS::Region' }] } },
  ])
})

test('results go to this account’s bucket, unless somebody names another place', () => {
  const { EtlWorkGroup } = read.get('step_full.yaml')!.Resources
  const { ResultConfiguration } = (EtlWorkGroup!.Properties as any).WorkGroupConfiguration
  expect(ResultConfiguration.ExpectedBucketOwner).toEqual({
    'Fn::If': ['ResultsLocationGiven', { Ref: 'AWS::NoValue' }, { Ref: 'AWS::AccountId' }],
  })
})

test('cfn-lint finds nothing in any template', ({ skip }) => {
  if (spawnSync('cfn-lint', ['--version']).status !== 0) {
    console.log('skipped: there is no cfn-lint on this machine (pip install cfn-lint)')
    skip()
  }
  const folder = mkdtempSync(join(tmpdir(), 'templates-'))
  try {
    const files = templates.map(([path, text]) => {
      writeFileSync(join(folder, path), text)
      return join(folder, path)
    })
    const { status, stdout } = spawnSync('cfn-lint', files, { encoding: 'utf8' })
    expect(stdout).toBe('')
    expect(status).toBe(0)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

/** The names that an intrinsic function reads: parameters and resources. */
function namesIn(node: Record<string, unknown>): string[] {
  if (typeof node['Ref'] === 'string') return [node['Ref']]
  if (Array.isArray(node['Fn::GetAtt'])) return [String(node['Fn::GetAtt'][0])]
  const own = Array.isArray(node['Fn::Sub']) ? Object.keys(node['Fn::Sub'][1] as object) : []
  const names = [...subText(node['Fn::Sub'] === undefined ? '' : node).matchAll(/\$\{([^!}]+)\}/g)].map(
    (match) => match[1]!,
  )
  return names.filter((name) => !own.includes(name))
}

function subText(value: unknown): string {
  const sub = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)['Fn::Sub'] : value
  return String(Array.isArray(sub) ? sub[0] : sub)
}

/** Step Functions' own `${...}` are no names of the template. */
function withoutDefinitions(template: Template): Template {
  return JSON.parse(
    JSON.stringify(template, (key, value: unknown) => (key === 'Definition' ? undefined : value)),
  ) as Template
}
