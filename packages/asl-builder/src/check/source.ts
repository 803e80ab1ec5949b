const specification = 'https://states-language.net/spec.html'
const guide = 'https://docs.aws.amazon.com/step-functions/latest/dg'

/** A section of the Amazon States Language specification. */
export const spec = (section: string): string => `${specification}#${section}`

/** A page of the Step Functions developer guide. */
export const dg = (page: string): string => `${guide}/${page}.html`

/** The code that AWS gives to nearly everything that is wrong with the shape of a definition. */
export const schema = 'SCHEMA_VALIDATION_FAILED'
