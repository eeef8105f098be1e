// Names, cities and other plain text: surrounding space goes, inner white space becomes single spaces.
import { bad, good, type FieldResult } from './field-result.ts'

/** Throws nothing; refuses control characters and texts longer than `max` characters. */
export function readText(text: string, max: number): FieldResult<string> {
  // eslint-disable-next-line no-control-regex
  const plain = /[\u0000-\u001f\u007f]|\s\s/.test(text) ? text.replaceAll(/\s+/g, ' ') : text
  if (plain.length > max) return bad('too_long')
  // eslint-disable-next-line no-control-regex
  return /[\u0000-\u001f\u007f]/.test(plain) ? bad('control_character') : good(plain)
}

/** `Ann Lee` and `Lee, Ann` to given and family name; a single word is the family name's absence. */
export function splitName(text: string): { first?: string; last?: string } {
  const comma = text.indexOf(',')
  if (comma > 0) return { first: text.slice(comma + 1).trim() || undefined, last: text.slice(0, comma).trim() } as { first?: string; last?: string }
  const space = text.lastIndexOf(' ')
  return space < 0 ? { first: text } : { first: text.slice(0, space), last: text.slice(space + 1) }
}
