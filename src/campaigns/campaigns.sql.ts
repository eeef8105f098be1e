// Generated from campaigns.sql by scripts/gen-sql.ts; do not edit.
import { namedQuery } from '../kernel/db/query.ts'

export type TemplateArchiveParams = {
  at: Date | string
  actor: string
  workspace_id: string
  template_id: string
  version: number
}
export type TemplateArchiveRow = Record<string, never>
/** Takes a template out of use; campaigns that name it keep it. */
export const templateArchive = namedQuery<TemplateArchiveParams, TemplateArchiveRow>("template_archive", "update campaigns.template set archived_at = $1, updated_at = $1, updated_by = $2, version = version + 1\n\
where workspace_id = $3 and template_id = $4 and version = $5 and archived_at is null", ["at","actor","workspace_id","template_id","version"])

export type TemplateGetParams = {
  workspace_id: string
  template_id: string
}
export type TemplateGetRow = {
  "template_id": string
  "name": string
  "language": string
  "subject": string
  "preheader": string
  "body": string
  "text_body": string | null
  "version": number
  "created_at": Date
  "created_by": string
  "updated_at": Date
  "updated_by": string
  "archived_at": Date | null
}
/** One template with its content. */
export const templateGet = namedQuery<TemplateGetParams, TemplateGetRow>("template_get", "select t.template_id, t.name, t.language, t.subject, t.preheader, t.body, t.text_body, t.version, t.created_at, t.created_by, t.updated_at, t.updated_by, t.archived_at\n\
from campaigns.template t where t.workspace_id = $1 and t.template_id = $2", ["workspace_id","template_id"])

export type TemplateInsertParams = {
  workspace_id: string
  template_id: string
  name: string
  language: string
  subject: string
  preheader: string
  body: string
  text_body_or_null: string | null
  at: Date | string
  actor: string
}
export type TemplateInsertRow = Record<string, never>
/** A new template. */
export const templateInsert = namedQuery<TemplateInsertParams, TemplateInsertRow>("template_insert", "insert into campaigns.template (workspace_id, template_id, name, language, subject, preheader, body, text_body, created_at, created_by, updated_at, updated_by)\n\
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $9, $10)", ["workspace_id","template_id","name","language","subject","preheader","body","text_body_or_null","at","actor"])

export type TemplateListParams = {
  workspace_id: string
  with_archived: boolean
  after_name: string
  search_or_null: string | null
  page_size: string
}
export type TemplateListRow = {
  "template_id": string
  "name": string
  "language": string
  "subject": string
  "preheader": string
  "version": number
  "created_at": Date
  "created_by": string
  "updated_at": Date
  "updated_by": string
  "archived_at": Date | null
}
/** Templates of the workspace by name, without their bodies. */
export const templateList = namedQuery<TemplateListParams, TemplateListRow>("template_list", "select t.template_id, t.name, t.language, t.subject, t.preheader, t.version, t.created_at, t.created_by, t.updated_at, t.updated_by, t.archived_at\n\
from campaigns.template t\n\
where t.workspace_id = $1 and (t.archived_at is null or $2::boolean) and t.name > $3\n\
  and ($4::text is null or strpos(lower(t.name), lower($4)) > 0)\n\
order by t.name limit $5", ["workspace_id","with_archived","after_name","search_or_null","page_size"])

export type TemplateLockParams = {
  workspace_id: string
  template_id: string
}
export type TemplateLockRow = {
  "name": string
  "language": string
  "subject": string
  "preheader": string
  "body": string
  "text_body": string | null
  "version": number
}
/** Holds a template for a change. */
export const templateLock = namedQuery<TemplateLockParams, TemplateLockRow>("template_lock", "select t.name, t.language, t.subject, t.preheader, t.body, t.text_body, t.version\n\
from campaigns.template t where t.workspace_id = $1 and t.template_id = $2 and t.archived_at is null for update", ["workspace_id","template_id"])

export type TemplateShareParams = {
  workspace_id: string
  template_id: string
}
export type TemplateShareRow = {
  "template_id": string
}
/** Holds a template against being archived while a campaign begins to name it. */
export const templateShare = namedQuery<TemplateShareParams, TemplateShareRow>("template_share", "select t.template_id from campaigns.template t where t.workspace_id = $1 and t.template_id = $2 and t.archived_at is null for share", ["workspace_id","template_id"])

