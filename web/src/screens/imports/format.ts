// Sizes, durations and field names as people read them.
const UNITS = ['B', 'kB', 'MB', 'GB']

export function formatBytes(bytes: number): string {
  const step = bytes < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3))
  return `${(bytes / 1000 ** step).toFixed(step === 0 || bytes / 1000 ** step >= 100 ? 0 : 1)} ${UNITS[step]}`
}

export function formatSeconds(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`
  if (seconds < 3_600) return `${Math.round(seconds / 60)} min`
  return `${(seconds / 3_600).toFixed(1)} h`
}

const NAMES: Record<string, string> = { email: 'E-mail', external_id: 'External id', created_at: 'Created at', timezone: 'Time zone', full_name: 'Full name' }

/** `first_name` as First name, `attribute:level` as level (attribute). */
export function formatTarget(target: string): string {
  if (target.startsWith('attribute:')) return `${target.slice(10)} (attribute)`
  const words = target.replaceAll('_', ' ')
  return NAMES[target] ?? words.charAt(0).toUpperCase() + words.slice(1)
}

export const DELIMITERS = [{ value: ',', label: 'Comma' }, { value: ';', label: 'Semicolon' }, { value: '\t', label: 'Tab' }, { value: '|', label: 'Bar |' }]
export const ENCODINGS = [{ value: 'utf-8', label: 'UTF-8' }, { value: 'windows-1252', label: 'Latin-1 / Windows-1252' }]
