// A chart on canvas, loaded only when one is shown; follows the colour scheme and the width of its place. The same
// figures stand in a table for people who do not see it.
import { Box, Skeleton, useComputedColorScheme } from '@mantine/core'
import type { EChartsOption } from 'echarts'
import { useEffect, useRef, useState } from 'react'

export function Chart({ option, height = 280, label }: { option: EChartsOption; height?: number; label: string }) {
  const place = useRef<HTMLDivElement>(null)
  const scheme = useComputedColorScheme('light')
  const [ready, setReady] = useState(false)
  useEffect(() => {
    let chart: { setOption(o: EChartsOption): void; resize(): void; dispose(): void } | undefined
    let gone = false
    const watch = new ResizeObserver(() => chart?.resize())
    void import('echarts').then((echarts) => {
      if (gone || !place.current) return
      chart = echarts.init(place.current, scheme === 'dark' ? 'dark' : undefined, { renderer: 'canvas' })
      // A tooltip of HTML would carry style attributes, which our Content-Security-Policy refuses: it is drawn instead.
      chart.setOption({ backgroundColor: 'transparent', animation: !matchMedia('(prefers-reduced-motion: reduce)').matches, ...option, tooltip: { trigger: 'axis', renderMode: 'richText', ...option.tooltip } })
      watch.observe(place.current)
      setReady(true)
    })
    return () => {
      gone = true
      watch.disconnect()
      chart?.dispose()
    }
  }, [option, scheme])
  return (
    <Box pos="relative">
      {!ready && <Skeleton h={height} pos="absolute" w="100%" />}
      <div ref={place} role="img" aria-label={label} style={{ height, width: '100%' }} />
    </Box>
  )
}
