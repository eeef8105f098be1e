// unit: what compiling finds, keeps, numbers and refuses.
import { expect, test } from 'vitest'
import { isAppError } from '../../kernel/index.ts'
import { compileContent, openContent, type CompiledContent, type CompileOptions, type Problem, type RecipientUrls, type Template } from './index.ts'

const FROM = { from: { address: 'news@shop.test', name: 'Shop' } } as const
const URLS: RecipientUrls = { open: 'https://t.test/o/1?a=1&b=2', click: (no, target) => `https://t.test/c/${no}?to=${encodeURIComponent(target)}`, unsubscribe: 'https://t.test/u/1', view: 'https://t.test/v/1' }

async function problemsOf(template: Template, options: Partial<CompileOptions> = {}): Promise<readonly Problem[]> {
  const error: unknown = await compileContent(template, { ...FROM, ...options }).then(
    () => null,
    (e: unknown) => e,
  )
  expect(isAppError(error, 'RENDER_TEMPLATE_INVALID')).toBe(true)
  return (error as { data: { problems: Problem[] } }).data.problems
}

const show = (content: CompiledContent, contact: Record<string, unknown> = {}): { subject: string; html: string; text: string } => {
  const { subject, html, text } = openContent(content).render({ contact, messageKey: 'k', urls: URLS })
  return { subject, html: html ?? '', text }
}
const mjml = (body: string): string => `<mjml><mj-body>${body}</mj-body></mjml>`
const section = (inner: string): string => `<mj-section><mj-column>${inner}</mj-column></mj-section>`

test('every link is numbered in order, same address twice is two links, others stay', async () => {
  const content = await compileContent(
    {
      subject: 's',
      html: `<body><a href="https://a.test/?x=1&amp;y=2">One</a><a class='b' href='https://a.test/?x=1&amp;y=2'>Two <b>bold</b></a>
        <A HREF=https://c.test/>Three</A><a href="mailto:x@y.test">m</a><a href="tel:1">t</a><a href="#top">#</a><a href="/relative">r</a><a name="x">n</a>
        <a href="{{ unsubscribe_url }}">u</a><a href="https://d.test/" data-track="off">d</a><!-- <a href="https://comment.test/">c</a> -->
        <!--[if mso]><a href="https://outlook.test/">o</a><![endif]--><map><area href="https://area.test/"></map><style>a[href="https://x.test"]{}</style>
        <a href="https://img.test/"><img src="i.png" alt="Picture"></a></body>`,
    },
    FROM,
  )
  expect(content.links.map((l) => [l.no, l.url, l.label])).toEqual([
    [1, 'https://a.test/?x=1&y=2', 'One'],
    [2, 'https://a.test/?x=1&y=2', 'Two bold'],
    [3, 'https://c.test/', 'Three'],
    [4, 'https://outlook.test/', 'o'],
    [5, 'https://area.test/', ''],
    [6, 'https://img.test/', 'Picture'],
  ])
  const { html } = show(content)
  expect(html).toContain(`href="https://t.test/c/1?to=${encodeURIComponent('https://a.test/?x=1&y=2')}"`)
  for (const kept of ['href="mailto:x@y.test"', 'href="tel:1"', 'href="#top"', 'href="/relative"', 'href="https://t.test/u/1"', 'href="https://d.test/"', 'href="https://comment.test/"']) expect(html).toContain(kept)
  expect(html).not.toContain('data-track')
})

