/** What a note is about; its colour, beside its words. */
export type Tone = 'plain' | 'good' | 'caught' | 'bad' | 'warning'

/** A line under a state's name. */
export interface Note {
  text: string
  tone: Tone
  /** Lines at most. Default: 1. */
  lines?: number
}

/** How a state came out, or `wrong` for one that is written wrong; its box's colour. */
export type Status = 'succeeded' | 'caught' | 'failed' | 'running' | 'unreached' | 'wrong'

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

/** Several kinds of marks on one picture; where two say something of one state, both are heard. */
export function mergedMarks(all: readonly Marks[]): Marks {
  const notes = new Map<string, readonly Note[]>()
  const statuses = new Map<string, Status>()
  const taken = all.flatMap((marks) => (marks.taken ? [...marks.taken] : []))
  for (const marks of all) {
    for (const [id, more] of marks.notes) notes.set(id, [...(notes.get(id) ?? []), ...more])
    for (const [id, status] of marks.statuses) if (!statuses.has(id)) statuses.set(id, status)
  }
  return {
    notes,
    statuses,
    ...(all.some((marks) => marks.taken) && { taken: new Set(taken) }),
    headlines: all.flatMap(({ headlines }) => headlines),
  }
}
