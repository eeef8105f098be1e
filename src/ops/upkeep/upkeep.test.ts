// room: forgetting on time, under the scheduler's role.
import { expect, test } from 'vitest'
import { systemClock } from '../../kernel/index.ts'
import { buildWorkspace, createTestDatabase } from '../../../test/support/db.ts'
import { forgetExpired } from './upkeep.ts'

test('what has expired goes, everything else stays, in every workspace', async () => {
  const db = await createTestDatabase()
  const spaces = [await buildWorkspace(db), await buildWorkspace(db)]
  for (const ws of spaces) {
    await db.admin.query(`insert into delivery.idempotency (workspace_id, idempotency_key, request_hash, expires_at) select $1, 'k' || n, '\\x00', now() + (case when n <= 5500 then -1 else 1 end) * interval '1 hour' from generate_series(1, 5600) n`, [ws.workspaceId])
    await db.admin.query(`insert into events.dedup (workspace_id, provider_id, key_hash, seen_at) select $1, 0, decode(md5(n::text), 'hex'), now() - n * interval '1 day' from generate_series(1, 40) n`, [ws.workspaceId])
    await db.admin.query(`insert into delivery.provider_ref (workspace_id, provider_id, provider_message_id, launch_id, contact_id, seq, created_at) select $1, $2, n::text, 1, 1, 0, now() - n * interval '1 day' from generate_series(1, 40) n`, [ws.workspaceId, ws.providerId])
  }
  await forgetExpired(db.pool('inboxlift_scheduler'), systemClock)
  const { rows } = await db.admin.query(`select (select count(*)::int from delivery.idempotency) as answers, (select count(*)::int from events.dedup) as seen, (select count(*)::int from delivery.provider_ref) as refs`)
  expect(rows).toEqual([{ answers: 200, seen: 68, refs: 68 }])
  await db.drop()
})
