// What delivery needs of frozen content; the room campaigns above makes it, compose.ts hands the opener in.

/** Where a recipient's links lead. `target` is where a click ends, resolved for this recipient. */
export type MailUrls = {
  readonly open: string
  readonly click: (linkNo: number, target: string) => string
  readonly unsubscribe: string
  readonly view: string
  readonly preferences?: string
}

export type MailInput = {
  /** Fields as templates name them: email, first_name, attributes, … */
  readonly contact: Readonly<Record<string, unknown>>
  /** Stable name of the message: same key, same bytes. */
  readonly messageKey: string
  readonly urls: MailUrls
  readonly to: { readonly address: string; readonly name?: string }
  /** `<left@right>`, the same on every retry. */
  readonly messageId: string
  readonly date: Date
  /** List-Unsubscribe; null for mails that nobody can unsubscribe from. Default: urls.unsubscribe. */
  readonly unsubscribe?: { readonly url?: string; readonly mailto?: string } | null
  readonly feedbackId?: string
  readonly headers?: Readonly<Record<string, string>>
}

export type ContentWriter = {
  /** The whole message, CRLF only. The same input gives the same bytes. Throws when a template fails for this person. */
  writeMime(input: MailInput): Buffer
}

/** Opens content as it stands in campaigns.content_version.compiled. Throws when it is not what was frozen. */
export type ContentOpener = (compiled: unknown) => ContentWriter

/** Frozen content in the hands of a worker. */
export type OpenedContent = {
  readonly writer: ContentWriter
  /** Numbers of the links whose target holds Liquid: different for each person. */
  readonly ownTargets: ReadonlySet<number>
}

/** Opens the content; the one thing delivery reads of it itself is which links have no fixed target. */
export function openFrozen(open: ContentOpener, compiled: unknown): OpenedContent {
  const links = (compiled as { links?: readonly { no: number; url: string | null }[] } | null)?.links ?? []
  return { writer: open(compiled), ownTargets: new Set(links.filter((l) => l.url === null).map((l) => l.no)) }
}
