// unit: what a log line may say about an error.
import { expect, test } from 'vitest'
import { kernelErrors } from './errors.ts'
import { bareError } from './observe.ts'

test('messages of foreign errors quote values and are left out; catalogue errors keep theirs', () => {
  const database = Object.assign(new Error('duplicate key value (ann@example.org)'), { name: 'error', code: '23505', constraint: 'identity_pk', detail: 'Key (email)=(ann@example.org) already exists.', where: 'COPY ann@example.org' })
  const logged = bareError(kernelErrors.INTERNAL({ cause: database }))
  expect(JSON.stringify(logged)).not.toContain('ann@')
  expect(logged).toMatchObject({ type: 'AppError', code: 'INTERNAL', message: expect.stringContaining('wrong'), cause: { code: '23505', constraint: 'identity_pk' } })
  expect(logged.cause!.frames[0]).toContain('observe.test')
  expect(bareError(database, true).message).toContain('ann@')
  expect(bareError('text')).toEqual({ type: 'string', frames: [] })
  expect(bareError(undefined)).toEqual({ type: 'undefined', frames: [] })
})
