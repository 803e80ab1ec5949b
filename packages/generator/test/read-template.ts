import { isMap, isSeq, parse, type CollectionTag, type ScalarTag } from 'yaml'
import type { Template, Value } from '../src/cloudformation/template.js'

const functions = ['Ref', 'Sub', 'GetAtt', 'If', 'Equals', 'Not', 'Select', 'Split', 'Join', 'FindInMap', 'GetAZs']

/** A template's text as CloudFormation reads it: short forms of intrinsic functions in their long form. */
export function readTemplate(text: string): Template {
  const customTags = functions.flatMap((name): (ScalarTag | CollectionTag)[] => [
    { tag: `!${name}`, resolve: (value: string) => longForm(name, value) },
    {
      tag: `!${name}`,
      collection: 'seq',
      resolve: (node) => longForm(name, isSeq(node) ? (node.toJSON() as Value) : ''),
    },
    {
      tag: `!${name}`,
      collection: 'map',
      resolve: (node) => longForm(name, isMap(node) ? (node.toJSON() as Value) : ''),
    },
  ])
  const { AWSTemplateFormatVersion, ...template } = parse(text, { customTags, version: '1.1' }) as Template & {
    AWSTemplateFormatVersion: string
  }
  if (AWSTemplateFormatVersion !== '2010-09-09') throw new Error(`Version ${AWSTemplateFormatVersion}`)
  return template
}

function longForm(name: string, value: Value): Value {
  if (name === 'Ref') return { Ref: value }
  if (name !== 'GetAtt' || typeof value !== 'string') return { [`Fn::${name}`]: value }
  const dot = value.indexOf('.')
  return { 'Fn::GetAtt': [value.slice(0, dot), value.slice(dot + 1)] }
}

/** Every object and list inside a value, itself first. */
export function* insideOf(value: unknown): Generator<Record<string, unknown>> {
  if (value === null || typeof value !== 'object') return
  if (!Array.isArray(value)) yield value as Record<string, unknown>
  for (const inner of Object.values(value)) yield* insideOf(inner)
}
