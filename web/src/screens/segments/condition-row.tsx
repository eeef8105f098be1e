// One condition, as a sentence with fields to fill in.
import { ActionIcon, Code, Group, NumberInput, Paper, Select, TagsInput, Text, TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useChoices } from './choices.ts'
import { EVENTS, FIELDS, NUMBER_OPERATORS, STATUSES, TEXT_OPERATORS, type Condition, type Leaf, type When } from './language.ts'
import { WhenEditor } from './when-editor.tsx'

type Change = (next: Leaf) => void

export function ConditionRow({ condition, onChange, onRemove }: { condition: Condition; onChange: (c: Condition) => void; onRemove: () => void }) {
  return (
    <Paper withBorder p="xs" radius="md">
      <Group justify="space-between" wrap="nowrap" align="flex-start" gap="xs">
        <Group gap={6} style={{ flex: 1, minWidth: 0 }}><Sentence c={condition as Leaf} onChange={onChange} /></Group>
        <ActionIcon variant="subtle" color="red" aria-label="Remove condition" onClick={onRemove}><IconTrash size={16} /></ActionIcon>
      </Group>
    </Paper>
  )
}

function Sentence({ c, onChange }: { c: Leaf; onChange: Change }) {
  const { lists, segments, attributes } = useChoices()
  if ('field' in c) return <FieldSentence c={c} onChange={onChange} />
  if ('attribute' in c) {
    const definition = attributes.find((a) => a.value === c.attribute)
    const isNumber = definition?.type === 'number'
    return (
      <>
        <Text size="sm">Attribute</Text>
        <Select size="xs" w={160} searchable aria-label="Attribute" placeholder="which" data={attributes} value={String(c.attribute)} onChange={(attribute) => onChange({ attribute: attribute ?? '', op: 'eq', value: '' })} />
        <Comparison operators={isNumber ? NUMBER_OPERATORS : TEXT_OPERATORS} c={c} onChange={onChange} number={isNumber} />
      </>
    )
  }
  if ('did' in c || 'did_not' in c) return <EventSentence c={c} onChange={onChange} />
  if ('list' in c) return <><Text size="sm">is on the list</Text><Select size="xs" w={220} searchable aria-label="List" placeholder="which" data={lists} value={String(c.list)} onChange={(list) => onChange({ ...c, list: list ?? '' })} /></>
  if ('segment' in c) return <><Text size="sm">is in the segment</Text><Select size="xs" w={220} searchable aria-label="Segment" placeholder="which" data={segments} value={String(c.segment)} onChange={(segment) => onChange({ segment: segment ?? '' })} /></>
  if ('mailable' in c) return <><Text size="sm">We</Text><Select size="xs" w={120} aria-label="Mailable" allowDeselect={false} data={[{ value: 'true', label: 'may mail' }, { value: 'false', label: 'may not mail' }]} value={String(c.mailable)} onChange={(v) => onChange({ mailable: v === 'true' })} /><Text size="sm">the contact</Text></>
  if ('sample' in c) {
    const sample = c.sample as { percent: number }
    return <><Text size="sm">A random</Text><NumberInput size="xs" w={80} min={1} max={100} suffix=" %" aria-label="Share" value={sample.percent} onChange={(percent) => onChange({ sample: { ...sample, percent: Number(percent) || 1 } })} /><Text size="sm">of everybody, always the same people</Text></>
  }
  return <Code style={{ overflowWrap: 'anywhere' }}>{JSON.stringify(c)}</Code>
}

function FieldSentence({ c, onChange }: { c: Leaf; onChange: Change }) {
  const field = FIELDS.find((f) => f.value === c.field)
  const choose = (name: string | null): void => {
    const kind = FIELDS.find((f) => f.value === name)?.kind
    onChange(kind === 'datetime' ? { field: name!, when: { last: { days: 30 } } } : { field: name!, op: kind === 'status' ? 'in' : 'eq', value: kind === 'status' ? ['active'] : '' })
  }
  return (
    <>
      <Select size="xs" w={140} aria-label="Field" allowDeselect={false} data={FIELDS.map(({ value, label }) => ({ value, label }))} value={String(c.field)} onChange={choose} />
      {field?.kind === 'datetime' ? <WhenEditor optional={false} when={c.when as When} onChange={(when) => onChange({ ...c, when })} /> : <Comparison operators={TEXT_OPERATORS} c={c} onChange={onChange} suggestions={field?.kind === 'status' ? STATUSES : []} />}
    </>
  )
}

function Comparison({ operators, c, onChange, number = false, suggestions = [] }: { operators: { value: string; label: string }[]; c: Leaf; onChange: Change; number?: boolean; suggestions?: string[] }) {
  const op = String(c.op ?? 'eq')
  const isMany = op === 'in' || op === 'not_in'
  const setOp = (next: string | null): void => {
    const many = next === 'in' || next === 'not_in'
    const { value, ...rest } = c
    if (next === 'is_empty' || next === 'is_not_empty') return onChange({ ...rest, op: next })
    const single = Array.isArray(value) ? (value[0] ?? '') : (value ?? '')
    onChange({ ...rest, op: next, value: many ? (Array.isArray(value) ? value : single === '' ? [] : [single]) : single })
  }
  return (
    <>
      <Select size="xs" w={125} aria-label="Comparison" allowDeselect={false} data={operators} value={op} onChange={setOp} />
      {isMany && <TagsInput size="xs" miw={200} aria-label="Values" placeholder="type and press Enter" data={suggestions} value={(c.value as string[] | undefined) ?? []} onChange={(value) => onChange({ ...c, value })} />}
      {!isMany && op !== 'is_empty' && op !== 'is_not_empty' && (number
        ? <NumberInput size="xs" w={110} aria-label="Value" value={c.value as number} onChange={(value) => onChange({ ...c, value: Number(value) })} />
        : <TextInput size="xs" w={160} aria-label="Value" value={String(c.value ?? '')} onChange={(e) => onChange({ ...c, value: e.currentTarget.value })} />)}
    </>
  )
}

function EventSentence({ c, onChange }: { c: Leaf; onChange: Change }) {
  const { campaigns } = useChoices()
  const key = 'did' in c ? 'did' : 'did_not'
  const times = (c.times as { at_least?: number } | undefined)?.at_least
  return (
    <>
      <Select size="xs" w={90} aria-label="Did or did not" allowDeselect={false} data={[{ value: 'did', label: 'did' }, { value: 'did_not', label: 'did not' }]} value={key} onChange={(next) => { const { did, did_not, times: _times, ...rest } = c; onChange({ [next ?? 'did']: did ?? did_not, ...rest }) }} />
      <Select size="xs" w={150} aria-label="Event" allowDeselect={false} data={EVENTS} value={String(c[key])} onChange={(event) => onChange({ ...c, [key]: event })} />
      {key === 'did' && <NumberInput size="xs" w={120} min={1} max={1000} prefix="at least " suffix=" ×" aria-label="How often" value={times ?? 1} onChange={(n) => { const { times: _old, ...rest } = c; onChange(Number(n) > 1 ? { ...rest, times: { at_least: Number(n) } } : rest) }} />}
      <WhenEditor when={c.when as When | undefined} onChange={(when) => { const { when: _old, ...rest } = c; onChange(when ? { ...rest, when } : rest) }} />
      <Select size="xs" w={190} clearable searchable aria-label="Campaign" placeholder="of any campaign" data={campaigns} value={typeof c.campaign === 'string' ? c.campaign : null} onChange={(campaign) => { const { campaign: _old, ...rest } = c; onChange(campaign ? { ...rest, campaign } : rest) }} />
    </>
  )
}
