import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { environments } from 'generator'
import { parameters } from 'pipeline-def'
import { expect, test } from 'vitest'
import { root } from '../tool.js'
import { localDefinition } from './definition.js'
import { places } from './places.js'

test('what runs here is the file that is generated for AWS, with a value for each of its parameters', () => {
  const text = readFileSync(join(root, 'generated/etl.asl.json'), 'utf8')
  expect(text).toMatch(/\$\{MySQLLambdaArn\}/)
  expect(localDefinition()).toEqual(localDefinition(text))
  expect(JSON.stringify(localDefinition(text))).not.toMatch(/\$\{\w+\}/)
  expect(Object.keys(places).sort()).toEqual(Object.keys(parameters).sort())
  expect(places.AthenaDatabaseName).toBe(environments.staging.parameters.AthenaDatabaseName)
})

test('a parameter that nothing here stands for is named', () => {
  expect(() => localDefinition('{ "Comment": "${Unknown}" }')).toThrow('the parameter "Unknown"')
})
