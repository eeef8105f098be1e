// The version of this release, from package.json.
import { readFileSync } from 'node:fs'

let release: string | undefined

export function readRelease(): string {
  return (release ??= (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }).version)
}
