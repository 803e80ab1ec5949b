// What the extraction Lambda function is bundled from: the connector, told the pipeline's tables.
import { checkedTables, ConfigurationError, createHandler, type Handler, type InvocationContext } from 'mysql-connector'
import { extractionsAt } from 'pipeline-def'

let made: Handler | undefined

/** The Lambda handler. Its environment: `DATA_LOCATION`, an S3 URI with a trailing `/`, and what the connector reads. */
export async function handler(event: unknown, context: InvocationContext) {
  made ??= make() // not while loading: a failure here has a name that the state machine sees
  return made(event, context)
}

function make(): Handler {
  const { bucket, tables } = extractions()
  return createHandler({ tables: checkedTables(tables), bucket })
}

function extractions() {
  try {
    return extractionsAt(process.env['DATA_LOCATION'] ?? '')
  } catch (cause) {
    throw new ConfigurationError(`DATA_LOCATION: ${(cause as Error).message}.`, { cause })
  }
}
