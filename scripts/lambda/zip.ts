import { crc32 } from 'node:zlib'

/** A file in an archive. */
export interface ZipEntry {
  name: string
  bytes: Buffer
}

/** 1980-01-01, the first day that a zip file can name. */
const date = (1 << 5) | 1
/** A regular file that everybody may read: what Lambda's user needs. */
const mode = (0o100644 << 16) >>> 0
const utf8Names = 0x0800

/**
 * A zip file of the entries, uncompressed: the same bytes from the same entries on every machine, whatever zlib it has.
 *
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
export function zip(entries: readonly ZipEntry[]): Buffer {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, bytes } of entries) {
    const label = Buffer.from(name)
    const facts = Buffer.alloc(26) // what the file's header and its line in the directory share
    facts.writeUInt16LE(20, 0) // version 2.0 can read it
    facts.writeUInt16LE(utf8Names, 2)
    facts.writeUInt16LE(date, 8)
    facts.writeUInt32LE(crc32(bytes), 10)
    facts.writeUInt32LE(bytes.length, 14)
    facts.writeUInt32LE(bytes.length, 18)
    facts.writeUInt16LE(label.length, 22)
    files.push(signature(0x04034b50), facts, label, bytes)

    const place = Buffer.alloc(14)
    place.writeUInt32LE(mode, 6)
    place.writeUInt32LE(offset, 10)
    directory.push(signature(0x02014b50), Buffer.from([20, 3]), facts, place, label) // made on Unix: mode counts
    offset += 4 + facts.length + label.length + bytes.length
  }
  const lines = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(entries.length, 4)
  end.writeUInt16LE(entries.length, 6)
  end.writeUInt32LE(lines.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...files, lines, signature(0x06054b50), end])
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
