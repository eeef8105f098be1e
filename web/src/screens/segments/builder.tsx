// The segment builder: groups of conditions, nested as deep as one likes. What it does not know it shows as JSON text.
import { ActionIcon, Box, Button, Card, Group as Row, Menu, SegmentedControl, Stack, Text } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { ConditionRow } from './condition-row.tsx'
import { groupItems, groupMode, isGroup, makeGroup, NEW_CONDITIONS, type Condition, type Group } from './language.ts'

export function GroupEditor({ group, onChange, onRemove, depth = 0 }: { group: Group; onChange: (g: Group) => void; onRemove?: () => void; depth?: number }) {
  const mode = groupMode(group)
  const items = groupItems(group)
  const setItem = (i: number, c: Condition): void => onChange(makeGroup(mode, items.map((old, at) => (at === i ? c : old))))
  const remove = (i: number): void => onChange(makeGroup(mode, items.filter((_, at) => at !== i)))
  const content = (
    <Stack gap="xs">
      <Row justify="space-between" gap="xs">
        <Row gap="xs">
          <SegmentedControl size="xs" aria-label="How conditions are joined" value={mode} onChange={(m) => onChange(makeGroup(m as 'all' | 'any', items))} data={[{ value: 'all', label: 'All of' }, { value: 'any', label: 'Any of' }]} />
          <Text size="sm" c="dimmed">these hold</Text>
        </Row>
        {onRemove && <ActionIcon variant="subtle" color="red" aria-label="Remove group" onClick={onRemove}><IconTrash size={16} /></ActionIcon>}
      </Row>
      {items.map((c, i) => (
        <Box key={i}>{isGroup(c) ? <GroupEditor group={c} depth={depth + 1} onChange={(g) => setItem(i, g)} onRemove={() => remove(i)} /> : <ConditionRow condition={c} onChange={(n) => setItem(i, n)} onRemove={() => remove(i)} />}</Box>
      ))}
      {items.length === 0 && <Text size="sm" c="dimmed">No condition: add the first one.</Text>}
      <Menu position="bottom-start">
        <Menu.Target><Button variant="light" size="xs" leftSection={<IconPlus size={14} />} style={{ alignSelf: 'flex-start' }}>Add condition</Button></Menu.Target>
        <Menu.Dropdown>{NEW_CONDITIONS.map((n) => <Menu.Item key={n.label} onClick={() => onChange(makeGroup(mode, [...items, n.make()]))}>{n.label}</Menu.Item>)}</Menu.Dropdown>
      </Menu>
    </Stack>
  )
  return depth === 0 ? content : <Card padding="sm" bg="light-dark(var(--mantine-color-gray-0), var(--mantine-color-dark-6))">{content}</Card>
}