export type TemplateUpdateParams = {
  name: string
  language: string
  subject: string
  preheader: string
  body: string
  text_body_or_null: string | null
  at: Date | string
  actor: string
  workspace_id: string
  template_id: string
  version: number
}
export type TemplateUpdateRow = Record<string, never>
/** Changes a template; the version grows. */
export const templateUpdate = namedQuery<TemplateUpdateParams, TemplateUpdateRow>("template_update", "update campaigns.template\n\
set name = $1, language = $2, subject = $3, preheader = $4, body = $5, text_body = $6, version = version + 1, updated_at = $7, updated_by = $8\n\
where workspace_id = $9 and template_id = $10 and version = $11 and archived_at is null", ["name","language","subject","preheader","body","text_body_or_null","at","actor","workspace_id","template_id","version"])

export type TemplateUsersParams = {
  workspace_id: string
  template_id: string
}
export type TemplateUsersRow = {
  "campaign_id": string | null
  "name": string | null
}
/** Campaigns that still need a template: not sent yet. */
export const templateUsers = namedQuery<TemplateUsersParams, TemplateUsersRow>("template_users", "select c.campaign_id, c.name from campaigns.campaign c\n\
where c.workspace_id = $1 and c.template_id = $2 and c.state in ('draft', 'scheduled', 'launching')\n\
union\n\
select c.campaign_id, c.name from campaigns.variant v\n\
join campaigns.campaign c on c.workspace_id = v.workspace_id and c.campaign_id = v.campaign_id\n\
where v.workspace_id = $1 and v.template_id = $2 and c.state in ('draft', 'scheduled', 'launching')\n\
order by name", ["workspace_id","template_id"])

export type AudienceCopyParams = {
  to_campaign_id: string
  workspace_id: string
  campaign_id: string
}
export type AudienceCopyRow = Record<string, never>
/** Gives a new campaign the audience of another. */
export const audienceCopy = namedQuery<AudienceCopyParams, AudienceCopyRow>("audience_copy", "insert into campaigns.campaign_audience (workspace_id, campaign_id, position, exclude, list_id, segment_id)\n\
select a.workspace_id, $1, a.position, a.exclude, a.list_id, a.segment_id\n\
from campaigns.campaign_audience a where a.workspace_id = $2 and a.campaign_id = $3", ["to_campaign_id","workspace_id","campaign_id"])

export type AudienceDeleteParams = {
  workspace_id: string
  campaign_id: string
}
export type AudienceDeleteRow = Record<string, never>
/** Forgets whom a campaign was for, before it is written anew. */
export const audienceDelete = namedQuery<AudienceDeleteParams, AudienceDeleteRow>("audience_delete", "delete from campaigns.campaign_audience where workspace_id = $1 and campaign_id = $2", ["workspace_id","campaign_id"])

export type AudienceInsertParams = {
  workspace_id: string
  campaign_id: string
  positions: number[]
  excludes: boolean[]
  list_ids: string[]
  segment_ids: string[]
}
export type AudienceInsertRow = Record<string, never>
/** Whom a campaign is for, in the order chosen. 0 stands for "not this kind". */
export const audienceInsert = namedQuery<AudienceInsertParams, AudienceInsertRow>("audience_insert", "insert into campaigns.campaign_audience (workspace_id, campaign_id, position, exclude, list_id, segment_id)\n\
select $1, $2, u.position, u.exclude, nullif(u.list_id, 0), nullif(u.segment_id, 0)\n\
from unnest($3::smallint[], $4::boolean[], $5::bigint[], $6::bigint[]) as u(position, exclude, list_id, segment_id)", ["workspace_id","campaign_id","positions","excludes","list_ids","segment_ids"])

export type AudienceKnownParams = {
  workspace_id: string
  list_ids: string[]
  segment_ids: string[]
}
export type AudienceKnownRow = {
  "kind": string
  "id": string
}
/** Which of these lists and segments exist and are in use. */
export const audienceKnown = namedQuery<AudienceKnownParams, AudienceKnownRow>("audience_known", "select 'list' as \"kind\", l.list_id as \"id\" from contacts.list l where l.workspace_id = $1 and l.list_id = any($2::bigint[]) and l.archived_at is null\n\
union all\n\
select 'segment', s.segment_id from campaigns.segment s where s.workspace_id = $1 and s.segment_id = any($3::bigint[]) and s.archived_at is null", ["workspace_id","list_ids","segment_ids"])

