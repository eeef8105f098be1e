// Settings of a workspace: name, type, default and meaning stand here; only changed ones are stored.
import { z } from 'zod'
import { withWorkspace, type Id, type WorkspaceScope } from '../kernel/index.ts'
import type { PlatformDeps } from './deps.ts'
import { platformErrors } from './errors.ts'
import { settingDelete, settingList, settingUpsert } from './platform.sql.ts'

export const SETTINGS = {
  sender_name: { shape: z.string().max(200), fallback: '', about: 'Name that new campaigns send from.' },
  sender_email: { shape: z.union([z.literal(''), z.email()]), fallback: '', about: 'Address that new campaigns send from.' },
  reply_to: { shape: z.union([z.literal(''), z.email()]), fallback: '', about: 'Address that answers go to; empty: the sender.' },
  track_opens: { shape: z.boolean(), fallback: true, about: 'Whether new campaigns count opens.' },
  track_clicks: { shape: z.boolean(), fallback: true, about: 'Whether new campaigns count clicks.' },
  language: { shape: z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/), fallback: 'en', about: 'Language of hosted pages when the contact has none.' },
} as const satisfies Record<string, { shape: z.ZodType; fallback: unknown; about: string }>

export type SettingName = keyof typeof SETTINGS
export type SettingValues = { [K in SettingName]: z.output<(typeof SETTINGS)[K]['shape']> }
const isSetting = (name: string): name is SettingName => Object.hasOwn(SETTINGS, name)

/** All settings, defaults filled in. */
export async function readSettings(deps: Pick<PlatformDeps, 'pool'>, scope: WorkspaceScope): Promise<SettingValues> {
  const rows = await withWorkspace(deps.pool, scope, (tx) => settingList.many(tx, { workspace_id: scope.workspaceId }), { readOnly: true })
  const stored = new Map(rows.map((r) => [r.name, r.value]))
  return Object.fromEntries(Object.entries(SETTINGS).map(([name, s]) => [name, stored.get(name) ?? s.fallback])) as SettingValues
}

/** Changes one setting; null goes back to the default. Throws SETTING_UNKNOWN, SETTING_INVALID. */
export async function writeSetting(deps: PlatformDeps, scope: WorkspaceScope & { workspaceId: Id }, name: string, value: unknown): Promise<void> {
  if (!isSetting(name)) throw platformErrors.SETTING_UNKNOWN({ data: { name } })
  await withWorkspace(deps.pool, scope, async (tx) => {
    if (value === null) return void (await settingDelete.exec(tx, { workspace_id: scope.workspaceId, name }))
    const parsed = SETTINGS[name].shape.safeParse(value)
    if (!parsed.success) throw platformErrors.SETTING_INVALID({ data: { name, rule: parsed.error.issues[0]?.message } })
    await settingUpsert.exec(tx, { workspace_id: scope.workspaceId, name, value: JSON.stringify(parsed.data), at: deps.clock.now(), updated_by: scope.actor })
  })
}
