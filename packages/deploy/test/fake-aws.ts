import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { FakeAthena } from './fake-athena.js'
import { FakeCloudFormation } from './fake-cloudformation.js'
import { FakeError } from './fake-error.js'
import { FakeStepFunctions } from './fake-step-functions.js'

/** A request as the fake read it. */
export interface Call {
  service: 'cloudformation' | 'states' | 'athena' | 's3' | 'lambda'
  operation: string
  input: Record<string, unknown>
}

/** Operations that read. Every other one counts as a change. */
const reads = /^(Describe|Get|List|Head)/

/**
 * AWS on the loopback interface, as far as this package calls it: CloudFormation's Query protocol with XML answers, Step
 * Functions' and Athena's JSON protocols, S3 with the bucket in the path, Lambda's Invoke.
 */
export class FakeAws {
  readonly cloudFormation = new FakeCloudFormation()
  readonly stepFunctions = new FakeStepFunctions()
  readonly athena = new FakeAthena()
  /** Buckets with their objects. A bucket that CloudFormation made is here once something is put into it. */
  readonly buckets = new Map<string, Map<string, Buffer>>()
  readonly calls: Call[] = []
  /** What the next calls of an operation fail with. */
  readonly failures = new Map<string, FakeError[]>()
  /** What the function answers; `error` makes it a failed invocation. */
  lambda: { payload: unknown; error?: string } = { payload: {} }
  readonly #server = createServer((request, response) => void this.#answer(request, response))

  /** @returns The endpoint. */
  async start(): Promise<string> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  /** What was called so far that changes something, as `service:operation`. */
  changes(): string[] {
    return this.calls
      .filter(({ operation }) => !reads.test(operation))
      .map((each) => `${each.service}:${each.operation}`)
  }

  fail(operation: string, ...errors: FakeError[]): void {
    this.failures.set(operation, errors)
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks)
    const target = request.headers['x-amz-target']
    const path = decodeURIComponent(request.url!.split('?')[0]!)
    if (typeof target === 'string') this.#json(target, body, response)
    else if (path.startsWith('/2015-03-31/functions/')) this.#lambda(path, body, response)
    else if (path === '/') this.#query(body, response)
    else this.#s3(request.method!, path, body, response)
  }

  #called(call: Call): void {
    this.calls.push(call)
    const error = this.failures.get(call.operation)?.shift()
    if (error) throw error
  }

  #query(body: Buffer, response: ServerResponse): void {
    const input = Object.fromEntries(new URLSearchParams(body.toString()))
    const operation = input['Action']!
    const xmlns = 'http://cloudformation.amazonaws.com/doc/2010-05-15/'
    try {
      this.#called({ service: 'cloudformation', operation, input })
      const result = this.cloudFormation.answer(operation, input)
      response.writeHead(200, { 'content-type': 'text/xml' })
      response.end(
        `<${operation}Response xmlns="${xmlns}"><${operation}Result>${result}</${operation}Result>` +
          `<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></${operation}Response>`,
      )
    } catch (error) {
      const { code, message, status } = asFakeError(error)
      response.writeHead(status, { 'content-type': 'text/xml' })
      response.end(
        `<ErrorResponse xmlns="${xmlns}"><Error><Type>Sender</Type><Code>${code}</Code>` +
          `<Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
      )
    }
  }

  #json(target: string, body: Buffer, response: ServerResponse): void {
    const [prefix, operation = ''] = target.split('.')
    const isAthena = prefix === 'AmazonAthena'
    const type = `application/x-amz-json-1.${isAthena ? 1 : 0}`
    const input = JSON.parse(body.toString()) as Record<string, unknown>
    try {
      this.#called({ service: isAthena ? 'athena' : 'states', operation, input })
      const result = (isAthena ? this.athena : this.stepFunctions).answer(operation, input)
      response.writeHead(200, { 'content-type': type }).end(JSON.stringify(result))
    } catch (error) {
      const { code, message, status } = asFakeError(error)
      response.writeHead(status, { 'content-type': type }).end(JSON.stringify({ __type: code, message }))
    }
  }

  #s3(method: string, path: string, body: Buffer, response: ServerResponse): void {
    const [bucket = '', ...rest] = path.slice(1).split('/')
    const key = rest.join('/')
    const operation = `${method === 'HEAD' ? 'Head' : 'Put'}${key ? 'Object' : 'Bucket'}`
    try {
      this.#called({ service: 's3', operation, input: { Bucket: bucket, Key: key, bytes: body.length } })
    } catch (error) {
      response.writeHead(asFakeError(error).status).end()
      return
    }
    const objects = this.buckets.get(bucket)
    if (method === 'PUT') {
      const made = objects ?? new Map<string, Buffer>()
      this.buckets.set(bucket, made.set(key, body))
      response.writeHead(200, { etag: '"0"' }).end()
      return
    }
    const found = key ? objects?.get(key) : objects && Buffer.alloc(0)
    response.writeHead(found ? 200 : 404, found ? { 'content-length': found.length } : {}).end()
  }

  #lambda(path: string, body: Buffer, response: ServerResponse): void {
    const functionName = path.split('/')[3]!
    const { payload, error } = this.lambda
    const input = { functionName, payload: JSON.parse(body.toString()) as unknown }
    try {
      this.#called({ service: 'lambda', operation: 'Invoke', input })
    } catch (error) {
      const { code, message, status } = asFakeError(error)
      response.writeHead(status, { 'x-amzn-errortype': code }).end(JSON.stringify({ Message: message }))
      return
    }
    response.writeHead(200, error === undefined ? {} : { 'x-amz-function-error': error })
    response.end(JSON.stringify(payload))
  }
}

function asFakeError(error: unknown): FakeError {
  return error instanceof FakeError ? error : new FakeError('InternalFailure', String(error), 500)
}