export type AudienceListParams = {
  workspace_id: string
  campaign_id: string
}
export type AudienceListRow = {
  "position": number
  "exclude": boolean
  "list_id": string | null
  "segment_id": string | null
  "list_name": string | null
  "segment_name": string | null
  "archived_at": Date | null
}
/** Whom a campaign is for, with names. */
export const audienceList = namedQuery<AudienceListParams, AudienceListRow>("audience_list", "select a.position, a.exclude, a.list_id, a.segment_id, l.name as \"list_name\", s.name as \"segment_name\", coalesce(l.archived_at, s.archived_at) as \"archived_at\"\n\
from campaigns.campaign_audience a\n\
left join contacts.list l on l.workspace_id = a.workspace_id and l.list_id = a.list_id\n\
left join campaigns.segment s on s.workspace_id = a.workspace_id and s.segment_id = a.segment_id\n\
where a.workspace_id = $1 and a.campaign_id = $2 order by a.position", ["workspace_id","campaign_id"])

export type CampaignDeleteParams = {
  workspace_id: string
  campaign_id: string
  version: number
}
export type CampaignDeleteRow = Record<string, never>
/** Removes a draft and what hangs on it. */
export const campaignDelete = namedQuery<CampaignDeleteParams, CampaignDeleteRow>("campaign_delete", "delete from campaigns.campaign where workspace_id = $1 and campaign_id = $2 and version = $3 and state = 'draft'", ["workspace_id","campaign_id","version"])

export type CampaignGetParams = {
  workspace_id: string
  campaign_id: string
}
export type CampaignGetRow = {
  "campaign_id": string
  "name": string
  "state": string
  "template_id": string | null
  "subject": string | null
  "from_name": string
  "from_email": string
  "reply_to": string | null
  "stream": string
  "delivery_class": string
  "purpose": string
  "provider_id": string | null
  "track_opens": boolean
  "track_clicks": boolean
  "scheduled_at": Date | null
  "version": number
  "created_at": Date
  "created_by": string
  "updated_at": Date
  "updated_by": string
  "template_name": string | null
  "provider_name": string | null
  "launch_id": string | null
  "launched_at": Date | null
  "audience_count": string | null
}
/** One campaign with the name of its template and provider and its first launch. */
export const campaignGet = namedQuery<CampaignGetParams, CampaignGetRow>("campaign_get", "select c.campaign_id, c.name, c.state, c.template_id, c.subject, c.from_name, c.from_email, c.reply_to, c.stream, c.delivery_class, c.purpose, c.provider_id, c.track_opens, c.track_clicks, c.scheduled_at,\n\
  c.version, c.created_at, c.created_by, c.updated_at, c.updated_by, t.name as \"template_name\", p.name as \"provider_name\", l.launch_id as \"launch_id\", l.launched_at as \"launched_at\", l.audience_count as \"audience_count\"\n\
from campaigns.campaign c\n\
left join campaigns.template t on t.workspace_id = c.workspace_id and t.template_id = c.template_id\n\
left join delivery.provider p on p.workspace_id = c.workspace_id and p.provider_id = c.provider_id\n\
left join campaigns.launch l on l.workspace_id = c.workspace_id and l.campaign_id = c.campaign_id and l.purpose = 'initial'\n\
where c.workspace_id = $1 and c.campaign_id = $2", ["workspace_id","campaign_id"])

export type CampaignInsertParams = {
  workspace_id: string
  campaign_id: string
  name: string
  template_id_or_null: string | null
  subject_or_null: string | null
  from_name: string
  from_email: string
  reply_to_or_null: string | null
  stream: string
  delivery_class: string
  purpose: string
  provider_id_or_null: string | null
  track_opens: boolean
  track_clicks: boolean
  at: Date | string
  actor: string
}
export type CampaignInsertRow = Record<string, never>
/** A new draft. */
export const campaignInsert = namedQuery<CampaignInsertParams, CampaignInsertRow>("campaign_insert", "insert into campaigns.campaign (workspace_id, campaign_id, name, template_id, subject, from_name, from_email, reply_to, stream, delivery_class, purpose, provider_id, track_opens, track_clicks, created_at, created_by, updated_at, updated_by)\n\
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $15, $16)", ["workspace_id","campaign_id","name","template_id_or_null","subject_or_null","from_name","from_email","reply_to_or_null","stream","delivery_class","purpose","provider_id_or_null","track_opens","track_clicks","at","actor"])

