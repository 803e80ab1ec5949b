import { expect, test } from 'vitest'
import { readTimestamp } from './timestamp.js'

test.each([
  ['2016-03-14T01:59:00Z', Date.UTC(2016, 2, 14, 1, 59)],
  ['2016-03-05T21:29:29.243167252Z', Date.UTC(2016, 2, 5, 21, 29, 29, 243)],
  ['2012-10-09T19:00:55+01:00', Date.UTC(2012, 9, 9, 18, 0, 55)],
  ['2012-10-09T19:00:55-05:30', Date.UTC(2012, 9, 10, 0, 30, 55)],
])('%s is a time', (text, time) => {
  expect(readTimestamp(text)).toBe(time)
})

test.each([
  '2016-12-05 21:29:29Z',
  '2016-12-05T21:29:29',
  '2016-12-05t21:29:29z',
  '2016-13-05T21:29:29Z',
  '2016-02-30T21:29:29Z',
  '2016-12-05T25:29:29Z',
  '05-12-2016T21:29:29Z',
  '2023-02-24',
  '',
])('%j is none', (text) => {
  expect(readTimestamp(text)).toBeUndefined()
})
