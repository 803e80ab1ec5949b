// Writes the interpreter's JSONata engine from the installed library, into a file that git ignores. Runs after every install.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('../packages/asl-runner/', import.meta.url))
const file = `${folder}src/jsonata/engine.ts`

const head = (version) => `// @ts-nocheck -- JavaScript of another project
/* oxlint-disable */
/**
 * JSONata ${version} without its promises, written by scripts/jsonata-engine.mjs.
 *
 * The same code with every \`async\` and \`await\` taken out: an expression of a state machine calls nothing that waits, and an evaluation
 * that ends before it returns is several times faster and needs no turn of the event loop.
 *
 * @license MIT, Copyright IBM Corp. and the JSONata authors: https://github.com/jsonata-js/jsonata
 */
const modules = `

const foot = `
const loaded = {};
const load = (id) => {
    if (!loaded[id]) {
        const module = (loaded[id] = { exports: {} });
        modules[id][0]((name) => load(modules[id][1][name]), module, module.exports);
    }
    return loaded[id].exports;
};
/** The library's own function, with what the interpreter drives directly in \`internals\`. */
export const engine: unknown = load(3);
`

/**
 * Makes JSONata's evaluator synchronous: takes out \`async\` and \`await\`, lets \`Promise.all\` be the list it is given, and shows the evaluator.
 *
 * @param bundle The library's \`jsonata.js\`.
 * @throws When the library no longer looks as expected.
 */
function syncJsonata(bundle, version) {
  const start = bundle.indexOf('({1:[function(require,module,exports){')
  const end = bundle.lastIndexOf('},{},[3])(3)')
  if (start < 0 || end < 0) throw new Error('jsonata.js is no bundle of six modules any more.')
  const modules = bundle
    .slice(start + 1, end + 1)
    .replaceAll(/\basync (?=function\b|\()/g, '')
    .replaceAll(/\bawait (?=[\w($])/g, '')
    .replaceAll('Promise.all(', '(')
    // Debuggers' hooks: nobody sets them here, and asking for them is a large part of an evaluation.
    .replaceAll(
      / +var (\w+Callback) = (?:environment|enclosingEnvironment)\.lookup\(Symbol\.for\('[^']+'\)\);\n +if\(\1\) \{\n[^}]+\}\n/g,
      '',
    )
    .replace(
      'jsonata.parser = parser; // TODO remove this in a future release - use ast() instead',
      'jsonata.internals = { parser, evaluate, createFrame, staticFrame, defineFunction, populateMessage };',
    )
  if (/\bawait\b/.test(modules) || !modules.includes('jsonata.internals')) {
    throw new Error('jsonata.js has changed: it cannot be made synchronous by these rules.')
  }
  return `${head(version)}${modules}${foot}`
}

const require = createRequire(`${folder}package.json`)
const { version } = require('jsonata/package.json')
const text = syncJsonata(readFileSync(require.resolve('jsonata/jsonata.js'), 'utf8'), version)
if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
  writeFileSync(`${file}.${process.pid}.tmp`, text)
  renameSync(`${file}.${process.pid}.tmp`, file)
}
