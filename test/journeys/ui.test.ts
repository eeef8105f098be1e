// journey: a person and a browser. A fresh installation, from the one-time password to the report of a first campaign,
// then every main screen by axe in both colour schemes, and on a phone. Whatever the console complains about fails it.
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
// @ts-expect-error: plain JavaScript, run before anything is installed
import { ensureWeb } from '../../scripts/ensure.mjs'
import { requires } from '../support/requires.ts'

const browserNeeded = requires('chromium')
const PORTS = ['PORT', 'INGEST_PORT', 'COMPLIANCE_PORT', 'INBOX_SMTP_PORT', 'INBOX_HTTP_PORT', 'BOUNCE_SMTP_PORT']
const PASSWORD = 'an entirely new sentence'
const FILE = 'E-Mail;Vorname;Land;Farbe\nada@example.com;Ada;GB;green\ngrace@example.com;Grace;US;blue\nalan@example.com;Alan;GB;red\nbroken@@example.com;Nobody;GB;\nADA@example.com;Ada;GB;green\n'
const BODY = '<p>Hello {{ contact.first_name }}</p><p><a href="https://example.com/more">Read more</a></p><p><a href="{{ unsubscribe_url }}">Unsubscribe</a></p>'

let home: string
let installation: ChildProcess
let base: string
let password: string
let browser: Browser
let context: BrowserContext
let page: Page
const complaints: string[] = []

/** Ports below the range that outgoing connections use, so that nothing takes them before the start. */
async function freePorts(n: number): Promise<number[]> {
  const ports = new Set<number>()
  while (ports.size < n) {
    const port = 20_000 + Math.floor(Math.random() * 12_000)
    if (await new Promise<boolean>((resolve) => { const s = createServer().once('error', () => resolve(false)).listen(port, '127.0.0.1', () => s.close(() => resolve(true))) })) ports.add(port)
  }
  return [...ports]
}

async function startInstallation(): Promise<void> {
  const ports = await freePorts(PORTS.length)
  const env = { ...process.env, INBOXLIFT_HOME: home, ...Object.fromEntries(PORTS.map((name, i) => [`INBOXLIFT_${name}`, String(ports[i])])) }
  base = `http://localhost:${ports[0]}`
  installation = spawn(process.execPath, ['src/main.ts', 'start'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let text = ''
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      text += chunk.toString()
      if (text.includes('Ctrl-C')) resolve()
    }
    installation.stdout!.on('data', read)
    installation.stderr!.on('data', read)
    installation.once('exit', (code) => reject(new Error(`ended with ${code}: ${text}`)))
  })
  password = /password {2}(\S+)/.exec(text)![1]!
}

