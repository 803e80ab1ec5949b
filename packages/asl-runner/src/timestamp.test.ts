import { expect, test } from 'vitest'
import { compareTimestamps, instant, readTimestamp } from './timestamp.js'

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
  '2016-12-05T21:29:29+18:01',
  '2016-12-05T21:29:29+01:60',
  '',
])('%j is none', (text) => {
  expect(readTimestamp(text)).toBeUndefined()
})

test.each<[string, string, number]>([
  ['2020-01-01T00:00:00.1Z', '2020-01-01T00:00:00.100000000Z', 0],
  ['2020-01-01T00:00:00.1000001Z', '2020-01-01T00:00:00.1000002Z', -1],
  ['2020-01-01T01:00:00.000000001+01:00', '2020-01-01T00:00:00Z', 1],
  ['2020-01-01', '2020-01-01T00:00:00Z', Number.NaN],
])('%s against %s', (left, right, order) => {
  expect(Math.sign(compareTimestamps(left, right))).toBe(order)
})

test.each([
  [Date.UTC(2025, 0, 1), '2025-01-01T00:00:00Z'],
  [Date.UTC(2025, 0, 1, 0, 0, 1, 500), '2025-01-01T00:00:01.500Z'],
])('%d is shown as %s', (time, text) => {
  expect(instant(time)).toBe(text)
})
