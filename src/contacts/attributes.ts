// Definitions of attributes: what a contact may have beside the built-in fields.
import type { Id, Tx } from '../kernel/index.ts'
import { attributeInsert, attributeList, attributeUpdate } from './contacts.sql.ts'
import type { ContactContext } from './context.ts'
import { contactErrors } from './errors.ts'
import type { AttributeDefinition, AttributeRule, AttributeType } from './fields/attribute.ts'

export type Attribute = AttributeDefinition & { isSearchable: boolean; createdAt: Date; retiredAt: Date | null }
export type NewAttribute = { name: string; label?: string | undefined; type: AttributeType; sensitive?: boolean | undefined; check?: AttributeRule | undefined }

/** Definitions by name; retired ones only when asked for. */
export async function listAttributes(tx: Tx, workspaceId: Id, withRetired = false): Promise<Attribute[]> {
  const rows = await attributeList.many(tx, { workspace_id: workspaceId, with_retired: withRetired })
  return rows.map((r) => ({ name: r.name, label: r.label, type: r.type as AttributeType, sensitive: r.sensitive, check: r.check_rule as AttributeRule, isSearchable: r.searchable, createdAt: r.created_at, retiredAt: r.retired_at }))
}

/** Throws ATTRIBUTE_EXISTS, also for a retired name, and ATTRIBUTE_INVALID. */
export async function defineAttribute(tx: Tx, context: Pick<ContactContext, 'workspaceId' | 'actor'>, input: NewAttribute): Promise<void> {
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(input.name)) throw contactErrors.ATTRIBUTE_INVALID({ detail: 'Names are lower case letters, digits and _, beginning with a letter.', data: { part: 'name' } })
  const count = await attributeInsert.exec(tx, {
    workspace_id: context.workspaceId, name: input.name, label: input.label?.trim() || input.name, type: input.type, sensitive: input.sensitive ?? false, searchable: false, check_rule: JSON.stringify(checkedRule(input.check)), actor: context.actor,
  })
  if (count !== 1) throw contactErrors.ATTRIBUTE_EXISTS()
}

/** Changes label or rule, retires or brings back. Values that contacts have stay. Throws ATTRIBUTE_NOT_FOUND, ATTRIBUTE_INVALID. */
export async function updateAttribute(tx: Tx, context: Pick<ContactContext, 'workspaceId' | 'at'>, name: string, change: { label?: string | undefined; check?: AttributeRule | undefined; isRetired?: boolean | undefined }): Promise<Attribute> {
  const before = (await listAttributes(tx, context.workspaceId, true)).find((a) => a.name === name)
  if (!before) throw contactErrors.ATTRIBUTE_NOT_FOUND()
  const after = {
    label: change.label?.trim() || before.label,
    check: change.check === undefined ? before.check : checkedRule(change.check),
    retiredAt: change.isRetired === undefined ? before.retiredAt : change.isRetired ? (before.retiredAt ?? context.at) : null,
  }
  await attributeUpdate.exec(tx, { workspace_id: context.workspaceId, name, label: after.label, check_rule: JSON.stringify(after.check), retired_at_or_null: after.retiredAt })
  return { ...before, ...after }
}

function checkedRule(rule: AttributeRule = {}): AttributeRule {
  if (rule.pattern !== undefined) {
    try {
      if (rule.pattern.length > 200) throw new Error('too long')
      RegExp(`^(?:${rule.pattern})$`, 'u')
    } catch (cause) {
      throw contactErrors.ATTRIBUTE_INVALID({ detail: 'The pattern is no regular expression of at most 200 characters.', data: { part: 'pattern' }, cause })
    }
  }
  if (rule.min !== undefined && rule.max !== undefined && rule.min > rule.max) throw contactErrors.ATTRIBUTE_INVALID({ detail: 'min is above max.', data: { part: 'min' } })
  return rule
}
