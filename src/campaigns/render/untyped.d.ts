// The two libraries of this folder that come without types; only what we call.
declare module 'mjml' {
  export type MjmlProblem = { readonly line: number; readonly message: string; readonly tagName: string }
  export default function mjml2html(source: string, options?: Readonly<Record<string, unknown>>): Promise<{ html: string; errors: readonly MjmlProblem[] }>
}
declare module 'html-to-text' {
  export function convert(html: string, options?: Readonly<Record<string, unknown>>): string
}
