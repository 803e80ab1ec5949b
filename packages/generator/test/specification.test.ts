import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec'
import type { DefinitionReference, Property, PropertyType, SpecDatabase } from '@aws-cdk/service-spec-types'
import { etl } from 'pipeline-def'
import { beforeAll, expect, test } from 'vitest'
import { stacks } from '../src/cloudformation/stacks.js'
import { environments } from '../src/environments.js'

let specification: SpecDatabase
beforeAll(() => void (specification = loadAwsServiceSpecSync()))

/** Where a value does not fit the CloudFormation resource specification. */
function findings(type: string, properties: Record<string, unknown>): string[] {
  const [resource] = specification.lookup('resource', 'cloudFormationType', 'equals', type)
  return resource ? inObject(properties, resource.properties, type) : [`${type} is no resource type`]
}

function inObject(value: Record<string, unknown>, properties: Record<string, Property>, at: string): string[] {
  const found: string[] = []
  for (const [name, property] of Object.entries(properties))
    if (property.required && !Object.hasOwn(value, name)) found.push(`${at} lacks ${name}`)
  for (const [name, inner] of Object.entries(value)) {
    const property = properties[name]
    if (!property) found.push(`${at} has no ${name}`)
    else found.push(...inType(inner, property.type, `${at}.${name}`))
  }
  return found
}

function inType(value: unknown, type: PropertyType, at: string): string[] {
  if (isIntrinsic(value) || type.type === 'json') return []
  if (type.type === 'union') {
    const all = type.types.map((one) => inType(value, one, at))
    return all.find((found) => found.length === 0) ?? all[0]!
  }
  if (type.type === 'array' || type.type === 'map') {
    const isRight = type.type === 'array' ? Array.isArray(value) : isObject(value)
    if (!isRight) return [`${at} is no ${type.type}`]
    return Object.entries(value as object).flatMap(([key, inner]) => inType(inner, type.element, `${at}.${key}`))
  }
  if (type.type === 'ref') {
    const definition = specification.get('typeDefinition', (type as DefinitionReference).reference.$ref)
    return isObject(value) ? inObject(value, definition.properties, at) : [`${at} is no object`]
  }
  if (type.type === 'tag') {
    const isTag = isObject(value) && Object.keys(value).toSorted().join() === 'Key,Value'
    return isTag ? [] : [`${at} is no tag`]
  }
  if (type.type === 'string' && type.allowedValues && !type.allowedValues.includes(String(value)))
    return [`${at}: "${String(value)}" is none of ${type.allowedValues.join(', ')}`]
  const kinds: Record<string, string> = { integer: 'number', number: 'number', boolean: 'boolean' }
  const kind = kinds[type.type] ?? 'string'
  return typeof value === kind ? [] : [`${at}: ${JSON.stringify(value)} is no ${kind}`]
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function isIntrinsic(value: unknown): boolean {
  return isObject(value) && Object.keys(value).some((key) => key === 'Ref' || key.startsWith('Fn::'))
}

test.each(Object.entries(stacks))('%s has only properties that CloudFormation knows', (_, stack) => {
  for (const { Type, Properties } of Object.values(stack(environments.staging.parameters, etl).Resources))
    expect(findings(Type, (Properties ?? {}) as Record<string, unknown>)).toEqual([])
})

test.each(Object.entries(stacks))('%s says of every resource that can tell which environment it is of', (_, stack) => {
  const { Resources } = stack(environments.staging.parameters, etl)
  for (const [name, { Type, Properties }] of Object.entries(Resources)) {
    const [resource] = specification.lookup('resource', 'cloudFormationType', 'equals', Type)
    const Tags = resource!.properties['Tags'] ? [{ Key: 'Environment', Value: { Ref: 'Environment' } }] : undefined
    expect([name, (Properties as { Tags?: unknown }).Tags]).toEqual([name, Tags])
  }
})

test('a wrong property, a missing one, a wrong type and a wrong value are found', () => {
  expect(findings('AWS::S3::Bucket', { BucketNam: 'a' })).toEqual(['AWS::S3::Bucket has no BucketNam'])
  expect(findings('AWS::Scheduler::Schedule', {})).toContain('AWS::Scheduler::Schedule lacks Target')
  expect(findings('AWS::S3::Bucket', { VersioningConfiguration: { Status: 1 } })).not.toEqual([])
  expect(findings('AWS::Scheduler::Schedule', { ScheduleExpression: [] }).join()).toContain('is no string')
  expect(findings('AWS::S3::Buckett', {})).toEqual(['AWS::S3::Buckett is no resource type'])
})
