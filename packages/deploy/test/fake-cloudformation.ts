import { FakeError } from './fake-error.js'

interface Event {
  id: string
  logicalId: string
  physicalId: string
  type: string
  status: string
  reason?: string
  at: Date
}

interface FakeStack {
  name: string
  id: string
  status: string
  template: string
  parameters: Record<string, string>
  /** Newest first, as CloudFormation hands them out. */
  events: Event[]
  /** What is still to happen. */
  ahead: (() => void)[]
}

interface FakeChangeSet {
  id: string
  stack: FakeStack
  type: string
  template: string
  parameters: Record<string, string>
  looks: number
  changes: Change[]
  /** Neither the template nor a parameter differs. */
  isSame: boolean
}

interface Change {
  action: string
  logicalId: string
  type: string
  replacement?: string
}

const account = '123456789012'
const region = 'eu-west-1'

/**
 * CloudFormation's stacks and change sets. Time goes on when somebody looks: each DescribeStacks lets some events happen, a
 * change set is ready at the second look, and events come in pages of five.
 */
export class FakeCloudFormation {
  readonly stacks: FakeStack[] = []
  /** Resources that fail, with the reason CloudFormation gives. */
  readonly failing = new Map<string, string>()
  /** Resources that a change replaces. */
  readonly replaced = new Set<string>()
  /** Whether everything has happened at the first look. */
  quick = false
  readonly #changeSets = new Map<string, FakeChangeSet>()
  #made = 0
  #clock = Date.UTC(2026, 0, 1)

  answer(operation: string, input: Record<string, string>): string {
    switch (operation) {
      case 'DescribeStacks':
        return this.#describeStacks(input['StackName']!)
      case 'DescribeStackEvents':
        return this.#describeStackEvents(input['StackName']!, Number(input['NextToken'] ?? 0))
      case 'GetTemplate':
        return `<TemplateBody>${escaped(this.#existing(input['StackName']!).template)}</TemplateBody>`
      case 'CreateChangeSet':
        return this.#createChangeSet(input)
      case 'DescribeChangeSet':
        return this.#describeChangeSet(this.#changeSet(input))
      case 'DeleteChangeSet':
        this.#changeSets.delete(this.#changeSet(input).id)
        return ''
      case 'ExecuteChangeSet':
        this.#execute(this.#changeSet(input))
        return ''
      case 'DeleteStack':
        this.#delete(this.#existing(input['StackName']!))
        return ''
      default:
        throw new FakeError('InvalidAction', `The action ${operation} is not valid for this endpoint.`)
    }
  }

  /** A stack in a given state, as an earlier deployment left it. */
  has(name: string, status: string): FakeStack {
    const stack = this.#newStack(name)
    stack.status = status
    return stack
  }

  /** Lets events happen before anybody looks. */
  pass(name: string, events: number): void {
    for (const next of this.#existing(name).ahead.splice(0, events)) next()
  }

  #find(nameOrId: string): FakeStack | undefined {
    return this.stacks.findLast(({ name, id, status }) =>
      nameOrId.startsWith('arn:') ? id === nameOrId : name === nameOrId && status !== 'DELETE_COMPLETE',
    )
  }

