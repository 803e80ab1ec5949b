import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { stackTemplate } from 'generator'
import { expect, test } from 'vitest'
import { root } from '../tool.js'

const byHand = (path: string) => readFileSync(join(root, 'generated/lambda', path), 'utf8')
const stack = stackTemplate('step_full.yaml').text
/** A resource's block of the template. */
const resource = (name: string) => new RegExp(`^  ${name}:\\n((?: {4}.*\\n)*)`, 'm').exec(stack)![1]!

test('the function is made by hand as the stack makes it', () => {
  const create = byHand('create.sh')
  const lambda = resource('MySqlConnectorLambda')
  for (const [flag, property] of [
    ['runtime', 'Runtime'],
    ['handler', 'Handler'],
    ['timeout', 'Timeout'],
    ['memory-size', 'MemorySize'],
  ]) {
    const value = new RegExp(`^ {6}${property}: (\\S+)$`, 'm').exec(lambda)![1]
    expect(create).toContain(`--${flag} ${value} `)
  }
  const variables = [...lambda.matchAll(/^ {10}([A-Z_]+):/gm)].map((match) => match[1])
  expect(variables).toHaveLength(3)
  for (const name of variables) expect(create).toMatch(new RegExp(`[{,]${name}=`))
})

test('its role by hand allows the actions that the stack’s role allows, and no other', () => {
  const { Statement } = JSON.parse(byHand('permissions.json')) as { Statement: { Action: string[] }[] }
  const allowed = resource('LambdaRole')
    .split('- Effect: ')
    .filter((text) => text.startsWith('Allow'))
    .flatMap((text) => [...text.matchAll(/\b(?:s3|ec2|logs|secretsmanager):[A-Z]\w+/g)].map(([action]) => action))
  expect(Statement.flatMap(({ Action }) => Action).toSorted()).toEqual(allowed.toSorted())
})
