// The nouns of content: what an author writes (Template), what a launch freezes (CompiledContent), what is found wrong
// (Problem). All of it is plain JSON.

export type Part = 'subject' | 'preheader' | 'html' | 'text'

export type Template = {
  /** Liquid. */
  readonly subject: string
  /** Liquid; the line that inboxes show after the subject. */
  readonly preheader?: string
  /** MJML with Liquid inside. One of mjml, html and text at least. */
  readonly mjml?: string
  /** HTML with Liquid inside. */
  readonly html?: string
  /** Liquid. Without it the plain text is made from the HTML. */
  readonly text?: string
}

export type Mailbox = { readonly address: string; readonly name?: string }

export type CompileOptions = {
  readonly from: Mailbox
  readonly replyTo?: Mailbox
  /** Headers that every mail carries. */
  readonly headers?: Readonly<Record<string, string>>
  readonly trackOpens?: boolean
  readonly trackClicks?: boolean
  /** Values that every recipient sees alike (campaign, sender, workspace); frozen with the content. */
  readonly values?: Readonly<Record<string, unknown>>
  /** Paths that exist, such as `contact.first_name`; `contact.attributes.*` allows any below. Absent: not checked. */
  readonly knownFields?: readonly string[]
  /** What a name outside knownFields is: reported in `warnings` (default) or a problem. */
  readonly onUnknownField?: 'report' | 'refuse'
}

export type Problem = {
  readonly part: Part
  readonly line: number | null
  readonly column: number | null
  readonly message: string
  readonly hint: string
  /** The path that nothing is known as, when that is the problem. */
  readonly unknownField?: string
}

/** One link in one place. The same address in two places is two links. */
export type ContentLink = {
  /** From 1, in the order of the HTML, then of the text. */
  readonly no: number
  readonly part: 'html' | 'text'
  /** The address; null when it holds Liquid and is different for each recipient. */
  readonly url: string | null
  /** As the author wrote it. */
  readonly source: string
  /** What the link says, for reports; empty for pictures without a description. */
  readonly label: string
}

export type BodyEncoding = 'quoted-printable' | 'base64'

/** Everything needed to write the mails of a launch, frozen. `hash` covers all other fields. */
export type CompiledContent = {
  readonly version: 1
  readonly from: Mailbox
  readonly replyTo: Mailbox | null
  readonly headers: Readonly<Record<string, string>>
  readonly values: Readonly<Record<string, unknown>>
  /** Liquid sources, with our own tags where links, pixel and preheader go. */
  readonly subject: string
  readonly html: string | null
  readonly text: string
  readonly encoding: { readonly html: BodyEncoding; readonly text: BodyEncoding }
  readonly links: readonly ContentLink[]
  /** Paths that the template reads, sorted. */
  readonly fields: readonly string[]
  readonly warnings: readonly Problem[]
  /** sha256, hex. */
  readonly hash: string
}

/** Where a recipient's links lead; made by the caller, who signs them. */
export type RecipientUrls = {
  /** Address of the open pixel. */
  readonly open: string
  /** Address for link `no`; `target` is where it leads in the end, resolved for this recipient. */
  readonly click: (no: number, target: string) => string
  readonly unsubscribe: string
  /** "View in browser". */
  readonly view: string
  readonly preferences?: string
}

export type Recipient = {
  readonly contact: Readonly<Record<string, unknown>>
  /** Stable name of the message: same key, same bytes. */
  readonly messageKey: string
  readonly urls: RecipientUrls
}

export type RenderedMail = { readonly subject: string; readonly html: string | null; readonly text: string }
