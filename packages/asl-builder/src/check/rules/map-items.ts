import { isObject } from '../../model/json.js'
import type { Severity } from '../../diagnostics/diagnostic.js'
import { hasSubstitution } from '../../model/substitution.js'
import { delimitersOf } from '../../syntax/jsonata.js'
import { described } from '../kinds.js'
import { at } from '../place.js'
import type { ObjectNode } from '../reading.js'
import { rule } from '../rule.js'
import { dg, schema } from '../source.js'

interface Fact {
  field: string
  is: string
  hint: string
}

export const mapItems = rule<Fact>({
  name: 'MAP_ITEMS',
  code: schema,
  severity: 'WARNING', // the developer guide says so; what AWS says at creation is not known
  summary:
    'The reader, the batcher and the writer of a Map are told all that they need, and nothing that contradicts it.',
  source: dg('input-output-itemreader'),

  *check({ objectsOf }) {
    for (const map of objectsOf('Map')) yield* itemsProblems(map)
    for (const reader of objectsOf('ItemReader')) yield* readerProblems(reader)
    for (const { value, place } of objectsOf('ItemBatcher')) {
      const sized = Object.keys(value).some((name) => name.startsWith('MaxItems') || name.startsWith('MaxInputBytes'))
      if (sized) continue
      const hint = 'Set MaxItemsPerBatch, MaxInputBytesPerBatch or both.'
      yield { place, field: 'ItemBatcher', is: 'says nothing of the size of a batch', hint, severity: 'ERROR' }
    }
    for (const { value, place } of objectsOf('ResultWriter')) {
      if (Object.keys(value).length === 0) {
        const hint = 'Give it "Resource" and a bucket, or "WriterConfig", or remove it.'
        yield { place, field: 'ResultWriter', is: 'is empty', hint, severity: 'ERROR' }
      } else if (
        value['Resource'] !== undefined &&
        value['Parameters'] === undefined &&
        value['Arguments'] === undefined
      ) {
        yield {
          place,
          field: 'ResultWriter',
          is: 'does not say where to write',
          hint: 'Name the Bucket and the Prefix.',
        }
      }
    }
  },

  say: ({ field, is, hint }) => ({ message: `'${field}' ${is}`, hint }),
})

function* itemsProblems({ value, place, language }: ObjectNode) {
  const items = value['Items']
  if (items === undefined || language !== 'JSONata' || (typeof items === 'object' && items !== null)) return
  if (typeof items === 'string' && (delimitersOf(items) !== 'text' || hasSubstitution(items))) return
  const hint = `It is ${described(items)}. Write {% … %}, or the array.`
  yield { place: at(place, 'Items'), field: 'Items', is: 'must be an array or an expression that yields one', hint }
}

function* readerProblems({ value, place }: ObjectNode) {
  const resource = value['Resource']
  const given = value['ReaderConfig']
  if (typeof resource !== 'string' || hasSubstitution(resource)) return
  const config = isObject(given) ? given : {}
  if (Object.values(config).some(hasSubstitution)) return
  const here = given === undefined ? place : at(place, 'ReaderConfig')
  const { InputType: type, ManifestType: manifest, Transformation: transformation } = config
  const has = (name: string): boolean => config[name] !== undefined
  const field = 'ReaderConfig'
  const required: Severity = 'ERROR' // the guide calls the field required, and no deployed machine is known without it
  if (value['Parameters'] === undefined && value['Arguments'] === undefined) {
    yield { place, field: 'ItemReader', is: 'does not say what to read', hint: 'Name the Bucket and the Key.' }
  }

  if (/:s3:getObject$/i.test(resource) && type === undefined && manifest !== 'S3_INVENTORY') {
    const hint = 'Set InputType to CSV, JSON, JSONL, PARQUET or MANIFEST.'
    yield { place: here, field, is: 'does not say what the object holds', hint }
  }
  if (type === 'CSV' && !has('CSVHeaderLocation')) {
    const hint = 'Set CSVHeaderLocation to FIRST_ROW or GIVEN.'
    yield { place: here, field, is: 'does not say where the names of the columns are', hint, severity: required }
  }
  if (config['CSVHeaderLocation'] === 'GIVEN' && !has('CSVHeaders')) {
    yield {
      place: here,
      field,
      is: 'gives no CSVHeaders, though CSVHeaderLocation is GIVEN',
      hint: 'List the columns.',
      severity: required,
    }
  }
  if (config['CSVHeaderLocation'] === 'FIRST_ROW' && has('CSVHeaders')) {
    const hint = 'Set CSVHeaderLocation to GIVEN, or remove CSVHeaders.'
    yield { place: at(here, 'CSVHeaders'), field, is: 'gives CSVHeaders, though the first row holds them', hint }
  }
  for (const name of ['CSVHeaderLocation', 'CSVHeaders', 'CSVDelimiter']) {
    if (!has(name) || type === undefined || type === 'CSV' || type === 'MANIFEST') continue
    yield { place: at(here, name), field, is: `has ${name}, though InputType is ${String(type)}`, hint: 'Remove it.' }
  }
  if (has('ItemsPointer') && type !== undefined && type !== 'JSON') {
    const is = `has ItemsPointer, though InputType is ${String(type)}`
    yield { place: at(here, 'ItemsPointer'), field, is, hint: 'Only a JSON object is pointed into.' }
  }
  const items = config['MaxItems']
  if (typeof items === 'number' && items < 0) {
    const hint = 'The Map fails with States.ItemReaderFailed. 0 means all.'
    yield { place: at(here, 'MaxItems'), field, is: `has a negative MaxItems (${items})`, hint }
  }
  if (transformation === 'LOAD_AND_FLATTEN' && type === undefined) {
    const hint = 'Set InputType to what the objects hold.'
    yield { place: here, field, is: 'loads objects and does not say what they hold', hint }
  }
}
