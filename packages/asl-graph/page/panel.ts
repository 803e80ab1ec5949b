import type { PageData, PageVisit } from '../src/page/page-data.js'

type Child = Node | string | false | undefined

/** An element with its children; texts stay texts. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]>,
  ...children: Child[]
): HTMLElementTagNameMap[Name] {
  const element = Object.assign(document.createElement(name), properties)
  element.append(...children.filter((child): child is Node | string => child !== undefined && child !== false))
  return element
}

/** What the panel says of a state. */
export interface Shown {
  id: string
  name: string
  what: string
  /** Which of its visits; the last by default. */
  visit?: number
  /** How far the history has gone. */
  step: number
}

/** Fills the panel: what a state is, what is wrong with it, what went in and came out, and how it is written. */
export function fillPanel(panel: HTMLElement, data: PageData, shown: Shown, close: () => void): void {
  const { id, name, what } = shown
  const visits = data.visits.filter((visit) => visit.node === id)
  const index = Math.min(shown.visit ?? visits.length - 1, visits.length - 1)
  const button = make('button', { type: 'button', ariaLabel: 'Close' }, '✕')
  button.addEventListener('click', close)
  const definition = valueAt(data.machine, id)
  panel.replaceChildren(
    make('div', { className: 'top' }, make('h2', { tabIndex: -1 }, name), button),
    make('p', { className: 'muted' }, what),
    ...problems(data, id),
    ...(visits.length > 0 ? visitParts(visits, index) : []),
    ...(definition === undefined
      ? []
      : [heading('Definition'), make('pre', { tabIndex: 0 }, JSON.stringify(definition, null, 2))]),
  )

  function visitParts(all: readonly PageVisit[], at: number): Node[] {
    const visit = all[at]!
    const { iteration, retries, input, output, exited = Infinity, broken = Infinity } = visit
    const isLeft = exited <= shown.step
    const { error, cause } = isLeft || broken <= shown.step ? visit : {}
    const variables = { ...visit.variables, ...(isLeft && visit.assigned) }
    const names = Object.keys(variables)
    const facts = [
      iteration === undefined ? '' : `Iteration #${iteration}.`,
      isLeft && retries > 0 ? `Retried ${retries} ${retries === 1 ? 'time' : 'times'}.` : '',
      isLeft && visit.isCaught ? 'Its error was caught.' : '',
      exited === Infinity && broken === Infinity ? 'It was not left.' : '',
    ].filter((fact) => fact !== '')
    return [
      ...(all.length > 1 ? [chooser(all.length, at)] : []),
      ...(facts.length > 0 ? [make('p', {}, facts.join(' '))] : []),
      ...(error === undefined && cause === undefined
        ? []
        : [
            heading('Error'),
            make('p', { className: 'error' }, error ?? ''),
            ...(cause === undefined ? [] : [json(cause)]),
          ]),
      ...(input === undefined ? [] : [heading('Input'), json(data.texts[input]!)]),
      ...(output === undefined || !isLeft ? [] : [heading('Output'), json(data.texts[output]!)]),
      ...(names.length === 0
        ? []
        : [
            heading('Variables'),
            make(
              'dl',
              {},
              ...names.flatMap((each) => [
                make('dt', {}, `$${each}`),
                make('dd', {}, json(data.texts[variables[each]!]!)),
              ]),
            ),
          ]),
    ]
  }

  function chooser(count: number, at: number): Node {
    const go = (label: string, to: number): HTMLButtonElement => {
      const each = make(
        'button',
        { type: 'button', ariaLabel: label, disabled: to < 0 || to >= count },
        to < at ? '‹' : '›',
      )
      each.addEventListener('click', () => {
        fillPanel(panel, data, { ...shown, visit: to }, close)
        panel.querySelector<HTMLElement>(`button[aria-label="${label}"]`)?.focus()
      })
      return each
    }
    const group = make(
      'div',
      { className: 'group' },
      go('Earlier visit', at - 1),
      `${at + 1} of ${count} times`,
      go('Later visit', at + 1),
    )
    group.style.marginTop = '12px'
    return group
  }
}

function problems({ diagnostics }: PageData, id: string): Node[] {
  const found = diagnostics.filter(({ location }) => location === id || location.startsWith(`${id}/`))
  return found.length === 0
    ? []
    : [
        heading(found.length === 1 ? 'Problem' : 'Problems'),
        ...found.map(({ severity, code, message, hint }) =>
          make(
            'p',
            { className: severity === 'ERROR' ? 'error' : 'warning' },
            `${severity === 'ERROR' ? 'Error' : 'Warning'} ${code}: ${message}${hint === undefined ? '' : ` ${hint}`}`,
          ),
        ),
      ]
}

const heading = (text: string): Node => make('h3', {}, text)

/** A JSON text, indented; any other as it is. */
function json(text: string): Node {
  let shown = text
  try {
    shown = JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    // A text that was cut, or none of JSON.
  }
  return make('pre', { tabIndex: 0 }, shown)
}

/** The value at a JSON Pointer, own properties only. */
function valueAt(document: unknown, pointer: string): unknown {
  let value = document
  for (const token of pointer.split('/').slice(1)) {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Record<string, unknown>)[key]
  }
  return value
}
