import type { StateMachine } from 'asl-builder'
import { emit } from 'asl-builder/emit'
import { etl, type ParameterName } from 'pipeline-def'

const functionArn = (name: string): string => `arn:aws:lambda:us-east-1:123456789012:function:${name}`

/** The bucket of the lake here. */
export const bucket = 'datalake'

/** What a deployment here gives the definition's parameters. */
export const places: Readonly<Record<ParameterName, string>> = {
  lambdaArn: functionArn('HelloWorld'),
  MySQLLambdaArn: functionArn('MySqlConnector'),
  AthenaResultsLocation: `s3://${bucket}/athena/`,
  AthenaDatabaseName: 'mydatabase',
  AthenaWorkGroup: 'primary',
  DataLocation: `s3://${bucket}/data/`,
}

/**
 * A definition as it is deployed here: its `${...}` replaced in the text, as a deployment replaces them.
 *
 * @param text Default: the pipeline's, byte for byte what `pnpm generate` writes for AWS.
 */
export function localDefinition(text: string = emit(etl, { pretty: true })): StateMachine {
  const filled = text.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => {
    if (!Object.hasOwn(places, name)) throw new Error(`Nothing here stands for the parameter "${name}".`)
    return JSON.stringify(places[name as ParameterName]).slice(1, -1)
  })
  return JSON.parse(filled) as StateMachine
}
