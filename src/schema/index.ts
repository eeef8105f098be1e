// The door of the room schema: roles, migrations, partitions.
export { OWNER_ROLE, SERVICE_ROLES, ensureDatabaseOwner, ensureRoles, roleStatements, type RoleName } from './engine/roles.ts'
export { appliedMigrations, applyMigrations, undoLast, type ApplyOptions } from './engine/apply.ts'
export { ensurePartitions, distributionTables } from './engine/partitions.ts'
export { readMigrations, type Migration, type Phase } from './engine/migrations.ts'
