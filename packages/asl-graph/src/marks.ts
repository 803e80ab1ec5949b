/** What a note is about; its colour, beside its words. */
export type Tone = 'plain' | 'good' | 'caught' | 'bad' | 'warning'

/** A line under a state's name. */
export interface Note {
  text: string
  tone: Tone
  /** Lines at most. Default: 1. */
  lines?: number
}

/** How a state came out; its box's colour. */
export type Status = 'succeeded' | 'caught' | 'failed' | 'running' | 'unreached'

/** What is shown on a picture beside the definition. */
export interface Marks {
  /** By node id. */
  notes: ReadonlyMap<string, readonly Note[]>
  statuses: ReadonlyMap<string, Status>
  /** By edge id: whether an execution took it. Absent: no execution is shown. */
  taken?: ReadonlySet<string>
  /** What concerns the machine as a whole; shown above the picture. */
  headlines: readonly Note[]
}

export const noMarks: Marks = { notes: new Map(), statuses: new Map(), headlines: [] }
