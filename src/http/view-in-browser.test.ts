// room: a person's own mail as a page.
import { expect, test } from 'vitest'
import { createTestApp } from '../../test/support/app.ts'
import { buildWorkspace, createTestDatabase, testIds } from '../../test/support/db.ts'
import { buildContacts, buildLaunch } from '../../test/support/delivery.ts'

test('shows the frozen content with this person and nobody else; forged and foreign tokens show nothing', async () => {
  const db = await createTestDatabase()
  const ids = testIds()
  const [ws, other] = [await buildWorkspace(db, ids), await buildWorkspace(db, ids)]
  const [ann, bob] = await buildContacts(db, ws, ids, [{ email: 'ann@example.org', firstName: 'Ann', attributes: { marker: 'A1' } }, { email: 'bob@example.org', firstName: 'Bob', attributes: { marker: 'B2' } }])
  const { launchId } = await buildLaunch(db, ws, ids, [ann!, bob!])
  const t = await createTestApp(db)
  const key = { workspaceId: ws.workspaceId, launchId, contactId: ann!, seq: '0' }
  const token = t.deps.signer.sign('view', key)
  const page = await t.nobody('GET', `//v/${token}`)
  expect(page.status).toBe(200)
  expect(page.body).toContain('Hello Ann, marker=A1;')
  expect(page.body).not.toContain('Bob')
  expect(page.body).toMatch(/\/t\/c\/[\w-]+/)
  expect(page.headers['content-security-policy']).toMatch(/^sandbox(?! allow-scripts)/)
  expect(page.headers['cache-control']).toBe('private, no-store')
  expect((await t.nobody('GET', `//v/${token.slice(0, -1)}x`)).body.code).toBe('TOKEN_INVALID')
  expect((await t.nobody('GET', `//v/${t.deps.signer.sign('open', key)}`)).body.code).toBe('TOKEN_INVALID')
  expect((await t.nobody('GET', `//v/${t.deps.signer.sign('view', { ...key, workspaceId: other.workspaceId })}`)).status).toBe(404)
  await t.close()
  await db.drop()
})
