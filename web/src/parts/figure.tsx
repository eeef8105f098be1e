// One number with its name; the row of them is the head of every report.
import { Card, Group, Text } from '@mantine/core'
import type { ReactNode } from 'react'

export const formatCount = (n: number): string => new Intl.NumberFormat().format(n)
export const formatRate = (part: number, whole: number): string => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(part / whole < 0.1 ? 2 : 1)} %`)

export function Figure({ label, value, hint, icon }: { label: string; value: string | number; hint?: string; icon?: ReactNode }) {
  return (
    <Card padding="md">
      <Group gap={6} c="dimmed" wrap="nowrap">
        {icon}
        <Text size="sm">{label}</Text>
      </Group>
      <Text fz={26} fw={650} className="tabular" lh={1.25}>{typeof value === 'number' ? formatCount(value) : value}</Text>
      {hint && <Text size="xs" c="dimmed" className="tabular">{hint}</Text>}
    </Card>
  )
}
