import { expect, test } from 'vitest'
import { shapes } from './catalogue/shapes.js'
import { parseResource, type IntegrationResource } from './resource.js'
import { shapesOf, type Shape } from './shape.js'

const call = (text: string): IntegrationResource => parseResource(`arn:aws:states:::${text}`) as IntegrationResource

test('a parameter is a structure, an array or a dictionary of what is inside it', () => {
  expect(shapesOf(call('sns:publish')).get('MessageAttributes')).toEqual({
    kind: 'dictionary',
    of: {
      kind: 'structure',
      members: new Map([
        ['DataType', { kind: 'string' }],
        ['StringValue', { kind: 'string' }],
        ['BinaryValue', { kind: 'any' }],
      ]),
    },
  })
  expect(shapesOf(call('sns:publish')).get('Message')).toBeUndefined()
  expect(shapesOf(call('lambda:invoke')).size).toBe(0)
})

test('a shape may contain itself', () => {
  const applications = shapesOf(call('elasticmapreduce:createCluster')).get('Configurations') as Shape & {
    kind: 'array'
  }
  expect(applications.of.kind === 'structure' && applications.of.members.get('Configurations')).toBe(applications)
})

test('every line can be read to its end', () => {
  const seen = new Set<Shape>()
  const walk = (shape: Shape | undefined): void => {
    expect(shape).toBeDefined()
    if (!shape || seen.has(shape)) return
    seen.add(shape)
    if (shape.kind === 'structure') {
      for (const [name, member] of shape.members) {
        expect(name).toMatch(/^[A-Z]\w*$/)
        walk(member)
      }
    } else if (shape.kind === 'array' || shape.kind === 'dictionary') walk(shape.of)
  }
  for (const line of shapes) {
    const [kind, service, action] = line.slice(0, line.indexOf(';')).split(':') as [
      IntegrationResource['kind'],
      string,
      string,
    ]
    const parameters = shapesOf({ ...call('sns:publish'), kind, service, action })
    expect(parameters.size).toBe(line.split(';').length - 1)
    for (const shape of parameters.values()) walk(shape)
  }
})
