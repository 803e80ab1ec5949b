import type { StateMachine } from 'asl-builder'
import { expect, test } from 'vitest'
import { mermaid } from './mermaid.js'

test('states, transitions, boxes', () => {
  const machine = {
    StartAt: 'Any?',
    States: {
      'Any?': { Type: 'Choice', Choices: [{ Variable: '$.n', NumericGreaterThan: 0, Next: 'Both' }], Default: 'No' },
      Both: {
        Type: 'Parallel',
        Branches: [
          { StartAt: 'L', States: { L: { Type: 'Pass', End: true } } },
          { StartAt: 'R', States: { R: { Type: 'Wait', Seconds: 1, End: true } } },
        ],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'No' }],
        Next: 'Gone',
      },
      No: { Type: 'Fail' },
    },
  } as unknown as StateMachine
  expect(mermaid(machine)).toBe(`flowchart TD
  s1((" "))
  s2{"Any?"}
  subgraph s3["Both"]
    subgraph s3b1["branch 1"]
      s4((" "))
      s5[/"L"/]
      s6(((" ")))
    end
    subgraph s3b2["branch 2"]
      s7((" "))
      s8("R")
      s9(((" ")))
    end
  end
  s10(["No"])
  s11["Gone ?"]
  s1 --> s2
  s2 -->|"n #62; 0"| s3
  s2 -->|"otherwise"| s10
  s3 --> s11
  s3 -.-> s10
  s4 --> s5
  s5 --> s6
  s7 --> s8
  s8 --> s9
`)
})

test('a name is text, whatever it holds', () => {
  const name = 'a "b" <i> #35; `c` **d**\nend'
  const text = mermaid({ StartAt: name, States: { [name]: { Type: 'Succeed' } } })
  expect(text).toContain('"a #34;b#34; #60;i#62; #35;35; #96;c#96; #42;#42;d#42;#42; end"')
})
