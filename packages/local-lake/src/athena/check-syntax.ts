import type { Engine } from '../engine.js'
import { rewrite } from '../sql/rewrite.js'
import { UnknownFunctionError } from '../sql/unknown-function-error.js'
import { SqlError } from '../sql/sql-error.js'
import type { Statement } from '../sql/statement.js'
import type { Token } from '../sql/tokens.js'

/**
 * Refuses a statement whose query or expressions DuckDB's grammar does not take, before it is started, as Athena does.
 *
 * @throws {SqlError}
 */
export async function checkSyntax(statement: Statement, engine: Engine, now: Date): Promise<void> {
  const pieces = piecesOf(statement)
  for (const { before, tokens } of pieces) {
    if (!tokens.length) continue
    const text = textOf(tokens, now)
    if (text === undefined) return
    const problem = await engine.syntaxProblem(before + text)
    if (problem !== undefined) throw new SqlError(inAthenasWords(problem, tokens))
  }
}

interface Piece {
  /** What makes a statement of the tokens. */
  readonly before: string
  readonly tokens: readonly Token[]
}

function piecesOf(statement: Statement): Piece[] {
  const expression = (tokens: readonly Token[]): Piece => ({ before: 'SELECT ', tokens })
  switch (statement.kind) {
    case 'query':
    case 'insert':
    case 'create table as':
    case 'create view':
      return [{ before: '', tokens: statement.query }]
    case 'update':
      return [...statement.assignments.map((one) => expression(one.value)), expression(statement.where)]
    case 'delete':
      return [expression(statement.where)]
    case 'merge':
      return [
        { before: 'SELECT * FROM ', tokens: statement.source },
        expression(statement.on),
        ...statement.clauses.flatMap(({ condition, action }) => [
          expression(condition),
          ...(action.kind === 'update'
            ? action.assignments.map((one) => expression(one.value))
            : action.kind === 'insert'
              ? action.values.map(expression)
              : []),
        ]),
      ]
    default:
      return []
  }
}

/** Undefined for a function nobody knows: that is not syntax, and fails when the statement runs. */
function textOf(tokens: readonly Token[], now: Date): string | undefined {
  try {
    return rewrite(tokens, { now, catalog: 'lake' })
  } catch (error) {
    if (error instanceof UnknownFunctionError) return undefined
    throw error
  }
}

function inAthenasWords(problem: string, tokens: readonly Token[]): string {
  const near = /syntax error at or near "(.*?)"/.exec(problem)?.[1]
  if (near === undefined) {
    const last = tokens.at(-1)!
    return problem.includes('end of input')
      ? `line ${last.line}:${last.column + last.text.length}: mismatched input '<EOF>'`
      : `line ${tokens[0]!.line}:${tokens[0]!.column}: ${problem.split('\n', 1)[0]!.replace(/^.*Parser Error: /, '')}`
  }
  // DuckDB's place is one in the rewritten text; the word itself is found again, if it stands there once.
  const found = tokens.filter((token) => token.text === near || token.value === near)
  const { line, column } = found.length === 1 ? found[0]! : tokens[0]!
  return `line ${line}:${column}: mismatched input '${near}'`
}
