/** A name that a deploy tool puts a value in place of: `${AthenaDatabaseName}`. */
const placeholder = /\$\{[^{}]*\}/

/** Whether a deploy tool puts something into a text: what it will say then is not known. */
export const hasPlaceholder = (value: unknown): boolean =>
  typeof value === 'string' && value.includes('${') && placeholder.test(value)
