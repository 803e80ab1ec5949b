import type { Format } from './report.js'

/** The formats of a report, loaded when asked for. */
export const formats = {
  pretty: async () => (await import('./pretty.js')).pretty,
  json: async () => (await import('./json.js')).json,
  github: async () => (await import('./github.js')).github,
  sarif: async () => (await import('./sarif.js')).sarif,
  junit: async () => (await import('./junit.js')).junit,
  gitlab: async () => (await import('./gitlab.js')).gitlab,
  rdjson: async () => (await import('./rdjson.js')).rdjson,
} satisfies Record<string, () => Promise<Format>>

/** The name of a format. */
export type FormatName = keyof typeof formats

/** Every format's name, the one for people first. */
export const formatNames = Object.keys(formats) as FormatName[]
