import { isObject } from '../../model/json.js'
import type { Severity } from '../../diagnostics/diagnostic.js'
import { hasSubstitution } from '../../model/substitution.js'
import { delimitersOf } from '../../syntax/jsonata.js'
import { limits } from '../../model/limits.js'
import { described, quote } from '../kinds.js'
import { at, type Place } from '../place.js'
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
      } else if (value['Resource'] === undefined && value['WriterConfig'] === undefined) {
        const hint = 'Set "Resource" to arn:aws:states:::s3:putObject.'
        yield { place, field: 'ResultWriter', is: 'does not say what writes', hint }
      } else if (isObject(value['WriterConfig']) && Object.keys(value['WriterConfig']).length === 0) {
        const hint = 'Set "Transformation", "OutputType" or both, or remove it.'
        yield { place: at(place, 'WriterConfig'), field: 'WriterConfig', is: 'is empty', hint }
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
  const from = language === 'JSONata' ? 'Items' : 'ItemsPath'
  if (value['ItemReader'] !== undefined && value[from] !== undefined) {
    const hint = 'The items are those of the reader. Remove one of the two.'
    yield { place: at(place, from), field: from, is: 'is ignored beside an ItemReader', hint }
  }
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
  // The guide calls the field required, and no deployed machine is known without it; of manifests and flattened objects less is known.
  const required: Severity = manifest === undefined && transformation === undefined ? 'ERROR' : 'WARNING'
  if (value['Parameters'] === undefined && value['Arguments'] === undefined) {
    const hint = 'Name the Bucket, and the Key or the Prefix.'
    yield { place, field: 'ItemReader', is: 'does not say what to read', hint }
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
  if (typeof items === 'number' && items > limits.maxItems) {
    const is = `has a MaxItems of more than ${limits.maxItems}`
    yield { place: at(here, 'MaxItems'), field, is, hint: 'A Map reads no more. Leave it out to read all there are.' }
  }
  const headers = config['CSVHeaders']
  if (Array.isArray(headers)) {
    const twice = headers.find((one, index) => headers.indexOf(one) !== index) as unknown
    const column = at(here, 'CSVHeaders')
    const hint = 'The Map fails with States.ItemReaderFailed.'
    if (twice !== undefined) yield { place: column, field, is: `names the column ${quote(twice)} twice`, hint }
    else if (headers.length === 0) yield { place: column, field, is: 'names no column', hint: 'List the columns.' }
  }
  const pointer = config['ItemsPointer']
  if (typeof pointer === 'string' && !/^(?:$|\/)/.test(pointer)) {
    const hint = 'A JSON Pointer begins with "/": "/orders/items".'
    yield { place: at(here, 'ItemsPointer'), field, is: `has ${quote(pointer)}, which is no JSON Pointer`, hint }
  } else if (typeof pointer === 'string' && pointer.length > limits.itemsPointerCharacters) {
    const is = `has an ItemsPointer of more than ${limits.itemsPointerCharacters} characters`
    yield { place: at(here, 'ItemsPointer'), field, is, hint: `It has ${pointer.length}.` }
  }
  yield* manifestProblems(config, here)
  if (/:s3:getObject$/i.test(resource) && transformation === 'LOAD_AND_FLATTEN') {
    const hint = 'Read with s3:listObjectsV2, or remove it.'
    yield { place: at(here, 'Transformation'), field, is: 'loads many objects, though one is read', hint }
  }
  if (/:s3:listObjectsV2$/i.test(resource) && transformation !== 'LOAD_AND_FLATTEN' && type !== undefined) {
    const hint = 'Set Transformation to LOAD_AND_FLATTEN to read the objects, or remove it.'
    yield {
      place: at(here, 'InputType'),
      field,
      is: 'says what the objects hold, though only their names are read',
      hint,
    }
  }
  const supplied = value['Parameters'] ?? value['Arguments']
  if (type === 'PARQUET' && isObject(supplied) && (supplied['VersionId'] ?? supplied['VersionId.$']) !== undefined) {
    yield {
      place: at(here, 'InputType'),
      field,
      is: 'is PARQUET, which is read without a VersionId',
      hint: 'Remove VersionId.',
    }
  }
  if (transformation === 'LOAD_AND_FLATTEN' && type === undefined) {
    const hint = 'Set InputType to what the objects hold.'
    yield { place: here, field, is: 'loads objects and does not say what they hold', hint }
  }
}

function* manifestProblems(
  { InputType: type, ManifestType: manifest, Transformation: transformation }: Config,
  here: Place,
) {
  const field = 'ReaderConfig'
  const place = at(here, 'InputType')
  if (manifest === 'S3_INVENTORY' && type !== undefined) {
    yield {
      place,
      field,
      is: 'has an InputType beside ManifestType S3_INVENTORY',
      hint: 'Remove it: the manifest says it.',
    }
  }
  if (manifest === 'ATHENA_DATA' && (type === 'JSON' || type === 'MANIFEST')) {
    yield { place, field, is: `reads ATHENA_DATA as ${type}`, hint: 'It is CSV, JSONL or PARQUET.' }
  }
  if (transformation === 'LOAD_AND_FLATTEN' && type === 'MANIFEST') {
    yield { place, field, is: 'loads objects as MANIFEST', hint: 'They are CSV, JSON, JSONL or PARQUET.' }
  }
}

type Config = Readonly<Record<string, unknown>>