export type CampaignListParams = {
  workspace_id: string
  before_campaign_id: string
  states: string[]
  search_or_null: string | null
  page_size: string
}
export type CampaignListRow = {
  "campaign_id": string
  "name": string
  "state": string
  "template_id": string | null
  "subject": string | null
  "from_name": string
  "from_email": string
  "reply_to": string | null
  "stream": string
  "delivery_class": string
  "purpose": string
  "provider_id": string | null
  "track_opens": boolean
  "track_clicks": boolean
  "scheduled_at": Date | null
  "version": number
  "created_at": Date
  "created_by": string
  "updated_at": Date
  "updated_by": string
  "template_name": string | null
  "provider_name": string | null
  "launch_id": string | null
  "launched_at": Date | null
  "audience_count": string | null
}
/** Campaigns, newest first; an empty array means every state. */
export const campaignList = namedQuery<CampaignListParams, CampaignListRow>("campaign_list", "select c.campaign_id, c.name, c.state, c.template_id, c.subject, c.from_name, c.from_email, c.reply_to, c.stream, c.delivery_class, c.purpose, c.provider_id, c.track_opens, c.track_clicks, c.scheduled_at,\n\
  c.version, c.created_at, c.created_by, c.updated_at, c.updated_by, t.name as \"template_name\", p.name as \"provider_name\", l.launch_id as \"launch_id\", l.launched_at as \"launched_at\", l.audience_count as \"audience_count\"\n\
from campaigns.campaign c\n\
left join campaigns.template t on t.workspace_id = c.workspace_id and t.template_id = c.template_id\n\
left join delivery.provider p on p.workspace_id = c.workspace_id and p.provider_id = c.provider_id\n\
left join campaigns.launch l on l.workspace_id = c.workspace_id and l.campaign_id = c.campaign_id and l.purpose = 'initial'\n\
where c.workspace_id = $1 and c.campaign_id < $2\n\
  and (cardinality($3::text[]) = 0 or c.state = any($3::text[]))\n\
  and ($4::text is null or strpos(lower(c.name), lower($4)) > 0)\n\
order by c.campaign_id desc limit $5", ["workspace_id","before_campaign_id","states","search_or_null","page_size"])

export type CampaignLockParams = {
  workspace_id: string
  campaign_id: string
}
export type CampaignLockRow = {
  "name": string
  "state": string
  "template_id": string | null
  "subject": string | null
  "from_name": string
  "from_email": string
  "reply_to": string | null
  "stream": string
  "delivery_class": string
  "purpose": string
  "provider_id": string | null
  "track_opens": boolean
  "track_clicks": boolean
  "version": number
}
/** Holds a campaign for a change. */
export const campaignLock = namedQuery<CampaignLockParams, CampaignLockRow>("campaign_lock", "select c.name, c.state, c.template_id, c.subject, c.from_name, c.from_email, c.reply_to, c.stream, c.delivery_class, c.purpose, c.provider_id, c.track_opens, c.track_clicks, c.version\n\
from campaigns.campaign c where c.workspace_id = $1 and c.campaign_id = $2 for update", ["workspace_id","campaign_id"])

