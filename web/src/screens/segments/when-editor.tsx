// A time in a condition: within the last …, longer ago than …, between two dates, or at any time.
import { Group, NumberInput, Select, TextInput } from '@mantine/core'
import { UNITS, type When } from './language.ts'

const KINDS = [
  { value: 'any', label: 'at any time' },
  { value: 'last', label: 'in the last' },
  { value: 'older_than', label: 'longer ago than' },
  { value: 'since', label: 'since' },
  { value: 'before', label: 'before' },
  { value: 'between', label: 'between' },
]
const today = (): string => new Date().toISOString().slice(0, 10)

function make(kind: string): When | undefined {
  if (kind === 'last' || kind === 'older_than') return { [kind]: { days: 30 } } as unknown as When
  if (kind === 'since' || kind === 'before') return { [kind]: today() } as unknown as When
  return kind === 'between' ? { between: [today(), today()] } : undefined
}

export function WhenEditor({ when, onChange, optional = true }: { when: When | undefined; onChange: (w: When | undefined) => void; optional?: boolean }) {
  const kind = when ? Object.keys(when)[0]! : 'any'
  const known = KINDS.some((k) => k.value === kind)
  const value = when ? Object.values(when)[0] : undefined
  return (
    <Group gap={6}>
      <Select size="xs" w={140} aria-label="When" allowDeselect={false} data={[...KINDS.filter((k) => optional || k.value !== 'any'), ...(known ? [] : [{ value: kind, label: kind }])]} value={kind} onChange={(k) => onChange(make(k ?? 'any'))} />
      {(kind === 'last' || kind === 'older_than') && <Amount value={value as Record<string, number>} onChange={(v) => onChange({ [kind]: v } as When)} />}
      {(kind === 'since' || kind === 'before') && <Day label="Date" value={String(value)} onChange={(v) => onChange({ [kind]: v } as When)} />}
      {kind === 'between' && ([0, 1] as const).map((i) => <Day key={i} label={i === 0 ? 'From' : 'To'} value={(value as string[])[i]!} onChange={(v) => onChange({ between: (i === 0 ? [v, (value as string[])[1]] : [(value as string[])[0], v]) as [string, string] })} />)}
    </Group>
  )
}

function Amount({ value, onChange }: { value: Record<string, number>; onChange: (v: Record<string, number>) => void }) {
  const [unit, n] = Object.entries(value)[0] ?? ['days', 30]
  return (
    <>
      <NumberInput size="xs" w={70} min={1} max={3650} aria-label="How many" value={n} onChange={(v) => onChange({ [unit]: Number(v) || 1 })} />
      <Select size="xs" w={95} aria-label="Unit" allowDeselect={false} data={UNITS} value={unit} onChange={(u) => onChange({ [u ?? 'days']: n })} />
    </>
  )
}

function Day({ label, value, onChange }: { label: string; value: string; onChange: (v: string) => void }) {
  return <TextInput size="xs" type="date" aria-label={label} value={value} onChange={(e) => onChange(e.currentTarget.value)} />
}
