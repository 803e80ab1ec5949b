import { TaskError } from 'asl-runner'

/** A database of tables and views by name that answers the pipeline's statements as Athena does. */
export class FakeAthena {
  readonly relations: Map<string, 'table' | 'view'>
  readonly statements: string[] = []
  /** How often each statement fails before it succeeds, by the statement's first words. */
  readonly failures: { startsWith: string; error: string; cause: string; times: number }[] = []
  /** Tables that a MERGE has loaded. */
  readonly loaded = new Set<string>()
  private results: string[] = []

  constructor(relations: Iterable<readonly [string, 'table' | 'view']> = []) {
    this.relations = new Map(relations)
  }

  /** Answers a Task: Lambda functions succeed with a word, Athena's two actions work on the relations. */
  readonly task = (resource: string, args: Record<string, any>): unknown => {
    if (resource.endsWith(':athena:getQueryResults'))
      return { ResultSet: { Rows: this.results.map((name) => ({ Data: [{ VarCharValue: name }] })) } }
    if (!resource.endsWith(':athena:startQueryExecution.sync')) return this.fail(resource) ?? 'done'
    const sql = args['QueryString'] as string
    this.fail(sql)
    this.statements.push(sql)
    this.run(sql)
    return { QueryExecution: { QueryExecutionId: `query-${this.statements.length}`, Query: sql } }
  }

  private fail(subject: string): undefined {
    const failure = this.failures.find(({ startsWith, times }) => times > 0 && subject.startsWith(startsWith))
    if (!failure) return
    failure.times--
    throw new TaskError(failure.error, failure.cause)
  }

  private run(sql: string): void {
    const [, pattern] = /^SHOW TABLES IN \S+ '(.*)'$/.exec(sql) ?? []
    const [, created] = /^CREATE (?:EXTERNAL )?TABLE IF NOT EXISTS \S+\.`(\w+)`/.exec(sql) ?? []
    const [, merged] = /^MERGE INTO \S+\."(\w+)"/.exec(sql) ?? []
    const [, view] = /^CREATE OR REPLACE VIEW \S+\."(\w+)" AS /.exec(sql) ?? []
    const [, read] = /^SELECT \* FROM \S+\."(\w+)"$/.exec(sql) ?? []
    if (pattern) this.results = [...this.relations.keys()].filter((name) => pattern.split('|').includes(name)).sort()
    else if (created) this.relations.set(created, this.relations.get(created) ?? 'table')
    else if (merged) this.merge(merged)
    else if (view) this.relations.set(view, 'view')
    else if (read && !this.relations.has(read)) throw athenaFailure(`TABLE_NOT_FOUND: '${read}'`)
    else if (!read && !sql.startsWith('CREATE DATABASE IF NOT EXISTS '))
      throw athenaFailure(`mismatched input in ${sql}`)
  }

  private merge(target: string): void {
    for (const name of ['users', 'transactions', target])
      if (!this.relations.has(name)) throw athenaFailure(`TABLE_NOT_FOUND: line 1:1: Table '${name}' does not exist`)
    if (this.relations.get(target) === 'view')
      throw athenaFailure('NOT_SUPPORTED: line 1:1: Merging into views is not supported')
    this.loaded.add(target)
  }
}

/** How a statement that ends FAILED reaches the state machine. */
export function athenaFailure(reason: string): TaskError {
  return new TaskError('States.TaskFailed', athenaCause(reason))
}

/** The Cause of such a failure. */
export function athenaCause(reason: string): string {
  return JSON.stringify({
    QueryExecution: { Query: 'SELECT "x"', Status: { State: 'FAILED', StateChangeReason: reason } },
  })
}