export type CampaignUpdateParams = {
  name: string
  template_id_or_null: string | null
  subject_or_null: string | null
  from_name: string
  from_email: string
  reply_to_or_null: string | null
  stream: string
  delivery_class: string
  purpose: string
  provider_id_or_null: string | null
  track_opens: boolean
  track_clicks: boolean
  at: Date | string
  actor: string
  workspace_id: string
  campaign_id: string
  version: number
}
export type CampaignUpdateRow = Record<string, never>
/** Changes a campaign that was not launched; the version grows. */
export const campaignUpdate = namedQuery<CampaignUpdateParams, CampaignUpdateRow>("campaign_update", "update campaigns.campaign\n\
set name = $1, template_id = $2, subject = $3, from_name = $4, from_email = $5, reply_to = $6, stream = $7, delivery_class = $8,\n\
  purpose = $9, provider_id = $10, track_opens = $11, track_clicks = $12, version = version + 1, updated_at = $13, updated_by = $14\n\
where workspace_id = $15 and campaign_id = $16 and version = $17 and state in ('draft', 'scheduled')", ["name","template_id_or_null","subject_or_null","from_name","from_email","reply_to_or_null","stream","delivery_class","purpose","provider_id_or_null","track_opens","track_clicks","at","actor","workspace_id","campaign_id","version"])

export type VariantCopyParams = {
  to_campaign_id: string
  workspace_id: string
  campaign_id: string
}
export type VariantCopyRow = Record<string, never>
/** Gives a new campaign the variants of another. */
export const variantCopy = namedQuery<VariantCopyParams, VariantCopyRow>("variant_copy", "insert into campaigns.variant (workspace_id, campaign_id, variant_no, name, weight, template_id, subject)\n\
select v.workspace_id, $1, v.variant_no, v.name, v.weight, v.template_id, v.subject\n\
from campaigns.variant v where v.workspace_id = $2 and v.campaign_id = $3", ["to_campaign_id","workspace_id","campaign_id"])

export type ProviderExistsParams = {
  workspace_id: string
  provider_id: string
}
export type ProviderExistsRow = {
  "provider_id": string
  "name": string
  "state": string
}
/** Is there such a provider that is not retired? */
export const providerExists = namedQuery<ProviderExistsParams, ProviderExistsRow>("provider_exists", "select p.provider_id, p.name, p.state from delivery.provider p where p.workspace_id = $1 and p.provider_id = $2 and p.state <> 'retired'", ["workspace_id","provider_id"])

export type ProviderStatesParams = {
  workspace_id: string
}
export type ProviderStatesRow = {
  "provider_id": string
  "name": string
  "kind": string
  "state": string
}
/** Providers of the workspace in the order in which they are tried without a rule, for the check before a launch. */
export const providerStates = namedQuery<ProviderStatesParams, ProviderStatesRow>("provider_states", "select p.provider_id, p.name, p.kind, p.state from delivery.provider p where p.workspace_id = $1 order by p.created_at, p.provider_id", ["workspace_id"])

export type SendingDomainStateParams = {
  workspace_id: string
  domain: string
}
export type SendingDomainStateRow = {
  "state": string
  "keys": number
}
/** What is known about the domain that a campaign is sent from. */
export const sendingDomainState = namedQuery<SendingDomainStateParams, SendingDomainStateRow>("sending_domain_state", "select d.state, (select count(*)::int from delivery.dkim_key k where k.workspace_id = d.workspace_id and k.domain_id = d.domain_id and k.state = 'active') as \"keys\"\n\
from delivery.sending_domain d where d.workspace_id = $1 and d.domain = $2", ["workspace_id","domain"])

export type WorkspaceFactsParams = {
  workspace_id: string
}
export type WorkspaceFactsRow = {
  "name": string
  "postal_address": string
  "timezone": string
}
/** What content says about the house that sends it. */
export const workspaceFacts = namedQuery<WorkspaceFactsParams, WorkspaceFactsRow>("workspace_facts", "select w.name, w.postal_address, w.timezone from platform.workspace w where w.workspace_id = $1", ["workspace_id"])

export type AddressSuppressedParams = {
  workspace_id: string
  email_indexes: Buffer[]
}
export type AddressSuppressedRow = {
  "email_index": Buffer
}
/** Which of these addresses nobody may write to. */
export const addressSuppressed = namedQuery<AddressSuppressedParams, AddressSuppressedRow>("address_suppressed", "select s.email_index from compliance.v_suppressed s where s.workspace_id = $1 and s.email_index = any($2::bytea[])", ["workspace_id","email_indexes"])

