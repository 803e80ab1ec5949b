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

test('its role by hand allows what the stack’s role allows, under the same names, and nothing else', () => {
  const { Statement } = JSON.parse(byHand('permissions.json')) as { Statement: { Sid: string; Action: string[] }[] }
  const ofStack = resource('LambdaRole')
    .split('- Sid: ')
    .slice(1)
    .filter((text) => text.includes('Effect: Allow'))
    .map((text) => [
      text.slice(0, text.indexOf('\n')),
      [...text.matchAll(/\b(?:s3|ec2|logs|secretsmanager):[A-Z]\w+/g)].map(([action]) => action).toSorted(),
    ])
  expect(Object.fromEntries(Statement.map(({ Sid, Action }) => [Sid, Action.toSorted()]))).toEqual(
    Object.fromEntries(ofStack),
  )
})
