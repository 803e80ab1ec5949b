import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { environmentNames, environments } from 'generator'
import { stackNames } from '../src/steps.js'

const page = readFileSync(new URL('../../../docs/aws.md', import.meta.url), 'utf8')
const source = new URL('../src/', import.meta.url)

/** Actions whose permission has another name than the operation. */
const permissions: Record<string, string> = {
  HeadBucket: 'ListBucket',
  HeadObject: 'GetObject',
  Invoke: 'InvokeFunction',
}

test('the page names the permission of every call, and no other', () => {
  const called = readdirSync(source)
    .flatMap((file) => [...readFileSync(new URL(file, source), 'utf8').matchAll(/new (\w+)Command\(/g)])
    .map(([, operation]) => permissions[operation!] ?? operation!)
  const table = /^\| Service \| Actions \|\n([^]*?)\n\n/m.exec(page)![1]!
  const named = [...table.matchAll(/`([A-Z]\w+)`/g)].map(([, name]) => name!)
  expect(named.toSorted()).toEqual([...new Set(called)].toSorted())
})

test('the page names the stacks', () => {
  for (const name of Object.values(stackNames('staging'))) expect(page).toContain(`\`${name}\``)
  for (const environment of environmentNames.filter((name) => name !== 'staging'))
    expect(page).toContain(`\`-${environment}\``)
})

test.each(environmentNames)('the parameter file of %s names the stacks that are deployed for it', (environment) => {
  const { DatabaseStackName, EtlStackName } = environments[environment].parameters
  const { database, etl } = stackNames(environment)
  expect({ database: DatabaseStackName, etl: EtlStackName }).toEqual({ database, etl })
})
