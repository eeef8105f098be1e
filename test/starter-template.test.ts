// room: the template that a new workspace begins with compiles without a warning, reads well without its HTML, and can be
// left by whoever gets it.
import { simpleParser } from 'mailparser'
import { expect, test } from 'vitest'
import { compileDraft, PLAIN_DRESS } from '../src/campaigns/index.ts'
import { openContent } from '../src/campaigns/render/index.ts'
import { starterTemplate } from '../src/provision/starter-template.ts'

const HOUSE = { workspaceName: 'House', postalAddress: 'Harbour Road 1\n1000 Exampletown', knownFields: ['contact.first_name'] }
const compiled = await compileDraft({ language: 'mjml', ...starterTemplate, textBody: null }, PLAIN_DRESS, HOUSE)

async function mailFor(firstName: string | null) {
  const bytes = openContent(compiled).writeMime({
    contact: { first_name: firstName }, messageKey: 'k', urls: { open: 'http://x.test/o', click: (_, target) => target, unsubscribe: 'https://x.test/u/1', view: 'https://x.test/v/1' },
    to: { address: 'a@people.test' }, messageId: '<m@x.test>', date: new Date(0),
  })
  return simpleParser(bytes)
}

test('it compiles without a warning and counts its three links', () => {
  expect(compiled.warnings).toEqual([])
  expect(compiled.links.map((l) => l.label)).toEqual(['See what is new', 'Read it', 'Try it'])
})

test('it greets by name, and kindly without one', async () => {
  expect(await mailFor('Ann')).toMatchObject({ subject: 'Hello Ann, good to have you here', text: expect.stringContaining('Hello Ann,') })
  expect(await mailFor(null)).toMatchObject({ subject: 'Hello there, good to have you here', text: expect.stringContaining('Hello there,') })
})

test('it says who sends it and how to leave, in both parts', async () => {
  const mail = await mailFor('Ann')
  for (const part of [mail.html as string, mail.text!]) {
    expect(part).toContain('Harbour Road 1, 1000 Exampletown')
    expect(part).toContain('https://x.test/u/1')
    expect(part).toContain('https://x.test/v/1')
  }
  expect(Buffer.byteLength(mail.html as string)).toBeLessThan(40_000)
  expect(mail.html).not.toMatch(/<img|url\(/)
})
