import { expect, test } from 'vitest'
import { nearest } from './nearest.js'

test.each([
  ['Trasform', ['Extract', 'Transform'], 'Transform'],
  ['Lod', ['Extract', 'Load'], 'Load'],
  ['next', ['Next', 'Text'], 'Next'],
  ['Nxet', ['Next', 'End'], 'Next'],
  ['QueryStrng', ['QueryString', 'WorkGroup'], 'QueryString'],
  ['Elephant', ['Extract', 'Load'], undefined],
  ['', ['Load'], undefined],
  ['x', [], undefined],
])('nearest(%j, %j) is %j', (name, known, expected) => {
  expect(nearest(name, known)).toBe(expected)
})
