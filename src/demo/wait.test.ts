// unit: waiting ends with what is waited for, or says what is missing; work at once ends at its first failure; the table can fail.
import { expect, test } from 'vitest'
import { tamper } from './act.ts'
import { holds, type Figure } from './figures.ts'
import { each, waitFor } from './wait.ts'

test('waits while something moves, and gives up with words when nothing does', async () => {
  let looks = 0
  await waitFor(async () => ({ progress: ++looks, isDone: looks === 4, missing: '' }), 200)
  expect(looks).toBe(4)
  await expect(waitFor(async () => ({ progress: 7, isDone: false, missing: '3 messages; the service worker-send sends them.' }), 50)).rejects.toMatchObject({ code: 'DEMO_STUCK', message: expect.stringContaining('3 messages') })
})

test('never more at once than allowed, nothing new after a failure', async () => {
  let [running, most, begun] = [0, 0, 0]
  const work = async (n: number): Promise<void> => {
    begun += 1
    most = Math.max(most, ++running)
    await new Promise((r) => setTimeout(r, 1))
    running -= 1
    if (n === 20) throw new Error('twenty')
  }
  await expect(each(Array.from({ length: 100 }, (_, i) => i), 5, work)).rejects.toThrow('twenty')
  expect(most).toBe(5)
  expect(begun).toBeLessThan(30)
})

test('a figure holds only when all that is known of it is the same', () => {
  const figure = (says: number, rows: number | null, done: number | null): Figure => ({ group: 'People', name: 'opens', says, rows, done })
  expect([figure(3, 3, 3), figure(3, null, 3), figure(3, 3, null)].map(holds)).toEqual([true, true, true])
  expect([figure(3, 2, 3), figure(3, 3, 4), figure(3, null, 2)].map(holds)).toEqual([false, false, false])
})

test('a tampered token differs in either case', () => {
  for (const url of ['http://x/t/o/aaaaaaa', 'http://x/t/o/AAAAAAA', 'http://x/t/o/q9_-Zz1', '/bq2x']) expect(tamper(url).toLowerCase()).not.toBe(url.toLowerCase())
})
