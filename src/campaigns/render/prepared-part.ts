// A part of the content made ready for many recipients: Liquid parsed once, constant text encoded once, plain outputs
// turned into direct property reads. What is special falls back to the Liquid library, with the same result.
import { Context, Output, TokenKind, toValueSync, type Emitter, type Liquid, type Template } from 'liquidjs'
import { contentEngine, isImmediateTag, LIMITS, runNodes, setRenderContext, toText, type DirectNode, type EngineKind, type RenderContext, type Write } from './liquid-engine.ts'
import { escapeHtml } from './html-entities.ts'
import { qpSegment, QpWriter, type QpSegment } from './quoted-printable.ts'

/** Where rendered pieces go. The library asks for `buffer` and hands over values; our own nodes hand over segments. */
class TextSink implements Emitter {
  buffer = ''
  write(value: unknown): void {
    this.buffer += toText(value)
  }
  writeSegment(s: QpSegment): void {
    this.buffer += s.text
  }
}

class QpSink implements Emitter {
  buffer = ''
  readonly #writer = new QpWriter()
  get encoded(): string {
    return this.#writer.out
  }
  write(value: unknown): void {
    this.#writer.writeText(toText(value))
  }
  writeSegment(s: QpSegment): void {
    this.#writer.writeSegment(s)
  }
}

type Sink = TextSink | QpSink

export class PreparedPart {
  readonly engine: Liquid
  readonly #kind: EngineKind
  readonly #templates: Template[]

  constructor(kind: EngineKind, source: string) {
    this.#kind = kind
    this.engine = contentEngine(kind)
    this.#templates = this.engine.parse(source)
    prepareNodes(this.#templates, this.engine)
  }

  toText(variables: Readonly<Record<string, unknown>>, context: Omit<RenderContext, 'isHtml'>): string {
    const sink = new TextSink()
    this.#run(variables, context, sink)
    return sink.buffer
  }

  toQp(variables: Readonly<Record<string, unknown>>, context: Omit<RenderContext, 'isHtml'>): string {
    const sink = new QpSink()
    this.#run(variables, context, sink)
    return sink.encoded
  }

  #run(variables: Readonly<Record<string, unknown>>, context: Omit<RenderContext, 'isHtml'>, sink: Sink): void {
    // a fresh object each time: {% increment %} writes into it
    const ctx = new Context({ ...variables }, this.engine.options, { sync: true, ...LIMITS }, { liquid: this.engine })
    setRenderContext(ctx, { ...context, isHtml: this.#kind === 'html' })
    runNodes(this.engine, this.#templates, ctx, sink)
  }
}

/** Replaces, in the whole tree, how constant text and plain outputs render themselves. */
function prepareNodes(templates: readonly Template[], engine: Liquid): void {
  for (const t of templates) {
    const direct = directWrite(t, engine)
    if (direct) {
      const node = t as DirectNode
      node.direct = direct
      node.render = direct
    } else if (t.children) prepareNodes(toValueSync<Template[]>(t.children(false, true)), engine)
  }
}

function directWrite(t: Template, engine: Liquid): Write | null {
  const { str } = t as unknown as { str?: unknown }
  if (typeof str === 'string' && t.token.kind === TokenKind.HTML) return constantWrite(str)
  if (t instanceof Output) return outputWrite(t as unknown as OutputNode, engine)
  // our own tags write at once as well
  return isImmediateTag(t) ? t.render.bind(t) : null
}

function constantWrite(text: string): Write {
  const segment = qpSegment(text)
  return (_ctx, sink) => {
    if (sink instanceof QpSink || sink instanceof TextSink) sink.writeSegment(segment)
    else sink.write(text)
  }
}

/** As much of the library's tree as is looked at; anything unexpected means "not plain". */
type FilterNode = { readonly handler?: unknown; readonly args?: readonly unknown[]; readonly token?: unknown }
type OutputNode = {
  readonly value?: {
    readonly filters?: readonly FilterNode[]
    readonly initial?: { readonly postfix?: readonly { readonly variable?: unknown; readonly props?: readonly unknown[] }[] }
  }
}
type FilterHandler = (this: { context: Context; token: unknown; liquid: Liquid }, value: unknown, ...args: unknown[]) => unknown
type PlainFilter = { readonly handler: FilterHandler; readonly args: readonly unknown[]; readonly token: unknown }

/** `{{ a.b.c | filter: "literal" }}`: read and filtered directly. Null for everything else. */
function outputWrite(node: OutputNode, engine: Liquid): Write | null {
  const path = plainPath(node)
  if (!path) return null
  const escape = engine.options.outputEscape
  const all = node.value?.filters ?? []
  const isEscaped = escape !== undefined && all.at(-1)?.handler === escape
  const filters = (isEscaped ? all.slice(0, -1) : all).map(plainFilter)
  if (filters.includes(null)) return null
  const [root = '', ...rest] = path
  return (ctx, sink) => {
    // findScope is private in the library's types only; it makes assigned names win over the recipient's
    let value: unknown = ctx.readProperty((ctx as unknown as { findScope(key: string): object }).findScope(root), root)
    for (const key of rest) value = ctx.readProperty(value as object, key)
    for (const f of filters as PlainFilter[]) value = f.handler.apply({ context: ctx, token: f.token, liquid: engine }, [value, ...f.args])
    const text = toText(value)
    sink.write(isEscaped ? escapeHtml(text) : text)
  }
}

function plainPath(node: OutputNode): string[] | null {
  const postfix = node.value?.initial?.postfix
  if (!postfix || postfix.length !== 1) return null
  const props = postfix[0]?.props
  if (!props || props.length === 0 || postfix[0]?.variable !== undefined) return null
  const path: string[] = []
  for (const p of props) {
    const { content, kind } = p as { content?: unknown; kind?: unknown }
    if (kind !== TokenKind.Word || typeof content !== 'string') return null
    path.push(content)
  }
  return path
}

/** A filter that answers at once (no generator), with literal arguments only. */
function plainFilter(f: FilterNode): PlainFilter | null {
  const { handler } = f
  if (typeof handler !== 'function' || handler.constructor.name !== 'Function') return null
  const args: unknown[] = []
  for (const arg of f.args ?? []) {
    const { content, kind } = arg as { content?: unknown; kind?: unknown }
    if (kind !== TokenKind.Quoted && kind !== TokenKind.Number) return null
    args.push(content)
  }
  return { handler: handler as FilterHandler, args, token: f.token }
}
