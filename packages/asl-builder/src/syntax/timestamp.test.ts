import { expect, test } from 'vitest'
import { timestampForm } from './timestamp.js'

test.each([
  ['2016-12-05T21:29:29Z', 'timestamp'],
  ['2016-12-05T21:29:29.123456789Z', 'timestamp'],
  ['2016-12-05T21:29:29+05:30', 'timestamp'],
  ['2024-02-29T00:00:00Z', 'timestamp'],
  ['2023-02-29T00:00:00Z', 'none'],
  ['2016-13-05T21:29:29Z', 'none'],
  ['2016-12-05T25:29:29Z', 'none'],
  ['2016-12-05T21:29:29', 'none'],
  ['05-12-2016T21:29:29Z', 'none'],
  ['2016-12-05 21:29:29Z', 'none'],
  ['2016-12-05', 'none'],
  ['yesterday', 'none'],
  ['2016-12-05t21:29:29z', 'loose'],
  ['2016-12-05T21:29Z', 'loose'],
])('%s: %s', (text, expected) => {
  expect(timestampForm(text)).toBe(expected)
})
