// Country, region, language and time zone as people write them, to the codes that are stored.
import { COUNTRIES, COUNTRY_ALIASES, REGION_NAMES } from './country-data.ts'
import { bad, cached, fold, good, type FieldResult } from './field-result.ts'

const LOCALES = ['en', 'de', 'fr', 'es']

let countryNames: Map<string, string> | undefined
/** Built on first use: 250 countries in four languages take 15 ms. */
function countriesByName(): Map<string, string> {
  if (countryNames) return countryNames
  countryNames = new Map(Object.entries(COUNTRY_ALIASES))
  for (const locale of LOCALES) {
    const names = new Intl.DisplayNames([locale], { type: 'region', fallback: 'none' })
    for (const { alpha2 } of COUNTRIES) {
      const name = names.of(alpha2)
      if (name) countryNames.set(fold(name), alpha2)
    }
  }
  return countryNames
}

const byCode = new Map(COUNTRIES.flatMap((c) => [[c.alpha2, c.alpha2], [c.alpha3, c.alpha2]]))

/** ISO 3166-1 alpha-2 for a code or a name in English, German, French or Spanish. */
export const readCountry = cached<string>((text) => {
  const code = byCode.get(text.toUpperCase()) ?? countriesByName().get(fold(text))
  return code ? good(code) : bad('country_unknown')
})

const regionNames = new Map(
  Object.entries(REGION_NAMES).flatMap(([country, list]) => list.split(',').map((r): [string, string] => [`${country} ${fold(r.slice(r.indexOf(' ') + 1))}`, r.slice(0, r.indexOf(' '))])),
)

/** Region code without its country: `US-CA`, `ca` and `California` with country US all give `CA`. Unknown names stay as given. */
export function readRegion(text: string, country: string | undefined): FieldResult<string> {
  return text.length > 60 ? bad('too_long') : regionOf(`${country ?? ''} ${text}`)
}

const regionOf = cached<string>((key) => {
  const at = key.indexOf(' ')
  const country = key.slice(0, at)
  const text = key.slice(at + 1)
  const iso = /^([A-Za-z]{2})-([A-Za-z0-9]{1,3})$/.exec(text)
  if (iso && byCode.has(iso[1]!.toUpperCase())) return good(iso[2]!.toUpperCase())
  const named = country ? regionNames.get(`${country} ${fold(text)}`) : undefined
  if (named) return good(named)
  return good(/^[A-Za-z0-9]{1,3}$/.test(text) ? text.toUpperCase() : text)
})

let languageNames: Map<string, string> | undefined
function languagesByName(): Map<string, string> {
  if (languageNames) return languageNames
  languageNames = new Map()
  const codes: string[] = []
  for (let a = 97; a < 123; a++) for (let b = 97; b < 123; b++) codes.push(String.fromCharCode(a, b))
  for (const locale of LOCALES) {
    const names = new Intl.DisplayNames([locale], { type: 'language', fallback: 'none' })
    for (const code of codes) {
      const name = names.of(code)
      if (name && !languageNames.has(fold(name))) languageNames.set(fold(name), code)
    }
  }
  return languageNames
}

/** A BCP 47 tag in canonical form, from a tag (`pt_br` too) or a language name. */
export const readLanguage = cached<string>((text) => {
  const named = languagesByName().get(fold(text))
  if (named) return good(named)
  const tag = text.replaceAll('_', '-')
  if (!/^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$/.test(tag)) return bad('language_unknown')
  try {
    return good(Intl.getCanonicalLocales(tag)[0]!)
  } catch {
    return bad('language_unknown')
  }
})

/** An IANA time zone in the spelling of the list. */
export const readTimezone = cached<string>((text) => {
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]{1,60}$/.test(text)) return bad('timezone_unknown')
  try {
    return good(new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone)
  } catch {
    return bad('timezone_unknown')
  }
})
