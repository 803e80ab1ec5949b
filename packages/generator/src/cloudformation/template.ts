import { Document, isMap, isScalar, isSeq, Scalar, visit, type Node, type YAMLMap, type YAMLSeq } from 'yaml'

/** A JSON value, or an intrinsic function, which is one of JSON's objects too. */
export type Value = string | number | boolean | readonly Value[] | { readonly [key: string]: Value }

/** What somebody who deploys may set. */
export interface TemplateParameter {
  Type: 'String' | 'Number'
  Description: string
  /** Absent means: has to be given. */
  Default?: string | number
  AllowedValues?: readonly string[]
  AllowedPattern?: string
  ConstraintDescription?: string
  MinValue?: number
  MaxValue?: number
}

/** A resource of a stack. */
export interface TemplateResource {
  Type: string
  Condition?: string
  DependsOn?: string | readonly string[]
  DeletionPolicy?: 'Retain' | 'RetainExceptOnCreate' | 'Snapshot' | 'Delete'
  UpdateReplacePolicy?: 'Retain' | 'Snapshot' | 'Delete'
  Properties?: Value
}

/** What the values of parameters have to be together; CloudFormation refuses others before it does anything. */
export interface TemplateRule {
  /** When the assertions count; absent means: always. */
  RuleCondition?: Value
  Assertions: readonly { Assert: Value; AssertDescription: string }[]
}

/** A CloudFormation template. */
export interface Template {
  Description: string
  Parameters?: Readonly<Record<string, TemplateParameter>>
  Rules?: Readonly<Record<string, TemplateRule>>
  Mappings?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string | number>>>>>>
  Conditions?: Readonly<Record<string, Value>>
  Resources: Readonly<Record<string, TemplateResource>>
  Outputs?: Readonly<
    Record<string, { Description: string; Value: Value; Export?: { Name: Value }; Condition?: string }>
  >
}

/** The sections whose entries are set apart by an empty line. */
const spaced = ['Parameters', 'Rules', 'Resources', 'Outputs']

/**
 * A template as YAML: intrinsic functions in their short form, texts of several lines as blocks, an empty line between
 * resources. The same bytes for the same template.
 */
export function renderTemplate(template: Template): string {
  const document = new Document(
    { AWSTemplateFormatVersion: '2010-09-09', ...template },
    { aliasDuplicateObjects: false, version: '1.1' }, // CloudFormation reads YAML 1.1, where OFF is a boolean unless quoted
  )
  visit(document, {
    Map: (_, node) => shortForm(node),
    Seq: (_, node) => void (node.flow ||= isShort(node)),
  })
  const sections = document.contents as YAMLMap<Scalar<string>, Node>
  for (const { key, value } of sections.items) {
    key.spaceBefore = key.value !== 'AWSTemplateFormatVersion' && key.value !== 'Description'
    if (!spaced.includes(key.value) || !isMap(value)) continue
    for (const [at, { key }] of value.items.entries()) if (at > 0 && isScalar(key)) key.spaceBefore = true
  }
  return document.toString({
    lineWidth: 0,
    blockQuote: 'literal',
    singleQuote: true,
    indentSeq: false,
    flowCollectionPadding: false,
  })
}

/** A list that reads better on one line. */
function isShort({ items }: YAMLSeq): boolean {
  return items.every((item) => isScalar(item) && !String(item.value).includes('\n')) && items.join(', ').length <= 90
}

/** `{ Ref: 'Name' }` becomes `!Ref Name`. A function of a function stays in its long form: YAML has one tag a node. */
function shortForm(node: YAMLMap): Node | undefined {
  const [name, value] = intrinsic(node) ?? []
  if (name === undefined || isMap(value)) return
  if (name === 'Fn::GetAtt' && isSeq(value)) return tagged(new Scalar(value.items.join('.')), name)
  if (isSeq(value)) value.flow = value.items.every((item) => isScalar(item) || intrinsic(item)?.[0] === 'Ref')
  return tagged(value as Node, name)
}

function intrinsic(node: unknown): [name: string, value: unknown] | undefined {
  if (!isMap(node) || node.items.length !== 1) return
  const { key, value } = node.items[0]!
  const name = isScalar(key) ? String(key.value) : ''
  return name === 'Ref' || name.startsWith('Fn::') ? [name, value] : undefined
}

function tagged(node: Node, name: string): Node {
  node.tag = `!${name.replace('Fn::', '')}`
  return node
}
