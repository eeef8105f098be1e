// Liquid with limits. One engine for HTML (every output escaped), one for plain text and subjects. Our own tags exist only
// in compiled content: an author who writes them gets "unknown tag".
import { Liquid, LiquidError, RenderError, Tag, toValue, toValueSync, type Context, type Emitter, type Parser, type TagToken, type Template, type TopLevelToken } from 'liquidjs'
import type { RecipientUrls } from './content.ts'
import { decodeEntities, escapeHtml } from './html-entities.ts'

/** What rendering for one recipient carries besides the variables. */
export type RenderContext = { readonly urls: RecipientUrls; readonly targets: ReadonlyMap<number, string>; readonly isHtml: boolean; readonly now: Date }

/** Characters of source, milliseconds and bytes a template may take. A mail that needs more is a mistake. */
export const LIMITS = { parseLimit: 2_000_000, renderLimit: 2_000, memoryLimit: 20_000_000 } as const

/** Results differ from run to run: a retry could not write the same bytes. */
const UNSTABLE_FILTERS = ['sample', 'shuffle']
const DATE_FILTERS = ['date', 'date_to_xmlschema', 'date_to_rfc822', 'date_to_string', 'date_to_long_string']

export type EngineKind = 'html' | 'text'

/** The engine that checks what authors write. */
export function authorEngine(kind: EngineKind): Liquid {
  const engine = new Liquid({
    ...LIMITS,
    ...(kind === 'html' ? { outputEscape: 'escape' as const } : {}),
    strictFilters: true,
    strictVariables: false,
    ownPropertyOnly: true,
    templates: {},
    relativeReference: false,
  })
  for (const name of UNSTABLE_FILTERS) engine.unregisterFilter(name)
  for (const name of ['render', 'include', 'layout', 'block']) delete engine.tags[name]
  return engine
}

/** The engine that renders compiled content. */
export function contentEngine(kind: EngineKind): Liquid {
  const engine = authorEngine(kind)
  for (const name of DATE_FILTERS) stopClock(engine, name)
  engine.registerTag('il_link', StaticLink)
  engine.registerTag('il_href', DynamicLink)
  engine.registerTag('il_open', OpenPixel)
  return engine
}

/** "now" is the mail's own date, so that a retry writes the same bytes. */
function stopClock(engine: Liquid, name: string): void {
  const filter = engine.filters[name]
  if (typeof filter !== 'function') return
  engine.registerFilter(name, function (this: { context: Context }, value: unknown, ...args: unknown[]) {
    const at = value === 'now' || value === 'today' ? renderContext(this.context).now : value
    return (filter as (this: unknown, ...all: unknown[]) => unknown).apply(this, [at, ...args])
  })
}

/** As the library writes values. */
export function toText(given: unknown): string {
  if (typeof given === 'string') return given
  const value: unknown = toValue(given)
  if (value === undefined || value === null) return ''
  if (Array.isArray(value)) return value.map(toText).join('')
  // oxlint-disable-next-line typescript/no-base-to-string -- an object becomes what the library makes of it
  return String(value)
}

/** A node that can write itself without the library's machinery. */
export type Write = (ctx: Context, sink: Emitter) => void
export type DirectNode = Template & { direct?: Write }

/** Runs nodes in order, the direct ones directly. Throws RenderError with the place in the source. */
export function runNodes(liquid: Liquid, nodes: readonly Template[], ctx: Context, sink: Emitter): void {
  for (const node of nodes) {
    const { direct } = node as DirectNode
    if (!direct) toValueSync(liquid.renderer.renderTemplates([node], ctx, sink))
    else {
      try {
        direct(ctx, sink)
      } catch (error) {
        throw LiquidError.is(error) ? error : new RenderError(error as Error, node)
      }
    }
    if (ctx.breakCalled || ctx.continueCalled) return
  }
}

const REGISTER = 'inboxlift'

export function setRenderContext(ctx: Context, value: RenderContext): void {
  ctx.setRegister(REGISTER, value)
}

function renderContext(ctx: Context): RenderContext {
  return ctx.getRegister<RenderContext>(REGISTER)
}

function writeUrl(ctx: Context, emitter: Emitter, url: string): void {
  emitter.write(renderContext(ctx).isHtml ? escapeHtml(url) : url)
}

function linkNumber(token: TagToken): number {
  return Number(token.args.trim())
}

/** `{% il_link 3 %}`: the tracked address of a link that is the same for everybody. */
class StaticLink extends Tag {
  readonly #no: number
  constructor(token: TagToken, rest: TopLevelToken[], liquid: Liquid) {
    super(token, rest, liquid)
    this.#no = linkNumber(token)
  }
  override render(ctx: Context, emitter: Emitter): void {
    const { urls, targets } = renderContext(ctx)
    writeUrl(ctx, emitter, urls.click(this.#no, targets.get(this.#no) ?? ''))
  }
}

/** `{% il_href 4 %}https://x/{{ … }}{% endil_href %}`: resolved for each recipient, then tracked. */
class DynamicLink extends Tag {
  readonly #no: number
  readonly #templates: Template[] = []
  constructor(token: TagToken, rest: TopLevelToken[], liquid: Liquid, parser: Parser) {
    super(token, rest, liquid)
    this.#no = linkNumber(token)
    while (rest.length > 0) {
      const next = rest.shift() as TopLevelToken & { name?: string }
      if (next.name === 'endil_href') return
      this.#templates.push(parser.parseToken(next, rest))
    }
    throw new Error('il_href is not closed')
  }
  // the library wants a generator here
  // oxlint-disable-next-line require-yield
  *children(): Generator<unknown, Template[]> {
    return this.#templates
  }
  override render(ctx: Context, emitter: Emitter): void {
    const { urls, isHtml } = renderContext(ctx)
    const sink = { buffer: '', write: (value: unknown) => void (sink.buffer += toText(value)) }
    runNodes(this.liquid, this.#templates, ctx, sink)
    const text = sink.buffer
    const target = (isHtml ? decodeEntities(text) : text).trim()
    writeUrl(ctx, emitter, safeTarget(target) ? urls.click(this.#no, target) : harmless(target))
  }
}

/** `{% il_open %}`: the pixel's address. */
class OpenPixel extends Tag {
  override render(ctx: Context, emitter: Emitter): void {
    writeUrl(ctx, emitter, renderContext(ctx).urls.open)
  }
}

function safeTarget(target: string): boolean {
  return /^https?:\/\/[^\s<>"]+$/i.test(target)
}

/** A recipient's data must not turn a link into a script. */
function harmless(target: string): string {
  return /^(mailto:|tel:|sms:|#)[^\s<>"]*$/i.test(target) ? target : '#'
}

/** True for our tags that write at once and need none of the library's machinery. */
export function isImmediateTag(template: Template): boolean {
  return template instanceof StaticLink || template instanceof OpenPixel
}