  #existing(nameOrId: string): FakeStack {
    const stack = this.#find(nameOrId)
    if (!stack) throw new FakeError('ValidationError', `Stack with id ${nameOrId} does not exist`)
    return stack
  }

  #changeSet({ ChangeSetName = '' }: Record<string, string>): FakeChangeSet {
    const found = this.#changeSets.get(ChangeSetName)
    if (!found) throw new FakeError('ChangeSetNotFound', `ChangeSet [${ChangeSetName}] does not exist`, 404)
    return found
  }

  #newStack(name: string): FakeStack {
    this.#made += 1
    const id = `arn:aws:cloudformation:${region}:${account}:stack/${name}/${this.#made}`
    const stack: FakeStack = {
      name,
      id,
      status: 'REVIEW_IN_PROGRESS',
      template: '',
      parameters: {},
      events: [],
      ahead: [],
    }
    this.stacks.push(stack)
    this.#event(stack, undefined, 'REVIEW_IN_PROGRESS', 'User Initiated')
    return stack
  }

  #event(stack: FakeStack, resource: Resource | undefined, status: string, reason?: string): void {
    this.#clock += 2000
    stack.events.unshift({
      id: `${stack.name}-${this.#made}-${stack.events.length}`,
      logicalId: resource?.logicalId ?? stack.name,
      physicalId: resource ? `${stack.name}-${resource.logicalId}` : stack.id,
      type: resource?.type ?? 'AWS::CloudFormation::Stack',
      status,
      ...(reason === undefined ? {} : { reason }),
      at: new Date(this.#clock),
    })
    if (!resource) stack.status = status
  }

  #describeStacks(nameOrId: string): string {
    const stack = this.#existing(nameOrId)
    for (const next of stack.ahead.splice(0, this.quick ? Infinity : 4)) next()
    const parameters = Object.entries(stack.parameters).map(
      ([name, value]) =>
        `<member><ParameterKey>${name}</ParameterKey><ParameterValue>${escaped(value)}</ParameterValue></member>`,
    )
    const isDone = /^(CREATE|UPDATE|UPDATE_ROLLBACK)_COMPLETE$/.test(stack.status)
    const outputs = (isDone ? names(stack.template, 'Outputs') : []).map(
      (name) =>
        `<member><OutputKey>${name}</OutputKey><OutputValue>${escaped(outputOf(stack, name))}</OutputValue></member>`,
    )
    return (
      `<Stacks><member><StackId>${stack.id}</StackId><StackName>${stack.name}</StackName>` +
      `<StackStatus>${stack.status}</StackStatus><CreationTime>2026-01-01T00:00:00.000Z</CreationTime>` +
      `<Parameters>${parameters.join('')}</Parameters><Outputs>${outputs.join('')}</Outputs></member></Stacks>`
    )
  }

  #describeStackEvents(nameOrId: string, from: number): string {
    const { id, name, events } = this.#existing(nameOrId)
    const page = events
      .slice(from, from + 5)
      .map(
        (event) =>
          `<member><EventId>${event.id}</EventId><StackId>${id}</StackId><StackName>${name}</StackName>` +
          `<LogicalResourceId>${event.logicalId}</LogicalResourceId>` +
          `<PhysicalResourceId>${event.physicalId}</PhysicalResourceId><ResourceType>${event.type}</ResourceType>` +
          `<Timestamp>${event.at.toISOString()}</Timestamp><ResourceStatus>${event.status}</ResourceStatus>` +
          (event.reason ? `<ResourceStatusReason>${escaped(event.reason)}</ResourceStatusReason>` : '') +
          '</member>',
      )
    const next = from + 5 < events.length ? `<NextToken>${from + 5}</NextToken>` : ''
    return `<StackEvents>${page.join('')}</StackEvents>${next}`
  }

  #createChangeSet(input: Record<string, string>): string {
    const { StackName = '', ChangeSetName, ChangeSetType = '', TemplateBody = '' } = input
    const found = this.#find(StackName)
    if (Buffer.byteLength(TemplateBody) > 51_200)
      throw new FakeError('ValidationError', 'Member must have length less than or equal to 51200')
    if (TemplateBody.includes('Type: AWS::IAM::') && !Object.values(input).includes('CAPABILITY_IAM'))
      throw new FakeError('InsufficientCapabilitiesException', 'Requires capabilities : [CAPABILITY_IAM]')
    if (ChangeSetType === 'CREATE' && found && found.status !== 'REVIEW_IN_PROGRESS')
      throw new FakeError('AlreadyExistsException', `Stack [${StackName}] already exists`)
    if (ChangeSetType === 'UPDATE' && !found)
      throw new FakeError('ValidationError', `Stack [${StackName}] does not exist`)
    if (found && /^ROLLBACK_|_FAILED$|[^W]_IN_PROGRESS$/.test(found.status) && found.status !== 'REVIEW_IN_PROGRESS')
      throw new FakeError('ValidationError', `Stack:${found.id} is in ${found.status} state and can not be updated.`)
    const stack = found ?? this.#newStack(StackName)
    const parameters = parametersOf(TemplateBody, input, stack.parameters)
    const id = `arn:aws:cloudformation:${region}:${account}:changeSet/${ChangeSetName}/${StackName}`
    const changes = this.#changes(stack, TemplateBody, parameters)
    const isSame = stack.template === TemplateBody && JSON.stringify(stack.parameters) === JSON.stringify(parameters)
    const asked = { id, stack, type: ChangeSetType, template: TemplateBody, parameters, isSame }
    this.#changeSets.set(id, { ...asked, looks: 0, changes })
    return `<Id>${id}</Id><StackId>${stack.id}</StackId>`
  }

  #changes(stack: FakeStack, template: string, parameters: Record<string, string>): Change[] {
    const before = new Map(resources(stack.template).map((resource) => [resource.logicalId, resource]))
    const differing = Object.keys(parameters).filter((name) => parameters[name] !== stack.parameters[name])
    return resources(template).flatMap(({ logicalId, type, text }) => {
      const old = before.get(logicalId)
      if (!old) return { action: 'Add', logicalId, type }
      const isSame = old.text === text && !differing.some((name) => new RegExp(`\\b${name}\\b`).test(text))
      if (isSame) return []
      return { action: 'Modify', logicalId, type, replacement: this.replaced.has(logicalId) ? 'True' : 'False' }
    })
  }

  #describeChangeSet(changeSet: FakeChangeSet): string {
    changeSet.looks += 1
    if (changeSet.looks === 1 && !this.quick) return '<Status>CREATE_IN_PROGRESS</Status>'
    if (changeSet.isSame)
      return (
        '<Status>FAILED</Status><StatusReason>The submitted information didn&apos;t contain changes. ' +
        'Submit different information to create a change set.</StatusReason>'
      )
    const changes = changeSet.changes.map(
      ({ action, logicalId, type, replacement }) =>
        `<member><Type>Resource</Type><ResourceChange><Action>${action}</Action>` +
        `<LogicalResourceId>${logicalId}</LogicalResourceId><ResourceType>${type}</ResourceType>` +
        (replacement ? `<Replacement>${replacement}</Replacement>` : '') +
        '</ResourceChange></member>',
    )
    return `<Status>CREATE_COMPLETE</Status><Changes>${changes.join('')}</Changes>`
  }

  #execute({ stack, type, template, parameters, changes }: FakeChangeSet): void {
    const word = type === 'CREATE' ? 'CREATE' : 'UPDATE'
    const failed = changes.filter(({ logicalId }) => this.failing.has(logicalId))
    const say = (resource: Resource | undefined, status: string, reason?: string): void =>
      void stack.ahead.push(() => this.#event(stack, resource, status, reason))
    this.#event(stack, undefined, `${word}_IN_PROGRESS`, 'User Initiated')
    for (const change of changes) say(change, `${word}_IN_PROGRESS`)
    const others = changes.filter((change) => !failed.includes(change))
    const cancelled = failed.length > 0 ? others.splice(1) : [] // one is done in time, the others are cancelled
    for (const change of others) say(change, `${word}_COMPLETE`)
    for (const change of failed) say(change, `${word}_FAILED`, this.failing.get(change.logicalId))
    const lower = word === 'CREATE' ? 'creation' : 'update'
    for (const change of cancelled) say(change, `${word}_FAILED`, `Resource ${lower} cancelled`)
    if (failed.length === 0) {
      stack.ahead.push(() => Object.assign(stack, { template, parameters }))
      say(undefined, `${word}_COMPLETE`)
      return
    }
    const list = [...failed, ...cancelled].map(({ logicalId }) => logicalId).join(', ')
    const back = word === 'CREATE' ? 'ROLLBACK' : 'UPDATE_ROLLBACK'
    say(undefined, `${back}_IN_PROGRESS`, `The following resource(s) failed to ${word.toLowerCase()}: [${list}].`)
    for (const change of others) say(change, word === 'CREATE' ? 'DELETE_COMPLETE' : 'UPDATE_COMPLETE')
    say(undefined, `${back}_COMPLETE`)
  }

  #delete(stack: FakeStack): void {
    this.#event(stack, undefined, 'DELETE_IN_PROGRESS', 'User Initiated')
    stack.ahead.push(() => this.#event(stack, undefined, 'DELETE_COMPLETE'))
  }
}

