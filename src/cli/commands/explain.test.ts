// unit: the explain commands through commander, with their output and exit codes in memory.
import { Command } from 'commander'
import { expect, test } from 'vitest'
import { registerExplain } from './explain.ts'

async function run(args: string[], stdin = ''): Promise<{ code: number; out: string; err: string; json: () => Record<string, unknown> }> {
  const result = { code: -1, out: '', err: '' }
  const program = new Command().exitOverride()
  registerExplain(program, {
    readStdin: async () => Buffer.from(stdin),
    out: (text) => { result.out += text; },
    err: (text) => { result.err += text; },
    exit: (code) => { result.code = code; },
  })
  await program.parseAsync(['explain', ...args], { from: 'user' })
  return { ...result, json: () => JSON.parse(result.out) as Record<string, unknown> }
}

test('address: valid, as a sentence and as JSON', async () => {
  expect(await run(['address', 'Ann@example.com'])).toMatchObject({ code: 0, out: 'Valid: Ann@example.com; indexed as ann@example.com.\n' })
  const { code, json } = await run(['address', '"ann s"@Bücher.example', '--json'])
  expect(code).toBe(0)
  expect(json()).toMatchObject({
    input: '"ann s"@Bücher.example', valid: true, normalised: '"ann s"@xn--bcher-kva.example', local_part: '"ann s"',
    domain: 'xn--bcher-kva.example', domain_unicode: 'bücher.example', quoted: true, smtputf8: false, rule: null, rfc: null,
  })
})

test('address: not valid exits 1 and names the rule', async () => {
  const { code, json } = await run(['address', '--json', 'ann..b@example.com'])
  expect(code).toBe(1)
  expect(json()).toMatchObject({ valid: false, normalised: null, rule: 'local_part_double_dot', rfc: 'RFC 5321 section 4.1.2', position: 4 })
})

test('address: a leading hyphen is not an option', async () => {
  expect((await run(['address', '-ann@example.com', '--json'])).json()).toMatchObject({ valid: true, local_part: '-ann' })
})

test('address: standard input and files, without their line end', async () => {
  expect((await run(['address', '-', '--json'], 'ann@example.com\n')).json()).toMatchObject({ input: 'ann@example.com', valid: true })
  expect((await run(['address', '-', '--json'], 'ann@example.com \n')).json()).toMatchObject({ valid: false, rule: 'white_space' })
})

test('a file that cannot be read exits 2', async () => {
  expect(await run(['address', '--file', '/nowhere/at/all'])).toMatchObject({ code: 2, out: '' })
  expect(await run(['address'])).toMatchObject({ code: 2 })
})

const bounce = new URL('../../../test/fixtures/bounces/', import.meta.url).pathname

test('bounce: kind and recipients with the documented keys', async () => {
  const { code, json } = await run(['bounce', `${bounce}postfix-quota.eml`, '--json'])
  expect(code).toBe(0)
  const found = json() as { kind: string; recipients: Record<string, unknown>[] }
  expect(found.kind).toBe('dsn')
  expect(found.recipients[0]).toMatchObject({
    address: 'ann@example.com', class: 'quota', hard: false, smtp_code: 552, enhanced_code: '5.2.2', reporting_server: 'mx.example.net',
    diagnostic: '552 5.2.2 <ann@example.com>: The mailbox is over its quota',
  })
})

test('bounce: a sentence for people, from standard input', async () => {
  const result = await run(['bounce', '-'], 'From: MAILER-DAEMON@mx.example.net\nSubject: failure notice\n\n<ann@example.com>:\nno mailbox here by that name. (#5.1.1)\n')
  expect(result).toMatchObject({ code: 0, out: expect.stringContaining('ann@example.com: unknown_user, final (5.1.1)') })
})

test('bounce: other mail is understood, what is no mail exits 1, what cannot be read 2', async () => {
  expect((await run(['bounce', `${bounce}other-person.eml`, '--json'])).json()).toMatchObject({ kind: 'other', recipients: [] })
  expect(await run(['bounce', `${bounce}other-person.eml`])).toMatchObject({ code: 0 })
  expect(await run(['bounce', '-'], 'hello')).toMatchObject({ code: 1 })
  expect(await run(['bounce', '/nowhere/at/all', '--json'])).toMatchObject({ code: 2 })
  expect(await run(['bounce', '-'])).toMatchObject({ code: 2 })
})

const webhook = new URL('../../../test/fixtures/webhooks/', import.meta.url).pathname

test('webhook: events with the documented keys', async () => {
  const { code, json } = await run(['webhook', '--provider', 'ses', `${webhook}ses-bounce-permanent.json`, '--json'])
  expect(code).toBe(0)
  expect(json()).toMatchObject({ events: [{
    event_type: 'bounced', occurred_at: '2025-03-03T09:00:05.669Z', recipient: 'ann@example.com', provider_event_id: 'fb-1', provider_message_id: '0107019ses-1111',
    class: 'unknown_user', smtp_code: 550, enhanced_code: '5.1.1', link: null, user_agent: null,
  }], ignored: [] })
})

test('webhook: headers beside the body, a sentence for people', async () => {
  const request = JSON.stringify({ headers: { 'svix-id': 'msg_9' }, body: { type: 'email.sent', created_at: '2025-03-03T09:00:00Z', data: { to: ['ann@example.com'], email_id: 'x' } } })
  expect((await run(['webhook', '--provider', 'resend', '-', '--json'], request)).json()).toMatchObject({ events: [{ provider_event_id: 'msg_9' }] })
  expect((await run(['webhook', '--provider', 'resend', '-'], request)).out).toBe('1 event:\n  2025-03-03T09:00:00.000Z ann@example.com sent\n')
})

test('webhook: no news is understood, another form is not valid, no file cannot be read', async () => {
  expect(await run(['webhook', '--provider', 'ses', `${webhook}ses-subscription-confirmation.json`])).toMatchObject({ code: 0 })
  expect(await run(['webhook', '--provider', 'postmark', `${webhook}sendgrid-batch.json`])).toMatchObject({ code: 1 })
  expect(await run(['webhook', '--provider', 'postmark', '-'], '{broken')).toMatchObject({ code: 1 })
  expect(await run(['webhook', '--provider', 'postmark', '/nowhere/at/all'])).toMatchObject({ code: 2 })
})
