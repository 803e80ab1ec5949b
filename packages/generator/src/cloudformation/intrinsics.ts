import type { Value } from './template.js'

/** The value of a parameter, or what a resource calls itself. */
export const ref = (name: string): Value => ({ Ref: name })

/** An attribute of a resource. */
export const getAtt = (resource: string, attribute: string): Value => ({ 'Fn::GetAtt': [resource, attribute] })

/** A text with `${...}` in it, and values for the names that are no parameters or resources. */
export const sub = (text: string, names?: Readonly<Record<string, Value>>): Value => ({
  'Fn::Sub': names ? [text, names] : text,
})

/** One value or the other. */
export const when = (condition: string, yes: Value, no: Value): Value => ({ 'Fn::If': [condition, yes, no] })

/** No value: the property is left out. */
export const noValue = ref('AWS::NoValue')

export const equals = (left: Value, right: Value): Value => ({ 'Fn::Equals': [left, right] })
export const not = (condition: Value): Value => ({ 'Fn::Not': [condition] })

/** What another stack exports. */
export const importValue = (name: Value): Value => ({ 'Fn::ImportValue': name })

/** The part of a text, counted from 0, between the separators. */
export const part = (index: number, separator: string, text: Value): Value => ({
  'Fn::Select': [index, { 'Fn::Split': [separator, text] }],
})

/** What the stack's environment says about a setting, see environments.ts. */
export const setting = (name: string): Value => ({ 'Fn::FindInMap': ['Environments', ref('Environment'), name] })
