import type { StateMachine } from 'asl-builder'
import type { EnvironmentParameters } from '../environments.js'
import { datalakeS3 } from './datalake-s3.js'
import { mysql } from './mysql.js'
import { quicksight } from './quicksight.js'
import { stepFull } from './step-full.js'
import { stepPartial } from './step-partial.js'
import { stepSimple } from './step-simple.js'
import { tagged } from './tags.js'
import type { Template } from './template.js'

type Stack = (defaults: EnvironmentParameters, machine: StateMachine) => Template

const withTags =
  (stack: Stack): Stack =>
  (...given) =>
    tagged(stack(...given))

/**
 * Every stack under the tutorial's file name, in the order in which the tutorial deploys them. `machine` is the whole
 * pipeline's.
 */
export const stacks = {
  'datalake_s3_stack.yaml': withTags(datalakeS3),
  'AWS_cfn_mysql_small.yaml': withTags(mysql),
  'step_simple.yaml': withTags(stepSimple),
  'step_partial.yaml': withTags(stepPartial),
  'step_full.yaml': withTags(stepFull),
  'quicksight_stack.yaml': withTags(quicksight),
} as const satisfies Record<string, Stack>
