import { ref } from './intrinsics.js'
import type { Template, TemplateResource, Value } from './template.js'

/** The types of resource among ours that carry no tags. */
const untagged = new Set([
  'AWS::EC2::SecurityGroupEgress',
  'AWS::EC2::SubnetRouteTableAssociation',
  'AWS::S3::BucketPolicy',
  'AWS::Scheduler::Schedule',
  'AWS::SNS::Subscription',
])

/** A template whose resources say which environment they belong to, so that a bill can be split by it. */
export function tagged(template: Template): Template {
  const resources = Object.entries(template.Resources).map(([name, resource]) => [name, withTag(resource)] as const)
  return { ...template, Resources: Object.fromEntries(resources) }
}

function withTag(resource: TemplateResource): TemplateResource {
  if (untagged.has(resource.Type)) return resource
  const Tags: Value = [{ Key: 'Environment', Value: ref('Environment') }]
  return { ...resource, Properties: { ...(resource.Properties as object), Tags } }
}
