import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Wildcards } from './compare.js'

/** A task's recorded result. */
export interface RecordedTask {
  readonly state: string
  readonly attempt: number
  readonly iteration?: readonly { readonly map: string; readonly index: number }[]
  readonly kind: string
  readonly resource?: string
  readonly parameters?: unknown
  readonly submitted?: { readonly output: unknown }
  readonly result: {
    readonly output?: unknown
    readonly error?: string
    readonly cause?: string
    readonly eventType?: string
    readonly timedOut?: boolean
    readonly pending?: boolean
  }
}

/** A case as it is answered: everything but what AWS answered. */
export interface Question {
  readonly id: string
  readonly kind: string
  readonly category: string
  readonly definition?: unknown
  readonly definitionText?: string
  readonly type?: 'STANDARD' | 'EXPRESS'
  readonly input?: unknown
  readonly executionName?: string
  /** `dd-mm-yyyy, hh:mm:ss` */
  readonly recordedDate?: string
  readonly environment?: {
    readonly s3?: Readonly<Record<string, Readonly<Record<string, string>>>>
    readonly fixtures?: readonly {
      readonly fixture: string
      readonly name?: string
      readonly handler?: string
      readonly activityArn?: string
    }[]
  }
  readonly tasks?: readonly RecordedTask[]
  readonly caveats?: readonly string[]
  readonly replayable?: boolean
  /** The history was asked for from its end. */
  readonly reverseOrder?: boolean
  readonly clientSideOnly?: boolean
  readonly wildcards?: Wildcards
  readonly context?: unknown
  readonly variables?: unknown
  readonly request?: Readonly<Record<string, unknown>>
  readonly api?: string
  readonly about?: string
}

/** The day a case was recorded, RFC 3339. */
export function dateOf(recorded: string): string {
  const [day, month, year] = recorded.slice(0, 10).split('-')
  return `${year}-${month}-${day}T00:00:00Z`
}

/** AWS's answer to a case. */
export type Expectation = Readonly<Record<string, unknown>>

/** A case with AWS's answer apart, so that nobody who answers it can look. */
export interface Case {
  readonly question: Question
  readonly expect: Expectation | undefined
}

/** The cases of one kind under a folder laid out as `cases/<kind>/<topic>.json`. */
export function readCases(folder: string, kind: string): Case[] {
  const path = join(folder, 'cases', kind)
  if (!existsSync(path)) return []
  return readdirSync(path)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .flatMap((file) => {
      const { cases } = JSON.parse(readFileSync(join(path, file), 'utf8')) as {
        cases: (Question & { expect?: Expectation })[]
      }
      return cases.map(({ expect, ...question }) => ({ question, expect }))
    })
}
