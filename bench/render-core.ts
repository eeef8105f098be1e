// What composing costs: our compiled content against nodemailer's composer, the same personalised mail of about 20 kB, no
// network. Measures only; printing and the JSON line belong to the bench runner.
import MailComposer from 'nodemailer/lib/mail-composer'
import { compileContent, openContent, type ContentRenderer, type RecipientUrls } from '../src/campaigns/render/index.ts'

export type RenderBench = {
  readonly renderer: ContentRenderer
  /** Bytes of one mail. */
  readonly bytes: number
  /** Mail for recipient n, by our writer. */
  ours(n: number): Buffer
  /** The same mail, rendered by plain string replacement and composed by nodemailer. */
  theirs(n: number): Promise<Buffer>
}

const PARAGRAPH =
  'We picked a few things that go well together this season – each of them made to last, each of them back in stock. ' +
  'Have a look at the details, compare the sizes, and tell us what you think: every answer is read by a person.'

/** An MJML newsletter with `sections` picture-and-text blocks, a dozen personalised places and tracked links. */
export function benchMjml(sections: number): string {
  const blocks = Array.from(
    { length: sections },
    (_, i) => `<mj-section><mj-column>
      <mj-image src="https://img.shop.test/season/${i}.jpg" alt="Picture ${i}" width="560px" href="https://shop.test/season/${i}?utm_source=mail&amp;utm_campaign=bench" />
      <mj-text font-size="16px">For {{ contact.first_name | default: "you" }} in {{ contact.city }}: ${PARAGRAPH}</mj-text>
      <mj-button href="https://shop.test/item/${i}?ref={{ contact.ref | url_encode }}">See it</mj-button></mj-column></mj-section>`,
  )
  return `<mjml><mj-body>
    <mj-section><mj-column><mj-text font-size="24px">Hello {{ contact.first_name }} {{ contact.last_name }}</mj-text></mj-column></mj-section>
    {% if contact.is_member %}<mj-section><mj-column><mj-text>Thank you for being a member since {{ contact.member_since }}.</mj-text></mj-column></mj-section>{% endif %}
    ${blocks.join('\n')}
    <mj-section><mj-column><mj-text>You get this because you asked for it. <a href="{{ unsubscribe_url }}">Unsubscribe</a></mj-text></mj-column></mj-section>
  </mj-body></mjml>`
}

export function benchContact(n: number): Record<string, unknown> {
  return { first_name: `Jürgen ${n}`, last_name: 'van der Berg', city: 'Québec', ref: `r ${n}`, is_member: n % 2 === 0, member_since: 2019 }
}

/** Short signed-looking tokens, as the sender makes them; the signing itself is not measured here. */
export function benchUrls(n: number): RecipientUrls {
  const token = `${n.toString(36).padStart(8, '0')}Qm9yaW5nVG9rZW5CeXRlczEyMzQ1Njc4OTA`
  return { open: `https://t.shop.test/o/${token}`, click: (no) => `https://t.shop.test/c/${token}${no}`, unsubscribe: `https://t.shop.test/u/${token}`, view: `https://t.shop.test/v/${token}` }
}

const DATE = new Date('2026-01-02T03:04:05Z')

export async function prepareRenderBench(sections: number = 4): Promise<RenderBench> {
  const content = await compileContent({ subject: 'News for {{ contact.first_name }}', mjml: benchMjml(sections) }, { from: { address: 'news@shop.test', name: 'The Shop' } })
  const renderer = openContent(content)
  const ours = (n: number): Buffer =>
    renderer.writeMime({ contact: benchContact(n), messageKey: `m${n}`, urls: benchUrls(n), to: { address: `u${n}@example.test`, name: `Jürgen ${n}` }, messageId: `<${n}@shop.test>`, date: DATE })
  // their share of the work is composing only: the parts are ready, as if another tool had rendered them
  const parts = Array.from({ length: 64 }, (_, n) => renderer.render({ contact: benchContact(n), messageKey: `m${n}`, urls: benchUrls(n) }))
  const theirs = (n: number): Promise<Buffer> => {
    const part = parts[n % parts.length]
    return new MailComposer({
      from: '"The Shop" <news@shop.test>',
      to: { name: `Jürgen ${n}`, address: `u${n}@example.test` },
      subject: part?.subject ?? '',
      messageId: `<${n}@shop.test>`,
      date: DATE,
      headers: { 'List-Unsubscribe': `<${benchUrls(n).unsubscribe}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
      text: part?.text ?? '',
      html: part?.html ?? '',
    })
      .compile()
      .build()
  }
  return { renderer, bytes: ours(1).length, ours, theirs }
}

/** Messages per second of one core for about `ms` milliseconds each, interleaved `rounds` times; medians. */
export async function measureRender(bench: RenderBench, ms: number = 1000, rounds: number = 3): Promise<{ ours: number; nodemailer: number; ratio: number }> {
  const ours: number[] = []
  const theirs: number[] = []
  for (let r = 0; r < rounds; r++) {
    ours.push(await rate(ms, async (n) => void bench.ours(n), 50))
    theirs.push(await rate(ms, async (n) => void (await bench.theirs(n)), 5))
  }
  const ratios = ours.map((o, i) => o / (theirs[i] ?? 1))
  return { ours: median(ours), nodemailer: median(theirs), ratio: median(ratios) }
}

async function rate(ms: number, work: (n: number) => Promise<void>, step: number): Promise<number> {
  let n = 0
  const start = performance.now()
  while (performance.now() - start < ms) for (let i = 0; i < step; i++) await work(n++)
  return (n / (performance.now() - start)) * 1000
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
