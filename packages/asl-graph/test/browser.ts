import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type BrowserContext } from 'playwright-core'

const paths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Where Chromium is on this machine: `CHROMIUM`, or the usual places. */
export const browserPath = [process.env['CHROMIUM'] ?? '', ...paths].find((path) => path !== '' && existsSync(path))

/** Without a browser its tests are skipped, but not where one is required. */
export const isRequired = process.env['BROWSER_REQUIRED'] === '1'

/** A headless browser with a profile of its own, which goes with it. */
export async function openBrowser(): Promise<{ context: BrowserContext; close(): Promise<void> }> {
  if (browserPath === undefined) throw new Error(`No Chromium: not in ${paths.join(', ')}, nor in CHROMIUM.`)
  const profile = mkdtempSync(join(tmpdir(), 'asl-browser-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: browserPath,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  return {
    context,
    async close() {
      await context.close()
      rmSync(profile, { recursive: true, force: true })
    },
  }
}
