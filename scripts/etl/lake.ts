import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createLake, type Lake } from 'local-lake'
import { bucket } from './places.js'

/** A lake with the place in it that stands for the pipeline's bucket. */
export interface PipelineLake extends Lake {
  /** Where the lake lies. */
  readonly folder: string
  /** Where the bucket's objects lie. */
  readonly bucketFolder: string
}

/** A folder that is to hold the lake, and holds something else. */
export class NotALakeError extends Error {
  override readonly name = 'NotALakeError'
}

/** Opens the lake in a folder, an empty one if it is to be fresh. Rejects while another process has it open. */
export async function openLake(folder: string, fresh = false): Promise<PipelineLake> {
  return { ...(await createLake({ folder, fresh })), folder, bucketFolder: join(folder, 's3', bucket) }
}

/**
 * Opens the lake that is kept in a folder, beside the source's rows.
 *
 * @param fresh Empties it first, and forgets the rows.
 * @throws NotALakeError when something else is in its place.
 */
export async function keptLake(folder: string, fresh: boolean): Promise<PipelineLake> {
  const place = join(folder, 'lake')
  const entries: string[] = await readdir(place).catch(() => [])
  if (entries.length > 0 && !entries.some((name) => /^(catalog\.json$|lake\.lock|s3$)/.test(name)))
    throw new NotALakeError(`${place} holds something else than a lake.`)
  const lake = await openLake(place, fresh)
  try {
    const rows = fresh ? ['mysql', 'embedded-rows.json'] : []
    for (const name of rows) await rm(join(folder, name), { recursive: true, force: true })
    return lake
  } catch (error) {
    await lake.close()
    throw error
  }
}
