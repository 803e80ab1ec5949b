// The machines that are measured: each is made here, so that the measurements stand alone.

/** @param {number} length @param {(index: number, isLast: boolean) => object} state */
function chain(length, state) {
  const States = {}
  for (let index = 0; index < length; index++) {
    const isLast = index === length - 1
    States[`S${index}`] = { ...state(index), ...(isLast ? { End: true } : { Next: `S${index + 1}` }) }
  }
  return { StartAt: 'S0', States }
}

const order = {
  id: 'o-1',
  lines: [
    { sku: 'a', qty: 2, price: 10.5 },
    { sku: 'b', qty: 1, price: 3 },
  ],
  ship: { to: 'x', zip: '02139' },
}
const values = ['a', 'b', 'c', 'd', 'e'].map((k, index) => ({ k, v: 2 ** index }))
const row = (index) => ({ id: `row-${index}`, name: `name number ${index}`, tags: ['x', 'y', 'z'], n: index })

/** Expressions of each state of `jsonata1000`. */
export const expressions = [
  '$states.input.n + 1',
  '$states.input.xs',
  '$sum($states.input.xs.v)',
  '$states.input.xs[v > 3].k',
]

/** Name: definition, input, how many states are entered, and what a transition may cost in microseconds. */
export const machines = {
  pass1000: {
    definition: chain(1000, () => ({ Type: 'Pass' })),
    input: { n: 0, order },
    transitions: 1000,
    most: 0.4,
  },
  jsonpath1000: {
    definition: chain(1000, () => ({
      Type: 'Pass',
      InputPath: '$.order',
      Parameters: {
        'id.$': '$.id',
        'first.$': '$.lines[0]',
        'skus.$': '$.lines[*].sku',
        'label.$': "States.Format('order {} zip {}', $.id, $.ship.zip)",
        k: { fixed: true },
      },
      ResultPath: '$.view',
      OutputPath: '$',
    })),
    input: { n: 0, order },
    transitions: 1000,
    most: 3,
  },
  choice10000: {
    definition: {
      StartAt: 'Check',
      States: {
        Check: {
          Type: 'Choice',
          Choices: [{ Variable: '$.i', NumericLessThan: 10_000, Next: 'Inc' }],
          Default: 'Done',
        },
        Inc: { Type: 'Pass', Parameters: { 'i.$': 'States.MathAdd($.i, 1)' }, Next: 'Check' },
        Done: { Type: 'Succeed' },
      },
    },
    input: { i: 0 },
    transitions: 20_002,
    most: 0.8,
  },
  map10000: {
    definition: {
      StartAt: 'M',
      States: {
        M: {
          Type: 'Map',
          ItemsPath: '$.items',
          ItemProcessor: {
            ProcessorConfig: { Mode: 'INLINE' },
            StartAt: 'A',
            States: {
              A: { Type: 'Pass', Parameters: { 'id.$': '$.id', 'v.$': '$.v' }, Next: 'B' },
              B: { Type: 'Pass', Result: { ok: true }, ResultPath: '$.r', End: true },
            },
          },
          End: true,
        },
      },
    },
    input: { items: Array.from({ length: 10_000 }, (_, index) => ({ id: `item-${index}`, v: index })) },
    transitions: 20_001,
    most: 2,
    mostMegabytes: 120,
    isBeyondQuotas: true,
  },
  jsonata1000: {
    definition: {
      QueryLanguage: 'JSONata',
      ...chain(1000, () => ({
        Type: 'Pass',
        Output: Object.fromEntries(
          ['n', 'xs', 'sum', 'big'].map((name, index) => [name, `{% ${expressions[index]} %}`]),
        ),
      })),
    },
    input: { n: 0, xs: values },
    transitions: 1000,
    mostOfLimit: 1.2,
  },
  bigpass1000: {
    definition: chain(1000, () => ({ Type: 'Pass' })),
    input: { blob: Array.from({ length: 1000 }, (_, index) => row(index)) },
    transitions: 1000,
    most: 1,
  },
  parallel100: {
    definition: {
      StartAt: 'P',
      States: {
        P: {
          Type: 'Parallel',
          Branches: Array.from({ length: 100 }, (_, b) => ({
            StartAt: `B${b}`,
            States: { [`B${b}`]: { Type: 'Pass', Result: { b }, End: true } },
          })),
          End: true,
        },
      },
    },
    input: { n: 1 },
    transitions: 101,
  },
  task1000: {
    definition: chain(1000, () => ({
      Type: 'Task',
      Resource: 'arn:aws:lambda:us-east-1:123456789012:function:echo',
    })),
    input: { n: 0, order },
    transitions: 1000,
  },
}
