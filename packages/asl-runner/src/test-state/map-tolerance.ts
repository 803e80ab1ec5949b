import { Failure } from '../failure.js'
import { refused, type InspectionData, type TestStateConfiguration } from './request.js'

/** The failure of a Map of which more iterations have failed than it tolerates; without a tolerance AWS's test knows none. */
export function mapFailure(
  { mapIterationFailureCount: failed }: TestStateConfiguration = {},
  { toleratedFailureCount, toleratedFailurePercentage }: InspectionData,
  iterations: number | undefined,
): Failure | undefined {
  if (failed === undefined) return undefined
  if (iterations !== undefined && failed > iterations) {
    throw refused('Map iteration failure count must be less than or equal to the number of Map iterations')
  }
  const tooMany = toleratedFailureCount !== undefined && failed > toleratedFailureCount
  const share = iterations ? (failed / iterations) * 100 : 0
  const tooLarge = toleratedFailurePercentage !== undefined && share > toleratedFailurePercentage
  if (!tooMany && !tooLarge) return undefined
  return new Failure('States.ExceedToleratedFailureThreshold', 'The specified tolerated failure threshold was exceeded')
}
