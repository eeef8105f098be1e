// A moment, in the reader's own zone, with the exact time on hover.
import { Text, Tooltip } from '@mantine/core'

const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' })
const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [['year', 31_536_000], ['month', 2_592_000], ['day', 86_400], ['hour', 3_600], ['minute', 60]]

export function formatTime(at: string): string {
  return date.format(new Date(at))
}

export function Ago({ at, none = '–' }: { at: string | null | undefined; none?: string }) {
  if (!at) return <Text span c="dimmed">{none}</Text>
  const seconds = (new Date(at).getTime() - Date.now()) / 1000
  const [unit, size] = STEPS.find(([, s]) => Math.abs(seconds) >= s) ?? ['second', 1]
  const text = Math.abs(seconds) < 45 ? 'just now' : relative.format(Math.round(seconds / size), unit)
  return <Tooltip label={new Date(at).toISOString()}><time dateTime={at}>{text}</time></Tooltip>
}