/** 401 before the sign-in and 422 of half-written content are answers, which the browser logs as errors. */
function listen(p: Page): Page {
  p.setDefaultTimeout(15_000)
  p.on('console', (m) => void (m.type() === 'error' && !/\b(401|422) \(/.test(m.text()) && complaints.push(`${new URL(p.url()).pathname}: ${m.text()}`)))
  p.on('pageerror', (e) => complaints.push(`${new URL(p.url()).pathname}: ${e.message}`))
  return p
}

const heading = (name: string | RegExp, p = page) => p.getByRole('heading', { level: 1, name }).waitFor()
/** A figure of a row of figures: the number under its name. */
const figure = (label: string): Promise<string> => page.getByText(label, { exact: true }).locator('xpath=ancestor::*[contains(@class,"mantine-Card-root")][1]').first().innerText()

async function choose(label: string, option: string | RegExp): Promise<void> {
  await page.getByRole('combobox', { name: label }).click()
  await page.getByRole('option', { name: option }).first().click()
}

describe.skipIf(browserNeeded.skip)('the web UI', () => {
  beforeAll(async () => {
    home = mkdtempSync(path.join(tmpdir(), 'il-ui-'))
    await ensureWeb(process.execPath)
    await startInstallation()
    browser = await chromium.launch({ executablePath: browserNeeded.path, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'] })
    context = await browser.newContext({ viewport: { width: 1280, height: 850 }, locale: 'en-GB' })
    page = listen(await context.newPage())
  }, 120_000)
  afterAll(async () => {
    await browser?.close()
    if (installation && installation.exitCode === null) {
      const ended = new Promise((resolve) => installation.once('exit', resolve))
      installation.kill('SIGINT')
      await ended
    }
    rmSync(home, { recursive: true, force: true })
  })

  test('the one-time password must be changed before anything else', async () => {
    await page.goto(`${base}/contacts`)
    await page.getByLabel('Login').fill('admin')
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await heading('Change password')
    await page.getByLabel('Present password').fill(password)
    await page.getByLabel('New password', { exact: true }).fill(PASSWORD)
    await page.getByLabel('New password again').fill(PASSWORD)
    await page.getByRole('button', { name: 'Change password' }).click()
    await heading('Overview')
    await page.getByText('Your first campaign, in three steps').waitFor()
  })

  test('a file is dropped, its columns mapped, its rows seen, and imported with live progress', async () => {
    await page.getByRole('link', { name: 'Import a file of contacts' }).click()
    await heading('Import a file')
    await page.locator('input[type=file]').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(FILE) })
    await heading('people.csv')
    expect(await page.getByRole('combobox', { name: 'Field for Vorname' }).inputValue()).toBe('First name')
    await choose('Field for Farbe', /new attribute/)
    await page.getByText('Will be made:').waitFor()
    const rows = page.getByRole('row')
    await rows.filter({ hasText: 'broken@@example.com' }).getByText('refused').waitFor()
    await rows.filter({ hasText: 'ADA@example.com' }).getByText('repeated').waitFor()
    await choose('Put everybody on', 'Everybody')
    await page.getByRole('button', { name: 'Start import' }).click()
    await page.getByText('done', { exact: true }).waitFor()
    expect(await figure('New')).toMatch(/3/)
    expect(await figure('Refused')).toMatch(/1/)
    const csv = await context.request.get(`${base}${await page.getByRole('link', { name: 'CSV' }).getAttribute('href')}`)
    expect(await csv.text()).toMatch(/broken@@example\.com,Nobody,GB,,5,email,/)
  })

  test('a segment counts while it is built', async () => {
    await page.goto(`${base}/segments/new`)
    await page.getByLabel('Name').fill('Britons')
    await page.getByRole('textbox', { name: 'Value' }).fill('GB')
    await expect.poll(() => page.locator('[aria-live=polite]').first().innerText(), { timeout: 15_000 }).toBe('2')
    await page.getByText('alan@example.com').waitFor()
    await page.getByRole('button', { name: 'Save' }).click()
    await heading('Britons')
  })

  test('a template is previewed while it is written', async () => {
    await page.goto(`${base}/templates/new`)
    await page.getByLabel('Name').fill('Letter')
    await choose('Language', 'HTML')
    await page.getByLabel('Subject').fill('News for {{ contact.first_name }}')
    await page.locator('.cm-content').fill(BODY)
    await page.frameLocator('iframe[title="Preview of the mail"]').getByText('Read more').waitFor()
    await page.getByRole('button', { name: 'Save' }).click()
    await heading('Letter')
  })

  test('a campaign is launched, watched, read in the inbox, and its report follows', async () => {
    await page.goto(`${base}/campaigns/new`)
    await page.getByLabel('Name').first().fill('First letter')
    await choose('Template', 'Letter')
    await page.getByLabel('Address').fill('news@example.com')
    await choose('Goes to', 'Britons')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Save' }).click()
    await heading('First letter')
    await page.getByText('people would get it now').waitFor()
    await page.getByRole('button', { name: 'Launch now' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Launch' }).click()
    await page.getByText('sent', { exact: true }).waitFor({ timeout: 60_000 })
    await expect.poll(() => figure('Sent')).toMatch(/^Sent\s+2/)
    const report = page.url()

    await page.goto(`${base}/inbox`)
    await page.getByRole('link', { name: /ada@example\.com/i }).click()
    const mail = page.frameLocator('iframe[title^="Mail:"]')
    await mail.getByText('Hello Ada').waitFor()
    const id = page.url().split('/').pop()
    const { html } = (await (await context.request.get(`${base}/api/v1/inbox/mails/${id}`)).json()) as { html: string }
    const pixel = /src="(http[^"]+\/t\/o\/[^"]+)"/.exec(html)![1]!
    const link = /href="(http[^"]+\/t\/c\/[^"]+)"/.exec(html)![1]!
    expect((await fetch(pixel, { headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0' } })).status).toBe(200)
    const clicked = await fetch(link, { redirect: 'manual', headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0' } })
    expect([clicked.status, clicked.headers.get('location')]).toEqual([302, 'https://example.com/more'])

    await page.goto(report)
    await expect.poll(() => figure('People who clicked'), { timeout: 20_000 }).toMatch(/\n1\n/)
    expect(await figure('People who opened')).toMatch(/\n1\n/)
    await page.getByRole('tab', { name: 'Recipients' }).click()
    await page.getByRole('link', { name: 'ada@example.com' }).click()
    await page.getByText('Clicked a link').waitFor()
  })

  test('a phone gets a drawer, and nothing is wider than the screen', async () => {
    const phone = listen(await context.newPage())
    await phone.setViewportSize({ width: 390, height: 844 })
    await phone.goto(base)
    await heading('Overview', phone)
    for (const name of ['Contacts', 'Imports', 'Campaigns', 'Queue', 'Test inbox']) {
      await phone.getByRole('button', { name: 'Open navigation' }).click()
      await phone.getByRole('navigation').getByRole('link', { name, exact: true }).click()
      await heading(name, phone)
      expect(await phone.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'), name).toBe(0)
    }
    await phone.close()
  })

  test('axe finds nothing serious on any main screen, light or dark', async () => {
    const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
    const screens = ['/', '/contacts', '/lists', '/imports', '/imports/new', '/segments', '/segments/new', '/templates', '/templates/new', '/campaigns', '/campaigns/new', '/queue', '/providers', '/suppressions', '/inbox', '/settings/people']
    const found: string[] = []
    const look = async (scheme: string, screen: string, options: string): Promise<void> => {
      const { violations } = (await page.evaluate(`axe.run(document, ${options})`)) as { violations: { id: string; impact: string; nodes: { target: string[] }[] }[] }
      found.push(...violations.filter((v) => v.impact === 'serious' || v.impact === 'critical').map((v) => `${scheme} ${screen} ${v.id}: ${v.nodes[0]!.target.join(' ')}`))
    }
    for (const screen of screens) {
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
      await page.goto(base + screen, { waitUntil: 'load' })
      await heading(/./)
      await page.locator('.mantine-Skeleton-root').first().waitFor({ state: 'hidden' })
      await page.evaluate(source)
      await look('light', screen, `{ iframes: false, resultTypes: ['violations'] }`)
      await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
      await page.locator('html[data-mantine-color-scheme=dark]').waitFor()
      await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => Promise.all(document.getAnimations().map((a) => a.finished.catch(() => 0))).then(done))))')
      await look('dark', screen, `{ iframes: false, resultTypes: ['violations'], runOnly: ['color-contrast'] }`) // nothing else differs
    }
    expect(found).toEqual([])
  }, 120_000)

  test('the console had nothing to complain about', () => expect(complaints).toEqual([]))
})
