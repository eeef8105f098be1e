// Phone numbers to E.164 (ITU-T): + and 8 to 15 digits. National numbers are completed when the country is known; whether
// a number is in service, or belongs to a plan, is not checked.
import { COUNTRIES } from './country-data.ts'
import { bad, good, type FieldResult } from './field-result.ts'

const callingCodes = new Map(COUNTRIES.map((c) => [c.alpha2, c.callingCode]))
/** Countries that keep the leading 0 of national numbers after the country code. */
const KEEPS_ZERO = new Set(['IT', 'SM', 'VA', 'CI', 'GA', 'CG'])

/** `+4930123456` from `+49 (0)30 123456`, `0049 30 123456`, or `030/123456` with country DE. */
export function readPhone(text: string, country: string | undefined): FieldResult<string> {
  if (text.length > 40) return bad('phone_not_e164')
  const bare = text.replace(/^tel:/i, '').replace(/(?:ext\.?|x|#)\s*\d{1,6}$/i, '').replaceAll(/[\s.\-/\u00a0\u2010-\u2015]/g, '')
  let digits = bare.replace(/^\+?(\d+)\(0\)/, (all, code: string) => (all.startsWith('+') || code.startsWith('00') ? all.replace('(0)', '') : all)).replaceAll(/[()]/g, '')
  if (digits.startsWith('00')) digits = `+${digits.slice(2)}`
  if (!digits.startsWith('+')) {
    const code = country ? callingCodes.get(country) : undefined
    if (!code || !/^\d{4,14}$/.test(digits)) return bad('phone_not_e164')
    if (code === '1' && digits.length === 11 && digits.startsWith('1')) digits = digits.slice(1)
    digits = `+${code}${KEEPS_ZERO.has(country!) ? digits : digits.replace(/^0/, '')}`
  }
  return /^\+[1-9]\d{7,14}$/.test(digits) ? good(digits) : bad('phone_not_e164')
}
