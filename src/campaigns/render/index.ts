// The door of rendering: compile once per campaign, open once per worker, write once per recipient.
export { compileContent, contentHash } from './compile-content.ts'
export { openContent, type ContentRenderer, type MimeInput } from './open-content.ts'
export { mailAddress, type MailAddress } from './mail-address.ts'
export { renderErrors } from './errors.ts'
export type { BodyEncoding, CompiledContent, CompileOptions, ContentLink, Mailbox, Part, Problem, Recipient, RecipientUrls, RenderedMail, Template } from './content.ts'