test('links that hold Liquid are resolved for each recipient, and data cannot turn them into scripts', async () => {
  const content = await compileContent(
    {
      subject: 's',
      html: `<a href="https://a.test/{{ contact.id | url_encode }}?a=1&amp;b=2">A</a><a href="{{ contact.site | default: "https://d.test/" }}">B</a>
        <a {% if contact.vip %}href="https://vip.test/"{% else %}href="https://all.test/"{% endif %}>C</a>`,
    },
    FROM,
  )
  expect(content.links.map((l) => l.url)).toEqual([null, null, 'https://vip.test/', 'https://all.test/'])
  const targets = (contact: Record<string, unknown>): string[] => [...show(content, contact).html.matchAll(/to=([^"]*)"|href="(#)"/g)].map((m) => m[2] ?? decodeURIComponent(m[1] ?? ''))
  expect(targets({ id: 'x y&z', vip: true })).toEqual(['https://a.test/x+y%26z?a=1&b=2', 'https://d.test/', 'https://vip.test/'])
  expect(targets({ id: '"><script>', site: 'https://me.test/?q=a&b=c', vip: false })).toEqual(['https://a.test/%22%3E%3Cscript%3E?a=1&b=2', 'https://me.test/?q=a&b=c', 'https://all.test/'])
  for (const site of ['javascript:alert(1)', ' JaVaScRiPt:alert(1)', 'data:text/html,x', '//x.test', 'https://x.test/"onclick="y']) expect(targets({ id: 1, site })[1], site).toBe('#')
  expect(show(content, { id: 1, site: 'https://me.test/?q=a&b=c' }).text).toContain('B (https://t.test/c/2?to=https%3A%2F%2Fme.test%2F%3Fq%3Da%26b%3Dc)')
  expect(show(content, { id: 1 }).text).toContain(encodeURIComponent('https://a.test/1?a=1&b=2'))
})

test('Liquid survives MJML everywhere: between elements, in attributes, with quotes, around the document', async () => {
  const content = await compileContent(
    {
      subject: 's',
      mjml: `{% assign greeting = "Hello <you>" %}${mjml(
        `{% if contact.vip %}${section('<mj-text>VIP {{ contact.name | default: "friend & co" }}</mj-text>')}{% else %}${section('<mj-text>Everyone</mj-text>')}{% endif %}
        <mj-section background-color="{{ contact.color | default: "#ffeedd" }}" css-class="{{ contact.css }}">
          {% for p in contact.products %}<mj-column><mj-text>{{ forloop.index }}: {{ p.name }}</mj-text><mj-button href="https://s.test/{{ p.id }}">Buy {{ p.name }}</mj-button></mj-column>{% endfor %}
        </mj-section>${section('<mj-text>{{ greeting }} {% if 1 < 2 %}smaller{% endif %} {% raw %}{{ raw }}{% endraw %}{% comment %}<a href="https://no.test">{% endcomment %}</mj-text>')}`,
      )}`,
    },
    FROM,
  )
  const contact = { vip: true, css: 'x', products: [{ id: 7, name: 'A&B' }, { id: 8, name: 'C' }] }
  const { html, text } = show(content, contact)
  for (const piece of ['VIP friend &amp; co', 'background-color:#ffeedd', 'class="x', '1: A&amp;B', '2: C', 'Hello &lt;you&gt;', 'smaller', '{{ raw }}', encodeURIComponent('https://s.test/8')]) expect(html).toContain(piece)
  expect(html).not.toContain('Everyone')
  expect(html).not.toMatch(/\{%|ilq/)
  for (const piece of ['VIP friend & co', '1: A&B', 'Hello <you>', 'smaller', '{{ raw }}', `Buy C (https://t.test/c/1?to=${encodeURIComponent('https://s.test/8')})`]) expect(text).toContain(piece)
  expect(text).not.toMatch(/\{%|ilq|Everyone|no\.test/)
  expect(show(content, { vip: false }).text).toMatch(/^Everyone/)
  expect(content.links.length).toBe(1)
})

test('braces that are text stay text', async () => {
  const content = await compileContent({ subject: 's', html: '<p>&#123;&#123; contact.name }} and &#123;% if %}</p>' }, FROM)
  expect(show(content, { name: 'X' }).text).toBe('{{ contact.name }} and {% if %}')
})

test('preheader, pixel, plain text; and each can be left out', async () => {
  const template = { subject: 's', preheader: 'For {{ contact.name }}', html: '<html><body class="a>b"><h1>Title</h1><p>Text &amp; more</p></body></html>' }
  const { html, text } = show(await compileContent(template, FROM), { name: '<N>' })
  expect(html).toMatch(/<body class="a>b"><div style="display:none[^>]*>For &lt;N&gt;<\/div>/)
  expect(html).toMatch(/<img src="https:\/\/t\.test\/o\/1\?a=1&amp;b=2"[^>]*><\/body>/)
  expect(text).toBe('Title\n\nText & more')
  const plain = show(await compileContent({ subject: 's', html: '<a href="https://a.test/">a</a>' }, { ...FROM, trackClicks: false, trackOpens: false }))
  expect(plain).toMatchObject({ html: '<a href="https://a.test/">a</a>', text: 'a (https://a.test/)' })
})

test('text that an author wrote keeps its form; its addresses are links of their own', async () => {
  const content = await compileContent({ subject: 's', html: '<a href="https://a.test/">a</a>', text: 'See https://a.test/, or (https://b.test/{{ contact.id }}).\nBye {{ contact.name }}: {{ unsubscribe_url }}' }, FROM)
  expect(content.links.map((l) => [l.no, l.part, l.url])).toEqual([
    [1, 'html', 'https://a.test/'],
    [2, 'text', 'https://a.test/'],
    [3, 'text', null],
  ])
  expect(show(content, { id: 5, name: '<N&>' }).text).toBe('See https://t.test/c/2?to=https%3A%2F%2Fa.test%2F, or (https://t.test/c/3?to=https%3A%2F%2Fb.test%2F5).\nBye <N&>: https://t.test/u/1')
})

test('each problem names part, line and remedy', async () => {
  const cases: [Template, Partial<Record<keyof Problem, unknown>>][] = [
    [{ subject: 'a\n{{ x | upcas }}', text: 't' }, { part: 'subject', line: 2, hint: 'There is no filter "upcas". Did you mean "upcase"?' }],
    [{ subject: 's', mjml: mjml(`\n\n${section('<mj-text>{% iff x %}</mj-text>')}`) }, { part: 'html', line: 3, hint: 'There is no tag "iff". Did you mean "if"?' }],
    [{ subject: 's', text: '\n{% for x in y %}' }, { part: 'text', line: 2, hint: expect.stringContaining('{% endfor %}') }],
    [{ subject: 's', text: '{{ a' }, { part: 'text', line: 1, hint: 'Close the output with }}.' }],
    [{ subject: 's', html: '{% il_link 1 %}' }, { part: 'html', line: 1 }],
    [{ subject: 's', html: "{% include 'etc/passwd' %}" }, { part: 'html', line: 1 }],
    [{ subject: 's', mjml: mjml(section('<mj-foo/>')) }, { part: 'html', message: expect.stringContaining('mj-foo') }],
    [{ subject: 's', mjml: '<p>no mjml</p>' }, { part: 'html', message: expect.stringContaining('MJML') }],
    [{ subject: 's', mjml: mjml('\n<mj-include path="/etc/passwd"/>') }, { part: 'html', line: 2 }],
    [{ subject: 's', mjml: mjml('<mj-section><mj-column width="{{ w }}"><mj-text>x</mj-text></mj-column></mj-section>') }, { part: 'html', hint: expect.stringContaining('fixed size') }],
    [{ subject: ' ', text: 't' }, { part: 'subject' }],
    [{ subject: 's' }, { part: 'html', message: 'There is no content.' }],
    [{ subject: 's', html: 'h', mjml: mjml('') }, { part: 'html' }],
  ]
  for (const [template, expected] of cases) expect((await problemsOf(template))[0]).toMatchObject(expected)
})

test('names that nobody fills are reported, or refused when asked', async () => {
  const template = { subject: 'Hi {{ contact.frist_name }}', html: '{{ contact.attributes.any.thing }}{{ shop.name }}{{ unsubscribe_url }}{% for t in contact.tags %}{{ t.x }}{{ forloop.index }}{% endfor %}{% assign y = 1 %}{{ y }}{{ contact.tags.size }}{{ nobody }}' }
  const options = { knownFields: ['contact.first_name', 'contact.tags', 'contact.attributes.*'], values: { shop: { name: 'S' } } }
  const content = await compileContent(template, { ...FROM, ...options })
  expect(content.warnings.map((w) => w.message)).toEqual(['Nothing is known as contact.frist_name.', 'Nothing is known as nobody.'])
  expect(content.warnings[0]).toMatchObject({ part: 'subject', line: 1, hint: 'It will be empty for everybody. Did you mean "contact.first_name"?' })
  expect((await problemsOf(template, { ...options, onUnknownField: 'refuse' })).length).toBe(2)
  expect(content.fields).toContain('contact.attributes.any.thing')
})

test('frozen content survives a database that reorders its keys, and says when it was changed', async () => {
  const content = await compileContent({ subject: 's', html: '<a href="https://a.test/">x</a>' }, { ...FROM, values: { a: { z: 1, y: [2] } } })
  const reorder = (v: unknown): unknown => (Array.isArray(v) ? v.map(reorder) : v && typeof v === 'object' ? Object.fromEntries(Object.entries(v).toReversed().map(([k, x]) => [k, reorder(x)])) : v)
  const again = reorder(JSON.parse(JSON.stringify(content))) as CompiledContent
  expect(openContent(again).hash).toBe(content.hash)
  expect(() => openContent({ ...again, subject: 'other' })).toThrow(/does not match its hash/)
  expect(() => openContent({ ...again, links: [] })).toThrow(/does not match its hash/)
  expect((await compileContent({ subject: 's', html: '<a href="https://a.test/">x</a>' }, { ...FROM, values: { a: { z: 1, y: [2] } } })).hash).toBe(content.hash)
})

test('a template that takes too much is stopped for this message, with the place', async () => {
  for (const text of ['{% for i in (1..100000000) %}x{% endfor %}', '{% assign s = "xxxxxxxxxx" %}{% for i in (1..99999) %}{% assign s = s | append: s %}{% endfor %}']) {
    const renderer = openContent(await compileContent({ subject: 's', text }, FROM))
    expect(() => renderer.render({ contact: {}, messageKey: 'k', urls: URLS })).toThrow(/text: .*limit exceeded/)
  }
})
