// Asks before something that cannot be taken back.
import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useState, type ReactNode } from 'react'

export type Question = { title: string; text: ReactNode; action: string; onYes: () => void; danger?: boolean }

/** `const [ask, dialog] = useConfirm()`; call `ask({...})`, render `dialog` once. */
export function useConfirm(): [(q: Question) => void, ReactNode] {
  const [question, setQuestion] = useState<Question | null>(null)
  const close = (): void => setQuestion(null)
  const dialog = (
    <Modal opened={question !== null} onClose={close} title={question?.title}>
      <Stack>
        <Text size="sm">{question?.text}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>Cancel</Button>
          <Button color={question?.danger === false ? undefined : 'red'} onClick={() => { question?.onYes(); close() }}>{question?.action}</Button>
        </Group>
      </Stack>
    </Modal>
  )
  return [setQuestion, dialog]
}
