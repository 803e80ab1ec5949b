import type { PageData } from '../src/page/page-data.js'
import { fillPanel } from './panel.js'
import { showStep } from './playback.js'
import { viewOf } from './view.js'

const $ = <Found extends Element>(selector: string): Found => document.querySelector<Found>(selector)!

const data = JSON.parse($('#data').textContent!) as PageData
const canvas = $<HTMLElement>('#canvas')
const picture = $<SVGSVGElement>('#canvas > svg')
const panel = $<HTMLElement>('#panel')
const search = $<HTMLInputElement>('#search')
const slider = document.querySelector<HTMLInputElement>('#slider')
const finished = picture.cloneNode(true) as SVGSVGElement
const view = viewOf(canvas, picture)
const states = [...picture.querySelectorAll<SVGGElement>('.state[data-id]')].filter(
  (state) => !/#(start|end)$/.test(state.getAttribute('data-id')!),
)
const textOf = (state: Element, name: 'title' | 'desc'): string =>
  state.querySelector(`:scope > ${name}`)?.textContent ?? ''

for (const state of states) {
  state.tabIndex = 0
  state.setAttribute('role', 'button')
  state.setAttribute('aria-label', `${textOf(state, 'title')}. ${textOf(state, 'desc')}`)
  state.addEventListener('click', (event) => {
    event.stopPropagation()
    select(state)
  })
  state.addEventListener('keydown', (event) => {
    if (event.target !== state || (event.key !== 'Enter' && event.key !== ' ')) return
    event.preventDefault()
    select(state)
    panel.querySelector<HTMLElement>('h2')?.focus()
  })
  state.addEventListener('focus', () => {
    if (state.matches(':focus-visible') && !isVisible(state)) view.center(state)
  })
}

function isVisible(state: Element): boolean {
  const [inner, outer] = [state.getBoundingClientRect(), canvas.getBoundingClientRect()]
  return (
    inner.left >= outer.left && inner.top >= outer.top && inner.top < outer.bottom - 20 && inner.left < outer.right - 20
  )
}

let selected: SVGGElement | undefined

function select(state: SVGGElement, visit?: number): void {
  selected?.classList.remove('selected')
  selected = state
  state.classList.add('selected')
  panel.hidden = false
  const id = state.getAttribute('data-id')!
  const last = data.steps.length - 1
  const step = slider ? Number(slider.value) : last
  // What a picture says of a state is how it ended.
  const shown = { id, name: textOf(state, 'title'), what: step < last ? '' : textOf(state, 'desc'), step }
  fillPanel(panel, data, visit === undefined ? shown : { ...shown, visit }, close)
}

function close(): void {
  panel.hidden = true
  selected?.classList.remove('selected')
  selected?.focus()
  selected = undefined
}

let found: SVGGElement[] = []
let next = 0

function look(): void {
  const words = search.value.trim().toLowerCase()
  found = words === '' ? [] : states.filter((state) => textOf(state, 'title').toLowerCase().includes(words))
  next = 0
  for (const state of states) state.classList.toggle('found', found.includes(state))
  $('#found').textContent = words === '' ? '' : `${found.length} found`
  if (found[0]) view.center(found[0])
}

search.addEventListener('input', look)
search.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') {
    search.value = ''
    look()
    canvas.focus()
  }
  const state = found[next % found.length]
  if (event.key !== 'Enter' || !state) return
  next++
  select(state)
  view.center(state)
})

/** Shows the picture after a step; the last is the picture as it came. */
function go(step: number): void {
  if (!slider) return
  const last = data.steps.length - 1
  const at = Math.min(last, Math.max(0, step))
  slider.value = String(at)
  const { type, after, visit } = data.steps[at]!
  const state = visit === undefined ? undefined : data.visits[visit]
  const element = states.find((each) => each.getAttribute('data-id') === state?.node)
  const name = element ? `: ${textOf(element, 'title')}` : ''
  const words = `${at + 1} of ${last + 1}  ${type}${name}${after === undefined ? '' : `  +${(after / 1000).toFixed(1)} s`}`
  $('#step').textContent = words
  $('#step').setAttribute('title', words)
  slider.setAttribute('aria-valuetext', words)
  $<HTMLButtonElement>('#back').disabled = at === 0
  $<HTMLButtonElement>('#forward').disabled = at === last
  document.body.classList.toggle('stepping', at < last)
  if (at < last) showStep(picture, data, at)
  else restore()
  if (!element || !state) return
  const ofNode = data.visits.filter(({ node }) => node === state.node)
  if (!panel.hidden || at < last) select(element, ofNode.indexOf(state))
  if (!isVisible(element)) view.center(element)
}

/** Puts back the classes that steps have changed. */
function restore(): void {
  const [now, then] = [picture, finished].map((svg) => [...svg.querySelectorAll('.state, .edge')])
  for (const [index, element] of now!.entries()) {
    const classes = then![index]!.getAttribute('class')!
    element.setAttribute('class', element === selected ? `${classes} selected` : classes)
  }
}

slider?.addEventListener('input', () => go(Number(slider.value)))
document.querySelector('#back')?.addEventListener('click', () => go(Number(slider!.value) - 1))
document.querySelector('#forward')?.addEventListener('click', () => go(Number(slider!.value) + 1))
$('#in').addEventListener('click', () => view.zoom(1.3))
$('#out').addEventListener('click', () => view.zoom(1 / 1.3))
$('#fit').addEventListener('click', () => view.fit())
canvas.addEventListener('click', () => selected && close())

addEventListener('keydown', (event) => {
  const isTyping = event.target instanceof HTMLInputElement && event.target.type !== 'range'
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return
  const act = keys[event.key]
  if (!act) return
  event.preventDefault()
  act()
})

const keys: Record<string, (() => void) | undefined> = {
  '/': () => search.focus(),
  '+': () => view.zoom(1.3),
  '=': () => view.zoom(1.3),
  '-': () => view.zoom(1 / 1.3),
  '0': () => view.fit(),
  '.': () => slider && go(Number(slider.value) + 1),
  ',': () => slider && go(Number(slider.value) - 1),
  Escape: () => (panel.hidden ? undefined : close()),
}

let width = 0
new ResizeObserver(() => {
  if (canvas.clientWidth !== width && panel.hidden) view.fit()
  width = canvas.clientWidth
}).observe(canvas)
view.fit()
if (slider) {
  slider.value = slider.max
  go(data.steps.length - 1)
}
