// What a definition becomes, without a database: SQL, types of its values, indexes, warnings.
import { compileSegment, type CompileOptions } from '../compile.ts'
import type { IndexUse } from '../compile/builder.ts'
import { parseSegment, type Issue } from '../parse.ts'

export type SegmentExplanation =
  | { valid: true; version: 1; sql: string; value_types: string[]; indexes: IndexUse[]; warnings: string[] }
  | { valid: false; issues: Issue[] }

/** Values are not part of it: a definition may name people's places, so only their types are shown. Never throws. */
export function explainSegment(input: unknown, options: Partial<CompileOptions> = {}): SegmentExplanation {
  const parsed = parseSegment(input)
  if (!parsed.ok) return { valid: false, issues: parsed.issues }
  const compiled = compileSegment(parsed.definition, { workspaceId: '0', now: new Date(), timezone: 'UTC', ...options })
  return { valid: true, version: 1, sql: compiled.text, value_types: compiled.types, indexes: compiled.indexes, warnings: compiled.warnings }
}
