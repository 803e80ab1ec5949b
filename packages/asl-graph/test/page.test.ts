import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { html } from 'asl-graph'
import type { StateMachine } from 'asl-builder'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browserPath, isRequired, openBrowser } from './browser.js'
import { history } from './history.js'
import { orders } from './own-machines.js'
import { randomMachine } from './random-machine.js'

const missing = browserPath === undefined && !isRequired
if (missing)
  console.warn('The tests of the HTML page are skipped: there is no Chromium here (apt-get install chromium).')

describe.skipIf(missing)('the page in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'asl-page-'))
  let browser: { context: BrowserContext; close(): Promise<void> }
  const wrong: string[] = []

  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true, force: true })
    expect(wrong).toEqual([])
  })

  async function open(machine: unknown, options: object = {}, size = { width: 1280, height: 800 }): Promise<Page> {
    const file = join(folder, `${Math.random()}.html`)
    writeFileSync(file, await html(machine as StateMachine, options))
    const page = await browser.context.newPage()
    page.on('pageerror', ({ message }) => wrong.push(message))
    page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()))
    page.on('dialog', (dialog) => {
      wrong.push(`a dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
    page.on('request', (request) => !request.url().startsWith('file:') && wrong.push(request.url()))
    await page.setViewportSize(size)
    await page.goto(pathToFileURL(file).href)
    return page
  }

  const state = (page: Page, name: string) => page.locator(`.state[data-id$="/States/${name}"]`)
  const panelText = (page: Page) => page.locator('#panel').innerText()

  test('a click on a state shows what it is, what went in and what came out', async () => {
    const page = await open(orders, { execution: history })
    expect(await page.title()).toBe('Orders & "refunds" <b>')
    await state(page, 'Ship').click()
    const text = await panelText(page)
    expect(text).toContain('Depot.Closed')
    expect(text).toContain('<img src=x onerror=alert(2)>')
    expect(text).toContain('$count')
    expect(text).toContain('"FunctionName": "ship"')
    await page.locator('#panel button[aria-label="Close"]').click()
    expect(await page.locator('#panel').isVisible()).toBe(false)
    await page.close()
  })

  test('every visit of a state in a Map can be seen', async () => {
    const page = await open(orders, { execution: history })
    await state(page, 'Refund').click()
    expect(await panelText(page)).toContain('Iteration #1.')
    await page.locator('.state[data-id*="Charge"]').first().click()
    expect(await panelText(page)).toContain('3 of 3 times')
    await page.getByLabel('Earlier visit').click()
    expect(await panelText(page)).toContain('Card.Refused')
    expect(await panelText(page)).toContain('Its error was caught.')
    await page.close()
  })

  test('the keyboard alone: states, panel, search, steps', async () => {
    const page = await open(orders, { execution: history })
    await state(page, 'Read orders').focus()
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-id'))).toBe('/States/Any orders?')
    await page.keyboard.press('Enter')
    expect(await panelText(page)).toContain('Any orders?')
    await page.keyboard.press('Escape')
    expect(await page.locator('#panel').isVisible()).toBe(false)
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-id'))).toBe('/States/Any orders?')
    await page.keyboard.press('/')
    await page.keyboard.type('ship')
    expect(await page.locator('#found').innerText()).toBe('1 found')
    await page.keyboard.press('Enter')
    expect(await panelText(page)).toContain('Ship')
    const inside = await page.evaluate(() => {
      const [box, frame] = ['.state.selected', '#canvas'].map((each) =>
        document.querySelector(each)!.getBoundingClientRect(),
      )
      return (
        box!.left >= frame!.left && box!.right <= frame!.right && box!.top >= frame!.top && box!.bottom <= frame!.bottom
      )
    })
    expect(inside).toBe(true)
    await page.close()
  })

  test('the history steps back and forward, to what it was', async () => {
    const page = await open(orders, { execution: history })
    const classes = (): Promise<(string | null)[]> =>
      page
        .locator('#canvas .state, #canvas .edge')
        .evaluateAll((all) => all.map((each) => each.getAttribute('class')!.replace(' selected', '')))
    const before = await classes()
    await page.locator('#slider').focus()
    await page.keyboard.press('Home')
    expect(await state(page, 'Read orders').getAttribute('class')).toContain('is-unreached')
    await page.keyboard.press('ArrowRight')
    expect(await state(page, 'Read orders').getAttribute('class')).toContain('is-running')
    expect(await page.locator('#panel h3').allInnerTexts()).toEqual(['Input', 'Definition'])
    for (let step = 0; step < 400 && !(await state(page, 'Ship').getAttribute('class'))!.includes('is-running'); step++)
      await page.keyboard.press('.')
    expect(await state(page, 'Read orders').getAttribute('class')).toContain('is-succeeded')
    expect(await state(page, 'Each order').getAttribute('class')).toContain('is-succeeded')
    expect(await state(page, 'Nothing to do').getAttribute('class')).toContain('is-unreached')
    await page.keyboard.press(',')
    expect(await state(page, 'Ship').getAttribute('class')).toContain('is-unreached')
    await page.keyboard.press('End')
    expect(await classes()).toEqual(before)
    await page.close()
  })

  test('zoom and pan move the picture', async () => {
    const page = await open(orders)
    const place = (): Promise<string> =>
      page.locator('#canvas > svg').evaluate((svg) => (svg as SVGElement).style.transform)
    const first = await place()
    await page.getByLabel('Zoom in').click()
    const zoomed = await place()
    expect(zoomed).not.toBe(first)
    await page.mouse.move(40, 400)
    await page.mouse.down()
    await page.mouse.move(140, 460)
    await page.mouse.up()
    expect(await place()).not.toBe(zoomed)
    expect(await page.locator('#panel').isVisible()).toBe(false)
    await page.keyboard.press('0')
    await expect.poll(place).toBe(first)
    await page.close()
  })

  test.each([360, 480, 768, 1920])('nothing is cut off at %i pixels', async (width) => {
    const page = await open(orders, { execution: history }, { width, height: 640 })
    await state(page, 'Read orders').click()
    const [across, beyond, frame] = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      [...document.querySelectorAll('header *, #panel *')].filter(
        (each) => each.getBoundingClientRect().right > innerWidth + 0.5,
      ).length,
      document.querySelector('#canvas')!.clientHeight,
    ])
    expect(across).toBeLessThanOrEqual(width)
    expect(beyond).toBe(0)
    expect(frame).toBeGreaterThan(120)
    await page.close()
  })

  test('what is wrong with a definition is said', async () => {
    const page = await open({ StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' } } })
    await state(page, 'A').click()
    expect(await panelText(page)).toContain('MISSING_TRANSITION_TARGET')
    await page.close()
  })

  test('no text leaves its box in the fonts of this machine', async () => {
    for (const machine of [orders, ...[2, 5, 11, 19].map((seed) => randomMachine(seed, 8))]) {
      const page = await open(machine, machine === orders ? { execution: history } : {})
      const outside = await page.evaluate(() => {
        const texts = [...document.querySelectorAll<SVGTextElement>('#canvas .state > text, #canvas .label > text')]
        return texts
          .filter((text) => {
            const [inner, outer] = [
              text,
              text.parentElement!.querySelector<SVGGraphicsElement>(':scope > .outline, :scope > rect')!,
            ].map((each) => each.getBBox())
            return (
              inner!.x < outer!.x ||
              inner!.y < outer!.y ||
              inner!.x + inner!.width > outer!.x + outer!.width ||
              inner!.y + inner!.height > outer!.y + outer!.height
            )
          })
          .map(({ textContent }) => textContent)
      })
      expect(outside).toEqual([])
      await page.close()
    }
  })
})