interface Resource {
  logicalId: string
  type: string
}

/** The blocks of a section. The templates are ours and regularly indented: that is all the YAML that is needed here. */
function blocks(template: string, section: string): { name: string; text: string }[] {
  const body = new RegExp(`^${section}:\\n((?: .*\\n|\\n)*)`, 'm').exec(template)?.[1] ?? ''
  return body
    .split(/^ {2}(?=\S)/m)
    .filter((text) => text.trim())
    .map((text) => ({ name: text.slice(0, text.indexOf(':')), text }))
}

const names = (template: string, section: string): string[] => blocks(template, section).map(({ name }) => name)

const resources = (template: string): (Resource & { text: string })[] =>
  blocks(template, 'Resources').map(({ name, text }) => ({
    logicalId: name,
    type: /^ {4}Type: (\S+)/m.exec(text)![1]!,
    text,
  }))

/** The values that a change set gives the template's parameters. */
function parametersOf(
  template: string,
  input: Record<string, string>,
  before: Record<string, string>,
): Record<string, string> {
  const declared = blocks(template, 'Parameters')
  const given = new Map<string, string>()
  for (let at = 1; input[`Parameters.member.${at}.ParameterKey`] !== undefined; at += 1) {
    const name = input[`Parameters.member.${at}.ParameterKey`]!
    const isKept = input[`Parameters.member.${at}.UsePreviousValue`] === 'true'
    if (isKept && !Object.hasOwn(before, name))
      throw new FakeError(
        'ValidationError',
        `Invalid input for parameter key ${name}. Cannot specify usePreviousValue as true for a parameter key not in the previous template`,
      )
    given.set(name, isKept ? before[name]! : input[`Parameters.member.${at}.ParameterValue`]!)
  }
  const unknown = [...given.keys()].filter((name) => !declared.some((each) => each.name === name))
  if (unknown.length > 0)
    throw new FakeError('ValidationError', `Parameters: [${unknown.join(', ')}] do not exist in the template`)
  return Object.fromEntries(
    declared.map(({ name, text }) => {
      const written = /^ {4}Default: (.*)$/m.exec(text)?.[1]
      const value = given.get(name) ?? written?.replace(/^'(.*)'$/, '$1')
      if (value === undefined) throw new FakeError('ValidationError', `Parameters: [${name}] must have values`)
      return [name, value]
    }),
  )
}

function outputOf({ name, parameters }: FakeStack, output: string): string {
  const environment = parameters['Environment']!
  switch (output) {
    case 'BucketName':
      return parameters['SourceDataBucketName'] || `datalake-${environment}-${account}-${region}`
    case 'StateMachineArn':
      return `arn:aws:states:${region}:${account}:stateMachine:${name}`
    case 'AthenaDatabaseName':
      return parameters['AthenaDatabaseName']!
    default:
      return `${name}-${output}`
  }
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
