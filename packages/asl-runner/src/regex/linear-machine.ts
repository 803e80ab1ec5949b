import { endsLine, isWordCharacter, type CharacterSet, type ParsedRegex, type RegexNode } from './parse-regex.js'

type Instruction =
  | { readonly op: 'set'; readonly has: CharacterSet }
  | { readonly op: 'split'; first: number; second: number }
  | { readonly op: 'jump'; to: number }
  | { readonly op: 'save'; readonly slot: number }
  | { readonly op: 'assert'; readonly what: '^' | '$' | 'b' | 'B' }
  | { readonly op: 'match' }

/** Larger programs are refused: a count of counts. */
const mostInstructions = 20_000
/** How many characters are read between two looks at the time. */
const charactersBetweenLooks = 1024

/** A machine that tries all ways at once: its time grows with the text's length times the expression's, whatever they are. */
export interface LinearMachine {
  /**
   * @param from Where to begin looking.
   * @param deadline When to give up, by `performance.now()`.
   * @returns Begin and end of the match and of each group in turn, -1 for none; `undefined` without a match.
   * @throws `RangeError` at the deadline.
   */
  run(text: string, from: number, deadline: number): readonly number[] | undefined
}

/** Builds the machine; `undefined` for what it cannot do: lookaround, backreferences, huge counts. */
export function linearMachine({ node, captures }: ParsedRegex, isMultiline: boolean): LinearMachine | undefined {
  const program: Instruction[] = []
  const isComplete = emit({ kind: 'group', node, index: 0 }, program)
  if (!isComplete) return undefined
  program.push({ op: 'match' })
  return { run: (text, from, deadline) => new Simulation(program, text, captures, isMultiline, deadline).from(from) }
}

/** Says whether it could. */
function emit(node: RegexNode, program: Instruction[]): boolean {
  if (program.length > mostInstructions) return false
  switch (node.kind) {
    case 'empty':
      return true
    case 'set':
      program.push({ op: 'set', has: node.has })
      return true
    case 'assert':
      program.push({ op: 'assert', what: node.what })
      return true
    case 'look':
    case 'backreference':
      return false
    case 'sequence':
      return node.nodes.every((inner) => emit(inner, program))
    case 'choice':
      return emitChoice(node.nodes, program)
    case 'group': {
      if (node.index === undefined) return emit(node.node, program)
      program.push({ op: 'save', slot: node.index * 2 })
      if (!emit(node.node, program)) return false
      program.push({ op: 'save', slot: node.index * 2 + 1 })
      return true
    }
    case 'repeat':
      return emitRepeat(node, program)
    default:
      return node satisfies never
  }
}

function emitChoice(nodes: readonly RegexNode[], program: Instruction[]): boolean {
  const jumps: { to: number }[] = []
  for (const [index, node] of nodes.entries()) {
    if (index === nodes.length - 1) {
      if (!emit(node, program)) return false
      continue
    }
    const split = { op: 'split' as const, first: program.length + 1, second: 0 }
    program.push(split)
    if (!emit(node, program)) return false
    const jump = { op: 'jump' as const, to: 0 }
    program.push(jump)
    jumps.push(jump)
    split.second = program.length
  }
  for (const jump of jumps) jump.to = program.length
  return true
}

function emitRepeat(node: Extract<RegexNode, { kind: 'repeat' }>, program: Instruction[]): boolean {
  for (let count = 0; count < node.min; count += 1) if (!emit(node.node, program)) return false
  const split = (): { first: number; second: number; op: 'split' } => ({ op: 'split', first: 0, second: 0 })
  const aim = (at: ReturnType<typeof split>, inside: number, after: number): void => {
    at.first = node.isGreedy ? inside : after
    at.second = node.isGreedy ? after : inside
  }
  if (node.max === Number.POSITIVE_INFINITY) {
    const start = program.length
    const loop = split()
    program.push(loop)
    if (!emit(node.node, program)) return false
    program.push({ op: 'jump', to: start })
    aim(loop, start + 1, program.length)
    return true
  }
  const splits: { at: ReturnType<typeof split>; inside: number }[] = []
  for (let count = node.min; count < node.max; count += 1) {
    const at = split()
    program.push(at)
    splits.push({ at, inside: program.length })
    if (!emit(node.node, program)) return false
  }
  for (const { at, inside } of splits) aim(at, inside, program.length)
  return true
}

/** A way that is being tried. */
interface Thread {
  readonly pc: number
  readonly slots: readonly number[]
}

class Simulation {
  private readonly program: readonly Instruction[]
  private readonly text: string
  private readonly captures: number
  private readonly isMultiline: boolean
  private readonly deadline: number
  /** At which position an instruction was last added: each is tried once a position. */
  private readonly seen: Int32Array

  constructor(program: readonly Instruction[], text: string, captures: number, isMultiline: boolean, deadline: number) {
    this.program = program
    this.text = text
    this.captures = captures
    this.isMultiline = isMultiline
    this.deadline = deadline
    this.seen = new Int32Array(program.length).fill(-1)
  }

  from(start: number): readonly number[] | undefined {
    const none = Array.from({ length: (this.captures + 1) * 2 }, () => -1)
    let threads: Thread[] = []
    let found: readonly number[] | undefined
    for (let at = start; at <= this.text.length; at += 1) {
      if ((at & (charactersBetweenLooks - 1)) === 0 && performance.now() > this.deadline) {
        throw new RangeError('The regular expression took too long.')
      }
      const here: Thread[] = []
      for (const { pc, slots } of threads) this.add(here, pc, at, slots)
      if (!found) this.add(here, 0, at, none)
      if (here.length === 0 && found) break
      const next: Thread[] = []
      const code = this.text.charCodeAt(at)
      for (const { pc, slots } of here) {
        const instruction = this.program[pc]!
        if (instruction.op === 'match') {
          found = slots
          break
        }
        if (instruction.op === 'set' && at < this.text.length && instruction.has(code)) next.push({ pc: pc + 1, slots })
      }
      threads = next
    }
    return found
  }

  /** Follows what needs no character, the preferred way first. */
  private add(threads: Thread[], first: number, at: number, firstSlots: readonly number[]): void {
    const open: Thread[] = [{ pc: first, slots: firstSlots }]
    for (let thread = open.pop(); thread; thread = open.pop()) {
      const { pc, slots } = thread
      if (this.seen[pc] === at) continue
      this.seen[pc] = at
      const instruction = this.program[pc]!
      switch (instruction.op) {
        case 'jump':
          open.push({ pc: instruction.to, slots })
          break
        case 'split':
          open.push({ pc: instruction.second, slots }, { pc: instruction.first, slots })
          break
        case 'save':
          open.push({ pc: pc + 1, slots: slots.with(instruction.slot, at) })
          break
        case 'assert':
          if (this.holds(instruction.what, at)) open.push({ pc: pc + 1, slots })
          break
        default:
          threads.push(thread)
      }
    }
  }

  private holds(what: '^' | '$' | 'b' | 'B', at: number): boolean {
    const { text, isMultiline } = this
    if (what === '^') return at === 0 || (isMultiline && endsLine(text.charCodeAt(at - 1)))
    if (what === '$') return at === text.length || (isMultiline && endsLine(text.charCodeAt(at)))
    const before = at > 0 && isWordCharacter(text.charCodeAt(at - 1))
    const after = at < text.length && isWordCharacter(text.charCodeAt(at))
    return (before !== after) === (what === 'b')
  }
}
