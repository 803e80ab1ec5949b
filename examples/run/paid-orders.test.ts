import { run } from 'asl-runner'
import { expect, test } from 'vitest'
import paidOrders from '../paid-orders.js'

test('who owns a query that scans much is told', async () => {
  const { status, output } = await run(paidOrders, {
    input: { day: '2026-11-22' },
    tasks: {
      'Load orders': {
        Return: { QueryExecution: { QueryExecutionId: 'q-1', Statistics: { DataScannedInBytes: 2e9 } } },
      },
      'Tell the owners': ({ Payload }) => ({ Payload: { sent: Payload.bytes === 2e9 } }),
    },
  })
  expect({ status, output }).toEqual({ status: 'SUCCEEDED', output: { sent: true } })
})
