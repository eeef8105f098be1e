/** Text helpers for reading bounces: HTML to text, folding to comparable words, finding addresses. */

const BLOCK = /<\s{0,3}\/?\s{0,3}(?:br|p|div|tr|li|h[1-6]|table|blockquote|pre|hr)\b[^>]{0,2000}>/gi
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', '#39': "'" }

/** HTML as lines of text; scripts and styles dropped, tags removed, the common entities decoded. */
export function htmlToText(html: string): string {
  return html
    .replace(/<(style|script|head)\b[^>]{0,2000}>[\s\S]{0,100000}?<\/\1\s{0,3}>/gi, ' ')
    .replace(/\s+/g, ' ')
    .replace(BLOCK, '\n')
    // An address in angle brackets is text that somebody forgot to escape.
    .replace(/<(?!\/?[a-z!?][^<>@]{0,2000}>|\/?[a-z][a-z0-9]{0,10}\s[^<>]{0,2000}>)([^<>\s]{1,200}@[^<>\s]{1,200})>/gi, ' $1 ')
    .replace(/<[^<>]{0,4000}>/g, '')
    .replace(/&(#?[a-z0-9]{2,6});/gi, (all, name: string) => entity(name) ?? all)
    .replace(/[ \t]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
}

function entity(name: string): string | undefined {
  const known = ENTITIES[name.toLowerCase()]
  if (known !== undefined) return known
  const point = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : name.startsWith('#') ? Number(name.slice(1)) : Number.NaN
  return Number.isInteger(point) && point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : undefined
}

/** An address inside running text; lengths bounded so that the search stays linear. */
export const ADDRESS = /(?:"[^"\n]{1,64}"|[^\s<>()[\]{},;:"'@\\|?*「」（）：。、，]{1,64}(?:'[^\s<>()[\]{},;:"'@\\]{1,20})?)@(?:\[[0-9a-fA-F.:IPv]{3,45}\]|(?:[A-Za-z0-9](?:[A-Za-z0-9_-]{0,62})\.){1,8}[A-Za-z](?:[A-Za-z0-9-]{0,62}[A-Za-z0-9])?|(?:[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}_-]{0,62})\.){1,8}[\p{L}][\p{L}\p{M}\p{N}-]{0,62}|localhost\b)/gu

/** All addresses in a text, in order, without repeats. */
export function findAddresses(text: string): string[] {
  return [...new Set([...text.matchAll(ADDRESS)].map((match) => cleanAddress(match[0])))]
}

/** Brackets, prefixes, full stops and words of scripts without blanks that cling to an address. */
export function cleanAddress(text: string): string {
  return text.trim().replace(/^(?:mailto:|smtp:|rfc822[;:]|<)+/i, '').replace(/[>.,;:]+$/, '').replace(/^'(.*)'$/, '$1').replace(/^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+(?=[a-z0-9][^\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]*$)/iu, '')
}

/** One line of single spaces. */
export function squeeze(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

/**
 * Fold a diagnostic to comparable words: lower case, Latin accents off, reply codes of continued lines,
 * addresses, hosts and links replaced by a token each (zzaddr, zzhost, zzurl, zzip), so that "spam@x" is no evidence of spam.
 */
export function foldWords(text: string): string {
  return foldLetters(text.slice(0, 8000))
    .replace(/https?:\/\/[^\s<>"')]{1,400}/g, ' zzurl ')
    .replace(ADDRESS, ' zzaddr ')
    .replace(/\[?(?:\d{1,3}\.){3}\d{1,3}\]?(?::\d{1,5})?/g, ' zzip ')
    .replace(/\b(?:[a-z0-9](?:[a-z0-9_-]{0,62})\.){1,8}[a-z]{2,24}\b(?!\.\d)/g, (host) => (isWordPair(host) ? host : ' zzhost '))
    .replace(/(?:^|\s)[245]\d\d[- ](?:#?[245]\.\d{1,3}\.\d{1,3}[ ]?)?/g, ' ')
    .replace(/[<>"“”„«»*_]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Names of block lists stand in hosts and links as often as in words; only addresses are taken out here. */
export function foldNames(text: string): string {
  return text.slice(0, 8000).toLowerCase().replace(ADDRESS, ' ')
}

/** "rejected.please" is two sentences, not a host. */
function isWordPair(host: string): boolean {
  return /^[a-z]+\.(?:please|the|see|for|this|if|your|it|message|contact|mail|try|visit|go|you|we|recipient|user|address)$/.test(host) || /\.(?:rules?|adr|queue|recipientnotfound|notfound|expired|restrictions?)\b/.test(host)
}

/** Lower case, typographic apostrophes straightened, accents taken off Latin letters. */
export function foldLetters(text: string): string {
  return text
    .toLowerCase()
    .replace(/[’‘`´]/g, "'")
    .normalize('NFKD')
    .replace(/([a-z])\p{Mn}+/gu, '$1')
    .normalize('NFC')
    .replace(/[ßıłøđ]/g, (letter) => ({ ß: 'ss', ı: 'i', ł: 'l', ø: 'o', đ: 'd' })[letter] ?? letter)
}