export type LaunchOfCampaignParams = {
  workspace_id: string
  campaign_id: string
}
export type LaunchOfCampaignRow = {
  "launch_id": string
  "purpose": string
  "state": string
}
/** Launches of a campaign, the first first. */
export const launchOfCampaign = namedQuery<LaunchOfCampaignParams, LaunchOfCampaignRow>("launch_of_campaign", "select l.launch_id, l.purpose, l.state from campaigns.launch l where l.workspace_id = $1 and l.campaign_id = $2 order by l.launch_id", ["workspace_id","campaign_id"])

export type RecipientPageParams = {
  workspace_id: string
  launch_id: string
  after_contact_id: string
  states: string[]
  page_size: string
}
export type RecipientPageRow = {
  "launch_id": string
  "contact_id": string
  "state": string
  "reason": string | null
  "attempts": number
  "last_code": number | null
  "variant_no": number
  "created_at": Date
  "state_at": Date
  "sent_at": Date | null
  "email_ct": Buffer | null
  "person_id": string
}
/** Recipients of one launch by contact, with their address (encrypted); an empty array means every state. */
export const recipientPage = namedQuery<RecipientPageParams, RecipientPageRow>("recipient_page", "select m.launch_id, m.contact_id, m.state, m.reason, m.attempts, m.last_code, m.variant_no, m.created_at, m.state_at, m.sent_at, p.email_ct as \"email_ct\", coalesce(o.merged_into, o.contact_id) as \"person_id\"\n\
from delivery.message m\n\
join contacts.v_contact o on o.workspace_id = m.workspace_id and o.contact_id = m.contact_id\n\
left join contacts.v_contact p on p.workspace_id = o.workspace_id and p.contact_id = coalesce(o.merged_into, o.contact_id)\n\
where m.workspace_id = $1 and m.launch_id = $2 and m.seq = 0 and m.contact_id > $3\n\
  and (cardinality($4::text[]) = 0 or m.state = any($4::text[]))\n\
order by m.contact_id limit $5", ["workspace_id","launch_id","after_contact_id","states","page_size"])

export type ProgressCountParams = {
  since: Date | string
  workspace_id: string
  launch_ids: string[]
  campaign_id: string
}
export type ProgressCountRow = {
  "state": string
  "count": string
  "lately": string
}
/** Messages of a launch by state, and how many came into that state lately. Reads them all: for launches that are not huge. */
export const progressCount = namedQuery<ProgressCountParams, ProgressCountRow>("progress_count", "select m.state, count(*) as \"count\", count(*) filter (where m.state_at >= $1) as \"lately\"\n\
from delivery.message m where m.workspace_id = $2 and m.launch_id = any($3::bigint[]) and m.campaign_id = $4\n\
group by m.state", ["since","workspace_id","launch_ids","campaign_id"])

export type ProgressDoubtParams = {
  workspace_id: string
  launch_ids: string[]
}
export type ProgressDoubtRow = {
  "state": string
  "count": string
}
/** Messages of a launch that wait for a decision. */
export const progressDoubt = namedQuery<ProgressDoubtParams, ProgressDoubtRow>("progress_doubt", "select m.state, count(*) as \"count\" from delivery.message m\n\
where m.workspace_id = $1 and m.launch_id = any($2::bigint[]) and m.state in ('in_doubt', 'held') group by m.state", ["workspace_id","launch_ids"])

export type ProgressLaunchesParams = {
  workspace_id: string
  campaign_id: string
}
export type ProgressLaunchesRow = {
  "campaign_state": string
  "launch_id": string | null
  "launch_state": string | null
  "audience_count": string | null
  "queued_count": string | null
  "launched_at": Date | null
  "finished_at": Date | null
  "error_code": string | null
}
/** Launches of a campaign with what was written to the queue, and the state of the campaign. */
export const progressLaunches = namedQuery<ProgressLaunchesParams, ProgressLaunchesRow>("progress_launches", "select c.state as \"campaign_state\", l.launch_id as \"launch_id\", l.state as \"launch_state\", l.audience_count as \"audience_count\", l.queued_count as \"queued_count\", l.launched_at as \"launched_at\", l.finished_at as \"finished_at\", l.error_code as \"error_code\"\n\
from campaigns.campaign c left join campaigns.launch l on l.workspace_id = c.workspace_id and l.campaign_id = c.campaign_id\n\
where c.workspace_id = $1 and c.campaign_id = $2 order by l.launch_id", ["workspace_id","campaign_id"])
