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

const javaLetters: Readonly<Record<string, string>> = {
  yyyy: '%Y',
  y: '%Y',
  yy: '%y',
  MMMM: '%B',
  MMM: '%b',
  MM: '%m',
  M: '%-m',
  dd: '%d',
  d: '%-d',
  EEEE: '%A',
  EEE: '%a',
  DDD: '%j',
  HH: '%H',
  H: '%-H',
  hh: '%I',
  h: '%-I',
  mm: '%M',
  m: '%-M',
  ss: '%S',
  s: '%-S',
  SSS: '%g',
  a: '%p',
}

/** Joda's format, which `format_datetime` and `parse_datetime` take, in the letters of `strftime`. */
export function strftimeFormatOfJava(format: string): string {
  return format.replaceAll(/'((?:[^']|'')*)'|([a-zA-Z])\2*|%/g, (all, quoted: string | undefined) => {
    if (all === '%') return '%%'
    if (quoted !== undefined) return quoted === '' ? "'" : quoted.replaceAll("''", "'").replaceAll('%', '%%')
    if (!Object.hasOwn(javaLetters, all)) throw new UnsupportedError(`${all} in a date format`)
    return javaLetters[all]!
  })
}
