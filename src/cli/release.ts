// The version of this release, from package.json.
import { readFileSync } from 'node:fs'

export function readRelease(): string {
  return (JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }).version
}
