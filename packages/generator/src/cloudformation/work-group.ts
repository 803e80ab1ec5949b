import { equals, noValue, ref, setting, when } from './intrinsics.js'
import { resultsLocation } from './parameters.js'
import type { TemplateParameter, TemplateResource, Value } from './template.js'

/** The workgroup that somebody may give instead. */
export const workGroupParameter: TemplateParameter = {
  Type: 'String',
  Description:
    'The Athena workgroup that runs the queries. Empty: one of its own, with a scan limit. One that enforces where results go needs the same place as AthenaResultsLocation.',
  Default: '',
  AllowedPattern: '^[a-zA-Z0-9._-]{0,128}$',
}

/** The condition `OwnWorkGroup`. */
export const ownWorkGroup: Value = equals(ref('AthenaWorkGroup'), '')

/** The workgroup's name; needs the condition `OwnWorkGroup` and the resource `EtlWorkGroup`. */
export const workGroup = when('OwnWorkGroup', ref('EtlWorkGroup'), ref('AthenaWorkGroup'))

/** The resource `EtlWorkGroup`: nobody who uses it can put results elsewhere, or scan without limit. */
export const workGroupResource: TemplateResource = {
  Type: 'AWS::Athena::WorkGroup',
  Condition: 'OwnWorkGroup',
  Properties: {
    Name: ref('AWS::StackName'),
    Description: 'Queries of the pipeline',
    RecursiveDeleteOption: true,
    WorkGroupConfiguration: {
      EnforceWorkGroupConfiguration: true,
      PublishCloudWatchMetricsEnabled: true,
      BytesScannedCutoffPerQuery: setting('BytesScannedCutoff'),
      EngineVersion: { SelectedEngineVersion: 'Athena engine version 3' },
      ResultConfiguration: {
        OutputLocation: resultsLocation,
        // The name of the account's own bucket can be guessed: without it, results would go to whoever took the name.
        ExpectedBucketOwner: when('ResultsLocationGiven', noValue, ref('AWS::AccountId')),
        EncryptionConfiguration: { EncryptionOption: 'SSE_S3' },
      },
    },
  },
}
