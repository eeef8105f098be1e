// unit: the settings file says exactly what was meant, and nothing in it breaks privacy or durability.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { embeddedSettings, renderSettings } from './settings.ts'

test('values come out of the quotes as they went in', () => {
  const oneLine = fc.string().filter((text) => !/[\r\n\0]/.test(text))
  fc.assert(
    fc.property(oneLine, (text) => {
      const line = renderSettings({ cluster_name: text })
      const inner = /^cluster_name = '(.*)'\n$/s.exec(line)?.[1] ?? ''
      expect(inner.replaceAll("''", "'").replaceAll('\\\\', '\\')).toBe(text)
    }),
  )
})

test('a value or name that would add a second setting is refused', () => {
  expect(() => renderSettings({ cluster_name: "x'\nfsync = off" })).toThrow(TypeError)
  expect(() => renderSettings({ 'fsync = off\nx': 1 })).toThrow(TypeError)
})

test.each([256, 2048, 24_000, 512_000])('memory settings stay sane with %i MB', (megabytes) => {
  const settings = embeddedSettings({ memoryBytes: megabytes * 1024 * 1024 })
  const buffers = Number.parseInt(String(settings.shared_buffers), 10)
  expect(buffers).toBeGreaterThanOrEqual(64)
  expect(buffers).toBeLessThanOrEqual(Math.max(64, Math.min(megabytes / 4, 1024)))
})

test('durable and silent about values by default', () => {
  expect(embeddedSettings()).toMatchObject({
    fsync: true,
    full_page_writes: true,
    synchronous_commit: 'on',
    log_statement: 'none',
    log_parameter_max_length: 0,
    log_parameter_max_length_on_error: 0,
    log_error_verbosity: 'terse',
  })
})
