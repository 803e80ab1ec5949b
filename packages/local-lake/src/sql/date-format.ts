import { UnsupportedError } from './unsupported.js'

const mysqlLetters: Readonly<Record<string, string>> = {
  a: '%a',
  b: '%b',
  c: '%-m',
  d: '%d',
  e: '%-d',
  f: '%f',
  H: '%H',
  h: '%I',
  I: '%I',
  i: '%M',
  j: '%j',
  k: '%-H',
  l: '%-I',
  M: '%B',
  m: '%m',
  p: '%p',
  r: '%I:%M:%S %p',
  S: '%S',
  s: '%S',
  T: '%H:%M:%S',
  W: '%A',
  Y: '%Y',
  y: '%y',
  '%': '%%',
}

/** MySQL's format letters, which Athena takes, in those of `strftime`. */
export function strftimeFormat(format: string): string {
  return format.replaceAll(/%(.)/gsu, (_, letter: string) => {
    if (!Object.hasOwn(mysqlLetters, letter)) throw new UnsupportedError(`%${letter} in a date format`)
    return mysqlLetters[letter]!
  })
}
