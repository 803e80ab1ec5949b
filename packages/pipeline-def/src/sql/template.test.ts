import { expect, test } from 'vitest'
import { Parameter } from './parameter.js'
import { sqlTemplate } from './template.js'

const database = new Parameter('Database')

test('names are quoted for the parser that reads them', () => {
  expect(sqlTemplate('{{dml database name}}')({ database, name: 'users' })).toBe('"${Database}"."users"')
  expect(sqlTemplate('{{ddl database name}}')({ database, name: 'users' })).toBe('`${Database}`.`users`')
})

test.each(['', 'Users', 'my-table', 'a.b', 'a"b', 'a`b', 'a b', '1a', 'été', '${Other}', 'a'.repeat(256), 7, null])(
  'the name %j is refused',
  (name) => {
    for (const template of ['{{dml name}}', '{{ddl name}}'])
      expect(() => sqlTemplate(template)({ name })).toThrow('is not a SQL name')
    expect(() => sqlTemplate('{{pattern names}}')({ names: [name] })).toThrow('is not a SQL name')
  },
)

test('the parts of a text become one literal, untouched', () => {
  expect(sqlTemplate('{{text location path}}')({ location: database, path: 'a<b>&/"ü"/' })).toBe(
    `'\${Database}a<b>&/"ü"/'`,
  )
})

test.each([`it's`, 'a\\', 'a\nb', 'a\u0000', '${Other}', 7, undefined])('the text %j is refused', (text) => {
  expect(() => sqlTemplate('{{text text}}')({ text })).toThrow('is not a SQL text')
})

test.each(['string', 'double', 'decimal(39,2)', 'bigint; DROP TABLE t', 'BIGINT'])('the type %j is refused', (type) => {
  expect(() => sqlTemplate('{{type type}}')({ type })).toThrow('is not a column type')
})

test('a name that the data lacks is an error, and so is a column that the table lacks', () => {
  expect(() => sqlTemplate('{{nmae}}')({ name: 'users' })).toThrow('nmae')
  expect(() => sqlTemplate('{{dml nmae}}')({ name: 'users' })).toThrow('undefined is not a SQL name')
  expect(() => sqlTemplate('{{#each nmaes}}{{/each}}')({ names: [] })).toThrow('needs a list, not undefined')
  const table = { columns: [{ name: 'id', type: 'bigint' }] }
  expect(() => sqlTemplate(`{{columnType table 'ide'}}`)({ table })).toThrow('there are id')
})

test('names inherited from Object are not data', () => {
  expect(() => sqlTemplate('{{dml constructor}}')({})).toThrow()
  expect(() => sqlTemplate('{{dml __proto__}}')({})).toThrow()
})

test.each(['', 'a}', '${a}', 'a-b', '__proto__'])('the parameter name %j is refused', (name) => {
  expect(() => new Parameter(name)).toThrow('is not a parameter name')
})
