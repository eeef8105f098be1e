// room: the schema linter finds what it is for, and nothing in the schema as it is.
import { test, expect, afterAll } from 'vitest'
import { createTestDatabase } from '../../../test/support/db.ts'
import { lintCatalogue } from './lint-catalogue.ts'
import { lintMigrationSql, lintQuery } from './lint-sql.ts'

const db = await createTestDatabase()
afterAll(() => db.drop())
const rules = async (): Promise<string[]> => (await lintCatalogue(db.admin)).map((f) => `${f.rule} ${f.object}`)

test('the schema keeps every rule', async () => expect(await rules()).toEqual([]))

const seeded: [string, string, string, string][] = [
  ['a table outside the manifest', `create table contacts.stray (workspace_id bigint not null, constraint stray_pk primary key (workspace_id))`, `drop table contacts.stray`, 'manifest contacts.stray'],
  ['a primary key without workspace_id first', `alter table contacts.source_record drop constraint source_record_pk, add constraint source_record_pk primary key (contact_id, workspace_id, source_id, external_index)`, `alter table contacts.source_record drop constraint source_record_pk, add constraint source_record_pk primary key (workspace_id, contact_id, source_id, external_index)`, 'workspace-first contacts.source_record'],
  ['a unique index without it', `create unique index bad_uq on contacts.contact (email_index)`, `drop index contacts.bad_uq`, 'workspace-first contacts.contact.bad_uq'],
  ['a foreign key without index', `alter table contacts.import_run add constraint bad_fk foreign key (workspace_id, lease_token) references contacts.list (workspace_id, list_id)`, `alter table contacts.import_run drop constraint bad_fk`, 'fk-index contacts.import_run.bad_fk'],
  ['ON DELETE SET NULL', `alter table contacts.import_run add constraint bad_fk foreign key (workspace_id, source_id) references contacts.source (workspace_id, source_id) on delete set null`, `alter table contacts.import_run drop constraint bad_fk`, 'fk-action contacts.import_run.bad_fk'],
  ['a table whose security was switched off', `alter table delivery.provider no force row level security`, `alter table delivery.provider force row level security`, 'rls delivery.provider'],
  ['a missing policy', `drop policy tenant on delivery.route`, `select kernel.secure_tenant_table('delivery.route')`, 'rls-policy delivery.route'],
  ['a policy with a sub-select', `create policy bad on delivery.route using (workspace_id in (select workspace_id from platform.workspace))`, `drop policy bad on delivery.route`, 'policy-subselect delivery.route.bad'],
  ['a statement trigger', `create trigger bad_audit after insert on delivery.route for each statement execute function compliance.audit_row('route_id', '')`, `drop trigger bad_audit on delivery.route`, 'trigger delivery.route.bad_audit'],
  ['a trigger that is no audit', `create trigger bad before update on delivery.route for each row execute function delivery.guard_state()`, `drop trigger bad on delivery.route`, 'trigger delivery.route.bad'],
  ['a sequence', `create sequence contacts.bad_seq`, `drop sequence contacts.bad_seq`, 'no-sequence contacts.bad_seq'],
  ['a long name', `create index a_name_that_is_much_longer_than_the_fifty_bytes_we_allow_ix on contacts.list (workspace_id, name)`, `drop index contacts.a_name_that_is_much_longer_than_the_fifty_bytes_we_allow_ix`, 'name-length contacts.list.a_name_that_is_much_longer_than_the_fifty_bytes_we_allow_ix'],
  ['a definer function', `create function contacts.bad() returns int language sql security definer return 1`, `drop function contacts.bad()`, 'no-definer contacts.bad'],
  ['a view with the owner’s rights', `create view contacts.v_bad as select 1 as one`, `drop view contacts.v_bad`, 'view-invoker contacts.v_bad'],
  ['a column without comment', `alter table contacts.list add column bad text`, `alter table contacts.list drop column bad`, 'comment contacts.list.bad'],
  ['an id that is no bigint', `alter table contacts.list add column owner_id text`, `alter table contacts.list drop column owner_id`, 'id-type contacts.list.owner_id'],
  ['an unnamed constraint', `alter table contacts.list add check (length(name) < 1000)`, `alter table contacts.list drop constraint list_name_check`, 'named contacts.list.list_name_check'],
  ['a role with too much power', `alter role inboxlift_analytics createdb`, `alter role inboxlift_analytics nocreatedb`, 'role inboxlift_analytics'],
]
test.each(seeded)('finds %s', async (_what, breakIt, mendIt, expected) => {
  await db.admin.query(breakIt)
  expect(await rules()).toContain(expected)
  await db.admin.query(mendIt)
})

test.each([
  ['workspace-predicate', `select 1 from contacts.contact c join contacts.list_member m on m.contact_id = c.contact_id where c.workspace_id = $1`],
  ['do-update-volatile', `insert into contacts.list (workspace_id) values ($1) on conflict (workspace_id) do update set created_at = now()`],
  ['update-volatile', `update contacts.list set created_at = clock_timestamp() where workspace_id = $1`],
  ['no-merge', `merge into contacts.list using x on true when matched then do nothing`],
  ['no-set-config', `select set_config('inboxlift.workspace_id', $1, true)`],
  ['row-in-select', `update contacts.list l set name = '' where l.workspace_id = $1 and (list_id, name) in (select list_id, name from x)`],
  ['no-physical', `select ctid from contacts.list where workspace_id = $1`],
])('query linter: %s', (rule, sql) => expect(lintQuery('q', sql).map((f) => f.rule)).toContain(rule))

test.each([
  ['no-sequence', `create table contacts.x (id bigserial)`],
  ['fk-action', `alter table contacts.x add constraint x_fk foreign key (a) references b (a) on delete set null`],
  ['index-concurrently', `create index x_ix on contacts.contact (workspace_id)`],
  ['not-valid', `alter table contacts.contact add constraint x_ck check (a > 0)`],
  ['one-constraint', `alter table contacts.contact add constraint x_ck check (a > 0) not valid, drop column b`],
  ['citus-alter', `alter table contacts.contact rename constraint a to b`],
  ['rewrite', `alter table contacts.contact alter column city type varchar(10)`],
  ['trigger', `create trigger x after insert on contacts.contact for each statement execute function f()`],
])('migration linter: %s', (rule, sql) => expect(lintMigrationSql('m', sql).map((f) => f.rule)).toContain(rule))
