import { readFileSync, statSync } from 'node:fs'

/**
 * The text of a file: UTF-8 or UTF-16 by its byte order mark, without the mark.
 *
 * @returns The text, or why there is none.
 */
export function readText(path: string): { text: string } | { problem: string } {
  try {
    if (statSync(path).isDirectory()) return { problem: 'This is a folder.' }
    return decoded(readFileSync(path))
  } catch (error) {
    return { problem: reasonOf(error as NodeJS.ErrnoException) }
  }
}

/** Bytes as text, by their byte order mark, else as UTF-8. */
export function decoded(bytes: Uint8Array): { text: string } | { problem: string } {
  const utf16 =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : undefined
  try {
    return { text: new TextDecoder(utf16 ?? 'utf-8', { fatal: true }).decode(bytes) }
  } catch {
    return { problem: `The file is no ${utf16 ? 'UTF-16' : 'UTF-8'} text.` }
  }
}

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  switch (code) {
    case 'ENOENT':
      return 'There is no such file.'
    case 'EACCES':
    case 'EPERM':
      return 'The file may not be read: permission denied.'
    case 'ENOTDIR':
      return 'There is no such file: a part of its path is no folder.'
    case 'ELOOP':
      return 'The file is a link that leads to itself.'
    default:
      return `The file could not be read: ${message}.`
  }
}
