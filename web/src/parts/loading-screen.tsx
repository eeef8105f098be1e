// A screen that is on its way.
import { Skeleton, Stack } from '@mantine/core'

export function LoadingScreen() {
  return <Stack maw={1200} mx="auto" aria-busy aria-label="Loading"><Skeleton h={34} w={220} /><Skeleton h={120} /><Skeleton h={260} /></Stack>
}
