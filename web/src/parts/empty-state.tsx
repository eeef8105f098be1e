// Nothing here yet, and what to do next.
import { Center, Stack, Text, ThemeIcon, Title } from '@mantine/core'
import type { ReactNode } from 'react'

export function EmptyState({ icon, title, children, action }: { icon: ReactNode; title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <Center py={48}>
      <Stack align="center" gap="sm" maw={420}>
        <ThemeIcon size={56} radius="xl" variant="light" aria-hidden>{icon}</ThemeIcon>
        <Title order={2} ta="center">{title}</Title>
        <Text c="dimmed" ta="center">{children}</Text>
        {action}
      </Stack>
    </Center>
  )
}
