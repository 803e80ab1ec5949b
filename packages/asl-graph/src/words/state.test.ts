import type { State } from 'asl-builder'
import { expect, test } from 'vitest'
import { describeState } from './state.js'

const task = (Resource: unknown, more: object = {}): object => ({ Type: 'Task', Resource, ...more })

test.each([
  [task('arn:aws:states:::athena:startQueryExecution.sync'), 'Athena: startQueryExecution.sync'],
  [task('arn:aws:states:::aws-sdk:s3:listObjectsV2'), 'S3: listObjectsV2'],
  [task('arn:aws:lambda:us-east-1:123456789012:function:load'), 'Lambda: load'],
  [
    task('arn:aws:states:::lambda:invoke', {
      Arguments: { FunctionName: 'arn:aws:lambda:eu-west-1:1:function:x:$LATEST' },
    }),
    'Lambda: x:$LATEST',
  ],
  [
    task('arn:aws:states:::lambda:invoke.waitForTaskToken', { Parameters: { FunctionName: 'x' } }),
    'Lambda: x, waitForTaskToken',
  ],
  [task('arn:aws:states:::lambda:invoke', { Arguments: { FunctionName: '{% $f %}' } }), 'Lambda: invoke'],
  [task('arn:aws:states:us-east-1:123456789012:activity:approve'), 'Activity: approve'],
  [task('${LoadFunctionArn}'), 'Task: ${LoadFunctionArn}'],
  [task(7), 'Task'],
  [{ Type: 'Wait', Seconds: 7200 }, 'Wait 2 h'],
  [{ Type: 'Wait', Seconds: 90 }, 'Wait 90 s'],
  [{ Type: 'Wait', SecondsPath: '$.delay' }, 'Wait delay seconds'],
  [{ Type: 'Wait', Timestamp: '2026-01-01T00:00:00Z' }, 'Wait until 2026-01-01T00:00:00Z'],
  [{ Type: 'Wait', Timestamp: '{% $at %}' }, 'Wait until a time'],
  [{ Type: 'Fail', Error: 'NoRows' }, 'Fail: NoRows'],
  [{ Type: 'Map', ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED' } } }, 'Distributed Map'],
  [{ Type: 'Pass' }, 'Pass'],
  [{ Type: 'Pas' }, 'Pas'],
  [{}, 'no Type'],
])('%j: %s', (state, words) => expect(describeState(state as State)).toBe(words))
