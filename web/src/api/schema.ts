// Generated from docs/reference/openapi.json by scripts/gen-openapi.ts; do not edit.
export interface paths {
  "/api/v1/health": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Fitness of the installation, check by check */
    get: operations["getHealth"]
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/live": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Progress as server-sent events */
    get: operations["live"]
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/session": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Who am I and what may I do */
    get: operations["getSession"]
    put?: never
    /** Sign in; the answer sets the session cookie */
    post: operations["signIn"]
    /** Sign out */
    delete: operations["signOut"]
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/session/others": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    post?: never
    /** End all my other sessions */
    delete: operations["signOutOthers"]
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/session/password": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Change my password; ends my other sessions */
    post: operations["changePassword"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/workspace": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** The workspace */
    get: operations["getWorkspace"]
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    /** Change the workspace */
    patch: operations["updateWorkspace"]
    trace?: never
  }
  "/api/v1/workspaces": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Create another workspace; you become its owner */
    post: operations["createWorkspace"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/settings": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** All settings of the workspace */
    get: operations["listSettings"]
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/settings/{name}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    /** Change a setting; null goes back to the default */
    put: operations["putSetting"]
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/roles": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Roles, scopes and what they mean */
    get: operations["listRoles"]
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/members": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Who works here */
    get: operations["listMembers"]
    put?: never
    /** Add a person; a new one gets a one-time password, shown here only */
    post: operations["addMember"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/members/{user_id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    /** Change a role */
    put: operations["setMemberRole"]
    post?: never
    /** Take a person out of the workspace */
    delete: operations["removeMember"]
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/keys": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** API keys of the workspace */
    get: operations["listKeys"]
    put?: never
    /** Create an API key; its text is shown here only */
    post: operations["createKey"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/keys/{key_id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    post?: never
    /** Revoke an API key at once */
    delete: operations["revokeKey"]
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/assets": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Images and files, newest first */
    get: operations["listAssets"]
    put?: never
    /** Upload a file (multipart, field `file`) */
    post: operations["uploadAsset"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/assets/{asset_id}/body": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** The file itself */
    get: operations["getAssetBody"]
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/assets/{asset_id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    post?: never
    /** Delete a file */
    delete: operations["deleteAsset"]
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/contacts": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Contacts, newest first; with email or external_id exactly that one */
    get: operations["listContacts"]
    /** Create the contact or change the one with this address; safe to repeat */
    put: operations["upsertContact"]
    /** Create a contact; an address that exists answers 409 with its id */
    post: operations["createContact"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/contacts/{contact_id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** One contact; the id of a merged one gives the survivor */
    get: operations["getContact"]
    put?: never
    post?: never
    /** Remove a contact without history; people with history are erased instead */
    delete: operations["deleteContact"]
    options?: never
    head?: never
    /** Change a contact; with If-Match only on that version */
    patch: operations["updateContact"]
    trace?: never
  }
  "/api/v1/lists": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Lists by name */
    get: operations["listLists"]
    put?: never
    /** Create a list */
    post: operations["createList"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/lists/{list_id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** One list */
    get: operations["getList"]
    put?: never
    post?: never
    /** Remove a list and its memberships, never its people */
    delete: operations["deleteList"]
    options?: never
    head?: never
    /** Change, archive or bring back a list */
    patch: operations["updateList"]
    trace?: never
  }
  "/api/v1/lists/{list_id}/members": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Put contacts on a list; twice changes nothing */
    post: operations["addListMembers"]
    /** Take contacts off a list */
    delete: operations["removeListMembers"]
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/sources": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Sources, the most trusted first */
    get: operations["listSources"]
    put?: never
    /** Create a source */
    post: operations["createSource"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/sources/{source_id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    /** Rename a source or change its rank */
    patch: operations["updateSource"]
    trace?: never
  }
  "/api/v1/attributes": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** What contacts may have beside the built-in fields */
    get: operations["listAttributes"]
    put?: never
    /** Define an attribute */
    post: operations["createAttribute"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/attributes/{name}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    /** Change label or rule, retire or bring back */
    patch: operations["updateAttribute"]
    trace?: never
  }
  "/api/v1/imports": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Imports, newest first */
    get: operations["listImports"]
    put?: never
    /** Send a file; the body is the file itself, up to 2 GB */
    post: operations["uploadImport"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/imports/{import_id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** One import with its progress; also as /live?import= */
    get: operations["getImport"]
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/imports/{import_id}/preview": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** What would happen to the first 100 rows under this plan; changes nothing */
    post: operations["previewImport"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/imports/{import_id}/run": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Start it, or its dry run, with this plan */
    post: operations["runImport"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/imports/{import_id}/pause": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Stop after the batch in hand */
    post: operations["pauseImport"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/imports/{import_id}/resume": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Go on at the same row, also after a failure */
    post: operations["resumeImport"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/imports/{import_id}/cancel": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** End it for good; people who came with it stay */
    post: operations["cancelImport"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/imports/{import_id}/rejects": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Refused rows with the rule they broke, in file order */
    get: operations["listRejects"]
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/imports/{import_id}/rejects.csv": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Refused rows as CSV, to be mended and sent again */
    get: operations["exportRejects"]
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/segments": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Segments by name */
    get: operations["listSegments"]
    put?: never
    /** Save a segment */
    post: operations["createSegment"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/segments/{segment_id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** One segment */
    get: operations["getSegment"]
    put?: never
    post?: never
    /** Archive a segment that nothing uses */
    delete: operations["archiveSegment"]
    options?: never
    head?: never
    /** Change a segment; only the version named */
    patch: operations["updateSegment"]
    trace?: never
  }
  "/api/v1/segments/{segment_id}/history": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Earlier definitions, newest first */
    get: operations["getSegmentHistory"]
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/segments/validate": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Check a definition against this workspace; 422 lists every issue */
    post: operations["validateSegment"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/segments/estimate": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** About how many, at once; the exact count follows */
    post: operations["estimateSegment"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/segments/count": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Exactly how many now */
    post: operations["countSegment"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/segments/people": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** People of a definition, newest first */
    post: operations["pageSegment"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/segments/{segment_id}/materialise": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Bring the kept membership up to date */
    post: operations["materialiseSegment"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/segments/why": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Why is this person (not) in it */
    post: operations["whySegment"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/segments/explain": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** The SQL of a definition, the indexes it needs, warnings */
    post: operations["explainSegment"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/templates": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Templates by name */
    get: operations["listTemplates"]
    put?: never
    /** Save a template; content that does not compile is refused with the line */
    post: operations["createTemplate"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/templates/{template_id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** One template */
    get: operations["getTemplate"]
    put?: never
    post?: never
    /** Archive a template that no campaign waits for */
    delete: operations["archiveTemplate"]
    options?: never
    head?: never
    /** Change a template; only the version named */
    patch: operations["updateTemplate"]
    trace?: never
  }
  "/api/v1/templates/preview": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** What this content looks like, for a contact or a sample person; nothing is stored */
    post: operations["previewTemplate"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/templates/test": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Send this content to addresses of your own, now; never counted */
    post: operations["testTemplate"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/campaigns": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Campaigns, newest first */
    get: operations["listCampaigns"]
    put?: never
    /** A new draft; sender and tracking come from the settings when not given */
    post: operations["createCampaign"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/campaigns/{campaign_id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** One campaign with its audience */
    get: operations["getCampaign"]
    put?: never
    post?: never
    /** Delete a draft */
    delete: operations["deleteCampaign"]
    options?: never
    head?: never
    /** Change a draft or scheduled campaign; only the version named */
    patch: operations["updateCampaign"]
    trace?: never
  }
  "/api/v1/campaigns/{campaign_id}/copy": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** A draft with the same content, sender and audience */
    post: operations["copyCampaign"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/campaigns/{campaign_id}/checks": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** What stands between this campaign and its launch, errors first */
    get: operations["checkCampaign"]
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/campaigns/{campaign_id}/audience/count": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** How many people it means now: part by part, together, and who may be written to */
    post: operations["countAudience"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/campaigns/{campaign_id}/preview": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** What the campaign looks like, for a contact or a sample person */
    post: operations["previewCampaign"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/campaigns/{campaign_id}/test": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Send it to addresses of your own, now; never counted */
    post: operations["testCampaign"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/campaigns/{campaign_id}/recipients": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Everybody it was for, and what became of each */
    get: operations["listRecipients"]
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/campaigns/{campaign_id}/recipients.csv": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** The same as CSV (RFC 4180, UTF-8), as a stream */
    get: operations["exportRecipients"]
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/campaigns/{campaign_id}/launch": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Launch now; launched twice it is one launch */
    post: operations["launchCampaign"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/campaigns/{campaign_id}/schedule": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Launch at a moment; scheduled again it moves */
    post: operations["scheduleCampaign"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/campaigns/{campaign_id}/unschedule": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Back to draft */
    post: operations["unscheduleCampaign"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/campaigns/{campaign_id}/pause": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Stop sending; what is being handed over ends first */
    post: operations["pauseCampaign"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/campaigns/{campaign_id}/resume": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Go on sending */
    post: operations["resumeCampaign"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/campaigns/{campaign_id}/cancel": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Stop for good; what has left stays sent */
    post: operations["cancelCampaign"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/campaigns/{campaign_id}/progress": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** How far it is; also as /live?campaign= */
    get: operations["getCampaignProgress"]
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/suppressions": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Addresses nobody may write to, the newest first */
    get: operations["listSuppressions"]
    put?: never
    /** Suppress an address; from the answer on no attempt to it starts */
    post: operations["suppressAddress"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/suppressions/summary": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** How many addresses are suppressed, by reason */
    get: operations["countSuppressions"]
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/suppressions/search": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Is this address suppressed, and why? */
    post: operations["findSuppression"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/suppressions/lift": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Lift one reason from an address; complaints and erasures hold for good */
    post: operations["liftSuppression"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/contacts/{contact_id}/consents": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** What a contact agreed to, and how that came about */
    get: operations["getConsents"]
    put?: never
    /** Record that a contact agreed or withdrew */
    post: operations["recordConsent"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/consent-wordings": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** The words people agreed to, every version */
    get: operations["listConsentWordings"]
    put?: never
    /** Publish words for a purpose; the same words keep their version */
    post: operations["publishConsentWording"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/reports/overview": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** All mail of the workspace by day, and its last campaigns */
    get: operations["getOverview"]
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/reports/providers": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** How providers do, by mailbox provider */
    get: operations["getProviderReport"]
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/campaigns/{campaign_id}/report": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** The report of a campaign */
    get: operations["getCampaignReport"]
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/contacts/{contact_id}/timeline": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** What happened to a contact, the newest first */
    get: operations["getContactTimeline"]
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/contacts/{contact_id}/engagement": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** What a contact did last and how often */
    get: operations["getContactEngagement"]
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/providers/{provider_id}/webhook-address": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Where the provider must send its webhooks */
    get: operations["getWebhookAddress"]
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/providers": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Services that take mail */
    get: operations["listProviders"]
    put?: never
    /** Add a provider; credentials are stored encrypted and never returned */
    post: operations["createProvider"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/providers/{provider_id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** One provider */
    get: operations["getProvider"]
    put?: never
    post?: never
    /** Remove a provider that carried nothing; others are retired by their state */
    delete: operations["deleteProvider"]
    options?: never
    head?: never
    /** Change a provider; workers take it up within seconds. With If-Match only on that version */
    patch: operations["updateProvider"]
    trace?: never
  }
  "/api/v1/routes": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Rules that choose a provider, in the order they are asked */
    get: operations["listRoutes"]
    put?: never
    /** Add a rule */
    post: operations["createRoute"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/routes/{route_id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    post?: never
    /** Remove a rule */
    delete: operations["deleteRoute"]
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/queue": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** What waits, since when, and who works on it */
    get: operations["getQueue"]
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/messages": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Messages of a launch, of a contact, or (without either) those in doubt and held */
    get: operations["listMessages"]
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/messages/{message_id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** One message with its attempts */
    get: operations["getMessage"]
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/messages/settle": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Decide about messages in doubt, held or waiting; each answers for itself */
    post: operations["settleMessages"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/messages/{message_id}/settle": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Decide about a message that is in doubt, held or waiting */
    post: operations["settleMessage"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/inbox/mails": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** Mails in the test inbox, newest first */
    get: operations["listInboxMails"]
    put?: never
    post?: never
    /** Remove all mails of the test inbox */
    delete: operations["clearInbox"]
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/inbox/mails/{mail_id}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** One mail as a person sees it */
    get: operations["getInboxMail"]
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/inbox/mails/{mail_id}/raw": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** The message as it was received (message/rfc822) */
    get: operations["getInboxMailRaw"]
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/inbox/mails/{mail_id}/attachments/{no}": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** An attachment */
    get: operations["getInboxAttachment"]
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/installation": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    /** This installation and whether sending is held */
    get: operations["getInstallation"]
    put?: never
    post?: never
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/installation/hold": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Hold all sending until somebody releases it */
    post: operations["holdSending"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
  "/api/v1/installation/release": {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    get?: never
    put?: never
    /** Let sending go on */
    post: operations["releaseSending"]
    delete?: never
    options?: never
    head?: never
    patch?: never
    trace?: never
  }
}
export type webhooks = Record<string, never>
export interface components {
  schemas: {
    /** A failure (RFC 9457). `code` is stable, texts may change. */
    Problem: {
      type: string
      title: string
      status: number
      code: string
      hint: string
      detail?: string
      request_id: string
      errors?: {
        field: string
        rule: string
        message: string
      }[]
      data?: {
        [key: string]: unknown
      }
    }
    CampaignSummary: {
      id: string
      name: string
      state: "draft" | "scheduled" | "launching" | "sending" | "paused" | "sent" | "cancelled" | "failed"
      template_id: string | null
      template_name: string | null
      subject: string | null
      from_name: string
      from_email: string
      reply_to: string | null
      stream: "marketing" | "transactional"
      delivery_class: "at_least_once" | "at_most_once"
      purpose: string
      provider_id: string | null
      provider_name: string | null
      track_opens: boolean
      track_clicks: boolean
      scheduled_at: string | null
      launched_at: string | null
      /** People of the launch; null before. */
      audience_count: number | null
      version: number
      created_at: string
      created_by: string
      updated_at: string
      updated_by: string
    }
    Campaign: {
      id: string
      name: string
      state: "draft" | "scheduled" | "launching" | "sending" | "paused" | "sent" | "cancelled" | "failed"
      template_id: string | null
      template_name: string | null
      subject: string | null
      from_name: string
      from_email: string
      reply_to: string | null
      stream: "marketing" | "transactional"
      delivery_class: "at_least_once" | "at_most_once"
      purpose: string
      provider_id: string | null
      provider_name: string | null
      track_opens: boolean
      track_clicks: boolean
      scheduled_at: string | null
      launched_at: string | null
      /** People of the launch; null before. */
      audience_count: number | null
      version: number
      created_at: string
      created_by: string
      updated_at: string
      updated_by: string
      audience: {
        list_id: string | null
        segment_id: string | null
        exclude: boolean
        name: string
        archived: boolean
      }[]
    }
    CampaignProgress: {
      /** Of the campaign. */
      state: string
      /** Null before the launch. */
      launch_state: ("preparing" | "slicing" | "sending" | "paused" | "done" | "cancelled" | "failed") | null
      /** People in the frozen audience. */
      audience: number
      /** Written to the queue so far. */
      queued: number
      waiting: number
      /** In the hands of a worker. */
      sending: number
      /** Accepted by a mail server. */
      sent: number
      bounced: number
      failed: number
      /** Not written to, with a reason. */
      skipped: number
      cancelled: number
      in_doubt: number
      held: number
      per_second: number
      seconds_left: number | null
      launched_at: string | null
      finished_at: string | null
      error_code: string | null
    }
    TemplateSummary: {
      id: string
      name: string
      language: "mjml" | "html"
      subject: string
      preheader: string
      version: number
      created_at: string
      created_by: string
      updated_at: string
      updated_by: string
      archived_at: string | null
    }
    Template: {
      id: string
      name: string
      language: "mjml" | "html"
      subject: string
      preheader: string
      version: number
      created_at: string
      created_by: string
      updated_at: string
      updated_by: string
      archived_at: string | null
      body: string
      text_body: string | null
    }
    Preview: {
      subject: string
      html: string
      text: string
      links: {
        no: number
        part: "html" | "text"
        /** Null: differs per person. */
        url: string | null
        source: string
        label: string
      }[]
      /** What the content reads and nothing fills. */
      unknown_fields: string[]
      warnings: string[]
    }
    TestSend: {
      results: {
        to: string
        outcome: "sent" | "deferred" | "refused" | "in_doubt" | "not_sent"
        code: number | null
        enhanced_code: string | null
        text: string
        server: string
        provider: string | null
        /** What was said between us (C) and the server (S). */
        dialogue: string[]
      }[]
    }
    Recipient: {
      message_id: string
      contact_id: string
      /** Null after an erasure. */
      email: string | null
      state: "accepted" | "ready" | "leased" | "attempting" | "sent" | "delivered" | "deferred" | "bounced" | "failed" | "skipped" | "in_doubt" | "held" | "cancelled"
      reason: string | null
      attempts: number
      last_code: number | null
      variant_no: number
      created_at: string
      state_at: string
      sent_at: string | null
    }
    Finding: {
      level: "error" | "warning"
      code: string
      text: string
      hint: string
    }
    AudienceCount: {
      /** Who would get it now. */
      total: number
      included: number
      excluded: number
      /** Chosen, but may not be written to. */
      unmailable: number
      parts: {
        list_id: string | null
        segment_id: string | null
        exclude: boolean
        name: string
        count: number
      }[]
    }
    Suppression: {
      /** Names the address without showing it. */
      address_key: string
      reason: "unsubscribe" | "hard_bounce" | "complaint" | "manual" | "erased"
      contact_id: string | null
      campaign_id: string | null
      detail: string | null
      since: string
      by: string
      lifted_at: string | null
      lifted_by: string | null
    }
    AddressState: {
      /** Names the address without showing it. */
      address_key: string
      suppressed: boolean
      reasons: {
        reason: "unsubscribe" | "hard_bounce" | "complaint" | "manual" | "erased"
        since: string
        lifted_at: string | null
      }[]
    }
    Consents: {
      states: {
        purpose: string
        channel: string
        state: "given" | "withdrawn"
        since: string
      }[]
      history: {
        purpose: string
        channel: string
        action: string
        source: string
        wording_version: number | null
        evidence: {
          ip?: string
          userAgent?: string
          form?: string
          token?: string
          text?: string
        } | null
        happened_at: string
        recorded_at: string
        recorded_by: string
      }[]
    }
    ConsentWording: {
      purpose: string
      version: number
      wording: string
      created_at: string
      created_by: string
    }
    ContactItem: {
      id: string
      email: string | null
      status: "active" | "unconfirmed" | "unsubscribed" | "bounced" | "complained" | "suppressed" | "erased"
      country: string | null
      region: string | null
      city: string | null
      language: string | null
      source_id: string
      created_at: string
      updated_at: string
      last_sent_at: string | null
      version: number
    }
    Contact: {
      id: string
      email: string | null
      status: "active" | "unconfirmed" | "unsubscribed" | "bounced" | "complained" | "suppressed" | "erased"
      first_name: string | null
      last_name: string | null
      phone: string | null
      country: string | null
      region: string | null
      city: string | null
      timezone: string | null
      language: string | null
      attributes: {
        [key: string]: unknown
      }
      /** Per field: which source said so and when; * stands for all others. */
      provenance: {
        [key: string]: {
          source: string
          observed_at: string
        }
      }
      source_id: string
      created_at: string
      updated_at: string
      last_sent_at: string | null
      erased_at: string | null
      created_by: string
      updated_by: string
      version: number
      lists: {
        id: string
        name: string
        added_at: string
      }[]
    }
    Provider: {
      id: string
      name: string
      kind: "smtp" | "inbox" | "ses" | "sendgrid" | "mailgun" | "postmark" | "sparkpost" | "brevo" | "mailjet" | "resend"
      state: "active" | "paused" | "retired"
      host: string
      port: number
      security: "none" | "opportunistic" | "required" | "verified" | "implicit"
      has_username: boolean
      has_secret: boolean
      has_webhook_secret: boolean
      max_connections: number
      messages_per_connection: number
      rate_per_second: number | null
      rate_per_hour: number | null
      rate_per_day: number | null
      cost_micros: number
      version: number
      created_at: string
      created_by: string
      updated_at: string
      updated_by: string
    }
    Message: {
      id: string
      launch_id: string
      contact_id: string
      campaign_id: string | null
      state: "accepted" | "ready" | "leased" | "attempting" | "sent" | "delivered" | "deferred" | "bounced" | "failed" | "skipped" | "in_doubt" | "held" | "cancelled"
      reason: string | null
      class: "at_least_once" | "at_most_once"
      attempts: number
      variant_no: number
      content_version: number
      due_at: string
      state_at: string
      created_at: string
      sent_at: string | null
      provider_id: string | null
      last_code: number | null
      /** The Message-ID header. */
      message_id: string | null
    }
    Attempt: {
      attempt_no: number
      provider_id: string
      started_at: string
      finished_at: string | null
      /** Null while it is open. */
      outcome: ("sent" | "deferred" | "bounced" | "failed" | "in_doubt") | null
      phase: string | null
      smtp_code: number | null
      enhanced_code: string | null
      bounce_class: string | null
      hard: boolean | null
      latency_ms: number | null
      worker: string
      /** What the server said. */
      diagnostic: string | null
    }
    Queue: {
      totals: {
        [key: string]: number
      }
      launches: {
        launch_id: string
        campaign_id: string | null
        campaign_name: string
        state: string
        waiting: {
          [key: string]: number
        }
        oldest_due_at: string | null
      }[]
      uncertain: {
        state: string
        reason: string | null
        count: number
        oldest_at: string | null
      }[]
      workers: {
        instance: string
        release: string
        started_at: string
        seen_at: string
        facts: {
          [key: string]: unknown
        }
      }[]
    }
    Route: {
      id: string
      priority: number
      match: {
        /** marketing or transactional. */
        stream?: string | string[]
        /** Domain of the From address. */
        sender_domain?: string | string[]
        /** Domain of the recipient. */
        destination?: string | string[]
        /** Id of the campaign. */
        campaign?: string | string[]
      }
      provider_id: string
      created_at: string
      created_by: string
    }
    CampaignTotals: {
      queued: number
      sent: number
      delivered: number
      deferred: number
      bounced_hard: number
      bounced_soft: number
      complained: number
      unsubscribed: number
      rejected: number
      skipped: number
      failed: number
      cancelled: number
      opens: number
      opens_bot: number
      unique_opens: number
      clicks: number
      clicks_bot: number
      unique_clicks: number
    }
    Rates: {
      /** Between 0 and 1; null when there is nothing to divide by. */
      delivered: number | null
      /** Between 0 and 1; null when there is nothing to divide by. */
      bounced: number | null
      /** Between 0 and 1; null when there is nothing to divide by. */
      opened: number | null
      /** Between 0 and 1; null when there is nothing to divide by. */
      clicked: number | null
      /** Between 0 and 1; null when there is nothing to divide by. */
      complained: number | null
      /** Between 0 and 1; null when there is nothing to divide by. */
      unsubscribed: number | null
      /** Between 0 and 1; null when there is nothing to divide by. */
      click_to_open: number | null
    }
    CampaignReport: {
      campaign_id: string
      name: string
      state: string
      tracks_opens: boolean
      tracks_clicks: boolean
      launched_at: string | null
      finished_at: string | null
      /** Last change of a figure. */
      updated_at: string | null
      totals: components["schemas"]["CampaignTotals"]
      rates: components["schemas"]["Rates"]
      variants: {
        variant_no: number
        totals: components["schemas"]["CampaignTotals"]
        rates: components["schemas"]["Rates"]
      }[]
      /** Their sum is `totals`; without an id: before any provider took part. */
      providers: {
        provider_id: string | null
        name: string | null
        totals: components["schemas"]["CampaignTotals"]
        rates: components["schemas"]["Rates"]
      }[]
      hours: {
        sent: number
        delivered: number
        bounced: number
        complained: number
        unsubscribed: number
        opens: number
        unique_opens: number
        clicks: number
        unique_clicks: number
        hour: string
      }[]
      links: {
        link_no: number
        url: string
        label: string
        clicks: number
        clicks_bot: number
        unique_clicks: number
      }[]
      bounces: {
        bounce_class: string
        provider_id: string | null
        hard: number
        soft: number
        deferred: number
      }[]
    }
    Overview: {
      timezone: string
      since: string
      totals: {
        sent: number
        delivered: number
        deferred: number
        bounced_hard: number
        bounced_soft: number
        complained: number
        unsubscribed: number
        rejected: number
        opens: number
        opens_bot: number
        unique_opens: number
        clicks: number
        clicks_bot: number
        unique_clicks: number
      }
      days: {
        sent: number
        delivered: number
        deferred: number
        bounced_hard: number
        bounced_soft: number
        complained: number
        unsubscribed: number
        rejected: number
        opens: number
        opens_bot: number
        unique_opens: number
        clicks: number
        clicks_bot: number
        unique_clicks: number
        /** YYYY-MM-DD in that zone. */
        day: string
      }[]
      campaigns: {
        campaign_id: string
        name: string
        state: string
        launched_at: string
        totals: components["schemas"]["CampaignTotals"]
        rates: components["schemas"]["Rates"]
      }[]
    }
    ProviderReport: {
      provider_id: string
      name: string
      kind: string
      totals: {
        sent: number
        delivered: number
        deferred: number
        bounced_hard: number
        bounced_soft: number
        complained: number
        unsubscribed: number
        opens: number
        opens_bot: number
        clicks: number
        clicks_bot: number
        /** Mean time from MAIL FROM to the answer. */
        latency_ms: number | null
      }
      destinations: {
        sent: number
        delivered: number
        deferred: number
        bounced_hard: number
        bounced_soft: number
        complained: number
        unsubscribed: number
        opens: number
        opens_bot: number
        clicks: number
        clicks_bot: number
        /** Mean time from MAIL FROM to the answer. */
        latency_ms: number | null
        mailbox_provider: string
      }[]
    }
    ContactEvent: {
      event_type: "queued" | "sent" | "delivered" | "deferred" | "bounced" | "complained" | "opened" | "clicked" | "unsubscribed" | "rejected"
      occurred_at: string
      campaign_id: string | null
      campaign_name: string | null
      provider_id: string | null
      link_no: number | null
      link_url: string | null
      is_bot: boolean
      hard: boolean | null
      bounce_class: string | null
      smtp_code: number | null
      enhanced_code: string | null
    }
    Engagement: {
      last_sent_at: string | null
      last_open_at: string | null
      last_click_at: string | null
      sent_count: number
      open_count: number
      click_count: number
      soft_bounce_count: number
    }
    ImportCounts: {
      created: number
      updated: number
      unchanged: number
      rejected: number
      duplicate: number
    }
    ImportFormat: {
      encoding: "utf-8" | "windows-1252"
      delimiter: "," | ";" | "\t" | "|"
      /** cr: rows end with a lone CR. */
      newline: "lf" | "cr"
      /** Does the first row name the columns? */
      header: boolean
      columns: number
      /** Encoding of the file as it was sent. */
      sent_as: string
      /** First byte that is not UTF-8. */
      broken_byte: number | null
      broken_line: number | null
    }
    Import: {
      id: string
      source_id: string
      source_name: string
      state: "receiving" | "ready" | "running" | "paused" | "done" | "failed" | "cancelled"
      file_name: string
      file_bytes: number
      /** Null until the file has arrived. */
      format: components["schemas"]["ImportFormat"] | null
      mapping: {
        [key: string]: string
      }
      options: {
        dry_run: boolean
        list_id: string | null
        on_existing: "update" | "skip"
        new_status: ("active" | "unconfirmed") | null
        dry_run_counts: {
          created: number
          updated: number
          unchanged: number
          rejected: number
          duplicate: number
          rows: number
        } | null
      }
      done_bytes: number
      rows: number
      counts: components["schemas"]["ImportCounts"]
      seconds_left: number | null
      error_code: string | null
      created_at: string
      created_by: string
      started_at: string | null
      finished_at: string | null
    }
    ImportPreview: {
      format: components["schemas"]["ImportFormat"]
      columns: string[]
      mapping: {
        [key: string]: string
      }
      /** What a column may be mapped to. */
      targets: string[]
      /** Named by the mapping and made when the import starts. */
      new_attributes: string[]
      rows: {
        row: number
        line: number
        cells: string[]
        outcome: "created" | "updated" | "unchanged" | "duplicate" | "rejected"
        changes?: string[]
        reject?: {
          field: string
          rule: string
          hint: string
        }
      }[]
    }
    InboxMail: {
      id: string
      received_at: string
      from: string
      to: string[]
      subject: string
      from_header: string
      message_id: string
      bytes: number
    }
    InboxMailView: {
      id: string
      received_at: string
      from: string
      to: string[]
      subject: string
      from_header: string
      message_id: string
      bytes: number
      headers: {
        name: string
        value: string
      }[]
      /** As sent; show it in the frame at /frame only. */
      html: string | null
      text: string | null
      attachments: {
        no: number
        filename: string
        content_type: string
        bytes: number
        content_id: string | null
      }[]
      links: {
        url: string
        part: "html" | "text"
      }[]
    }
    Installation: {
      installation_id: string
      release: string
      /** Grows with every restore. */
      epoch: number
      held: boolean
      held_reason: string | null
      held_since: string | null
      released_by: string | null
    }
    List: {
      id: string
      name: string
      description: string
      public: boolean
      double_opt_in: boolean
      created_at: string
      archived_at: string | null
      member_count: number
    }
    Source: {
      id: string
      name: string
      kind: "crm" | "marketing" | "sales" | "web_form" | "file" | "api" | "manual"
      rank: number
      created_at: string
    }
    Attribute: {
      name: string
      label: string
      type: "text" | "number" | "boolean" | "date" | "datetime" | "enum" | "set" | "geo" | "json"
      sensitive: boolean
      searchable: boolean
      check: {
        [key: string]: unknown
      }
      created_at: string
      retired_at: string | null
    }
    Workspace: {
      id: string
      name: string
      slug: string
      timezone: string
      state: string
      postal_address: string
      created_at: string
    }
    Member: {
      user_id: string
      login: string
      name: string
      role: "owner" | "admin" | "marketer" | "analyst" | "sales" | "support" | "developer" | "auditor" | "privacy_officer"
      state: string
      since: string
    }
    ApiKey: {
      id: string
      name: string
      /** First and some further characters, to recognise it. */
      hint: string
      scopes: string[]
      created_at: string
      created_by: string
      expires_at: string | null
      used_at: string | null
      revoked_at: string | null
    }
    Asset: {
      id: string
      name: string
      media_type: string
      size_bytes: number
      created_at: string
    }
    Segment: {
      id: string
      name: string
      /** A definition in the segment language; see docs/reference/segment-language.md. */
      definition: {
        [key: string]: unknown
      }
      version: number
      created_at: string
      created_by: string
      updated_at: string
      updated_by: string
      archived_at: string | null
      member_count: number | null
      materialised_at: string | null
    }
    SegmentPerson: {
      id: string
      email: string | null
      status: string
      country: string | null
      region: string | null
      city: string | null
      created_at: string
    }
    SessionWorkspace: {
      id: string
      name: string
      slug: string
      role: "owner" | "admin" | "marketer" | "analyst" | "sales" | "support" | "developer" | "auditor" | "privacy_officer"
      scopes: ("contacts:read" | "contacts:write" | "segments:read" | "segments:write" | "campaigns:read" | "campaigns:write" | "campaigns:launch" | "events:read" | "events:write" | "delivery:read" | "delivery:write" | "compliance:read" | "compliance:write" | "privacy:read" | "privacy:write" | "audit:read" | "inbox:read" | "workspace:read" | "workspace:write" | "members:read" | "members:write" | "keys:read" | "keys:write")[]
    }
    Session: {
      kind: "user" | "key"
      user: {
        id: string
        login: string
        name: string
      } | null
      must_change_password: boolean
      /** Those the person may use; the first is meant when X-Workspace is not sent. */
      workspaces: components["schemas"]["SessionWorkspace"][]
      /** Scopes of an API key; null for a person, whose scopes differ by workspace. */
      scopes: (("contacts:read" | "contacts:write" | "segments:read" | "segments:write" | "campaigns:read" | "campaigns:write" | "campaigns:launch" | "events:read" | "events:write" | "delivery:read" | "delivery:write" | "compliance:read" | "compliance:write" | "privacy:read" | "privacy:write" | "audit:read" | "inbox:read" | "workspace:read" | "workspace:write" | "members:read" | "members:write" | "keys:read" | "keys:write")[]) | null
    }
    HealthCheck: {
      name: string
      state: "ok" | "warn" | "ill"
      detail: string
      data?: {
        [key: string]: unknown
      }
    }
    Setting: {
      name: string
      value: unknown
      default: unknown
      about: string
    }
    RejectedRow: {
      field: string
      rule: string
      hint: string
      row: number
      line: number
      cells: string[]
    }
    MessageWithAttempts: {
      id: string
      launch_id: string
      contact_id: string
      campaign_id: string | null
      state: "accepted" | "ready" | "leased" | "attempting" | "sent" | "delivered" | "deferred" | "bounced" | "failed" | "skipped" | "in_doubt" | "held" | "cancelled"
      reason: string | null
      class: "at_least_once" | "at_most_once"
      attempts: number
      variant_no: number
      content_version: number
      due_at: string
      state_at: string
      created_at: string
      sent_at: string | null
      provider_id: string | null
      last_code: number | null
      /** The Message-ID header. */
      message_id: string | null
      attempt_list: components["schemas"]["Attempt"][]
    }
  }
  responses: never
  parameters: never
  requestBodies: never
  headers: never
  pathItems: never
}
export type $defs = Record<string, never>
export interface operations {
  /** Fitness of the installation, check by check */
  getHealth: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            ready: boolean
            checks: components["schemas"]["HealthCheck"][]
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Progress as server-sent events */
  live: {
    parameters: {
      query?: {
        /** Public id of the workspace, since EventSource sends no headers. */
        workspace?: string
        /** Public id of a import to watch. */
        import?: string
        /** Public id of a campaign to watch. */
        campaign?: string
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content?: never
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Who am I and what may I do */
  getSession: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["Session"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Sign in; the answer sets the session cookie */
  signIn: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          login: string
          password: string
        }
      }
    }
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["Session"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Sign out */
  signOut: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      204: {
        headers: { [name: string]: unknown }
        content?: never
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** End all my other sessions */
  signOutOthers: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            ended: number
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Change my password; ends my other sessions */
  changePassword: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          current: string
          next: string
        }
      }
    }
    responses: {
      204: {
        headers: { [name: string]: unknown }
        content?: never
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** The workspace */
  getWorkspace: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["Workspace"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Change the workspace */
  updateWorkspace: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          name?: string
          timezone?: string
          postal_address?: string
        }
      }
    }
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["Workspace"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Create another workspace; you become its owner */
  createWorkspace: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          name: string
          slug?: string
          timezone?: string
        }
      }
    }
    responses: {
      201: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["Workspace"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** All settings of the workspace */
  listSettings: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            items: components["schemas"]["Setting"][]
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Change a setting; null goes back to the default */
  putSetting: {
    parameters: {
      query?: never
      header?: never
      path: {
        name: string
      }
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          value: unknown
        }
      }
    }
    responses: {
      204: {
        headers: { [name: string]: unknown }
        content?: never
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Roles, scopes and what they mean */
  listRoles: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            scopes: {
              name: "contacts:read" | "contacts:write" | "segments:read" | "segments:write" | "campaigns:read" | "campaigns:write" | "campaigns:launch" | "events:read" | "events:write" | "delivery:read" | "delivery:write" | "compliance:read" | "compliance:write" | "privacy:read" | "privacy:write" | "audit:read" | "inbox:read" | "workspace:read" | "workspace:write" | "members:read" | "members:write" | "keys:read" | "keys:write"
              about: string
            }[]
            roles: {
              name: "owner" | "admin" | "marketer" | "analyst" | "sales" | "support" | "developer" | "auditor" | "privacy_officer"
              scopes: ("contacts:read" | "contacts:write" | "segments:read" | "segments:write" | "campaigns:read" | "campaigns:write" | "campaigns:launch" | "events:read" | "events:write" | "delivery:read" | "delivery:write" | "compliance:read" | "compliance:write" | "privacy:read" | "privacy:write" | "audit:read" | "inbox:read" | "workspace:read" | "workspace:write" | "members:read" | "members:write" | "keys:read" | "keys:write")[]
            }[]
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Who works here */
  listMembers: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            items: components["schemas"]["Member"][]
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Add a person; a new one gets a one-time password, shown here only */
  addMember: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          login: string
          name: string
          role: "owner" | "admin" | "marketer" | "analyst" | "sales" | "support" | "developer" | "auditor" | "privacy_officer"
        }
      }
    }
    responses: {
      201: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            user_id: string
            login: string
            /** One-time password of a new person; null when the person existed. */
            password: string | null
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Change a role */
  setMemberRole: {
    parameters: {
      query?: never
      header?: never
      path: {
        user_id: string
      }
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          role: "owner" | "admin" | "marketer" | "analyst" | "sales" | "support" | "developer" | "auditor" | "privacy_officer"
        }
      }
    }
    responses: {
      204: {
        headers: { [name: string]: unknown }
        content?: never
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Take a person out of the workspace */
  removeMember: {
    parameters: {
      query?: never
      header?: never
      path: {
        user_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      204: {
        headers: { [name: string]: unknown }
        content?: never
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** API keys of the workspace */
  listKeys: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            items: components["schemas"]["ApiKey"][]
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Create an API key; its text is shown here only */
  createKey: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          name: string
          scopes: ("contacts:read" | "contacts:write" | "segments:read" | "segments:write" | "campaigns:read" | "campaigns:write" | "campaigns:launch" | "events:read" | "events:write" | "delivery:read" | "delivery:write" | "compliance:read" | "compliance:write" | "privacy:read" | "privacy:write" | "audit:read" | "inbox:read" | "workspace:read" | "workspace:write" | "members:read" | "members:write" | "keys:read" | "keys:write")[]
          expires_at?: string
        }
      }
    }
    responses: {
      201: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            id: string
            key: string
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Revoke an API key at once */
  revokeKey: {
    parameters: {
      query?: never
      header?: never
      path: {
        key_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      204: {
        headers: { [name: string]: unknown }
        content?: never
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Images and files, newest first */
  listAssets: {
    parameters: {
      query?: {
        /** Rows a page. */
        limit?: number
        /** next_cursor of the previous page. */
        cursor?: string
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            items: components["schemas"]["Asset"][]
            next_cursor: string | null
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Upload a file (multipart, field `file`) */
  uploadAsset: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      201: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["Asset"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** The file itself */
  getAssetBody: {
    parameters: {
      query?: never
      header?: never
      path: {
        asset_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content?: never
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Delete a file */
  deleteAsset: {
    parameters: {
      query?: never
      header?: never
      path: {
        asset_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      204: {
        headers: { [name: string]: unknown }
        content?: never
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Contacts, newest first; with email or external_id exactly that one */
  listContacts: {
    parameters: {
      query?: {
        /** Rows a page. */
        limit?: number
        /** next_cursor of the previous page. */
        cursor?: string
        status?: "active" | "unconfirmed" | "unsubscribed" | "bounced" | "complained" | "suppressed" | "erased"
        country?: string
        region?: string
        city?: string
        list_id?: string
        source_id?: string
        created_from?: string
        created_to?: string
        /** Exactly this address. */
        email?: string
        /** Together with source_id: the id there. */
        external_id?: string
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            items: components["schemas"]["ContactItem"][]
            next_cursor: string | null
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Create the contact or change the one with this address; safe to repeat */
  upsertContact: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          email: string
          status?: "active" | "unconfirmed" | "unsubscribed" | "bounced" | "complained" | "suppressed" | "erased"
          first_name?: string | null
          last_name?: string | null
          phone?: string | null
          /** ISO 3166-1 code or a name of the country. */
          country?: string | null
          region?: string | null
          city?: string | null
          timezone?: string | null
          language?: string | null
          /** Merged by name; null takes one away. */
          attributes?: {
            [key: string]: unknown
          }
        }
      }
    }
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            id: string
            outcome: "created" | "updated" | "unchanged"
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Create a contact; an address that exists answers 409 with its id */
  createContact: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          email: string
          status?: "active" | "unconfirmed" | "unsubscribed" | "bounced" | "complained" | "suppressed" | "erased"
          first_name?: string | null
          last_name?: string | null
          phone?: string | null
          /** ISO 3166-1 code or a name of the country. */
          country?: string | null
          region?: string | null
          city?: string | null
          timezone?: string | null
          language?: string | null
          /** Merged by name; null takes one away. */
          attributes?: {
            [key: string]: unknown
          }
        }
      }
    }
    responses: {
      201: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            id: string
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** One contact; the id of a merged one gives the survivor */
  getContact: {
    parameters: {
      query?: never
      header?: never
      path: {
        contact_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["Contact"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Remove a contact without history; people with history are erased instead */
  deleteContact: {
    parameters: {
      query?: never
      header?: never
      path: {
        contact_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      204: {
        headers: { [name: string]: unknown }
        content?: never
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Change a contact; with If-Match only on that version */
  updateContact: {
    parameters: {
      query?: never
      header?: never
      path: {
        contact_id: string
      }
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          email?: string
          status?: "active" | "unconfirmed" | "unsubscribed" | "bounced" | "complained" | "suppressed" | "erased"
          first_name?: string | null
          last_name?: string | null
          phone?: string | null
          /** ISO 3166-1 code or a name of the country. */
          country?: string | null
          region?: string | null
          city?: string | null
          timezone?: string | null
          language?: string | null
          /** Merged by name; null takes one away. */
          attributes?: {
            [key: string]: unknown
          }
        }
      }
    }
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["Contact"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Lists by name */
  listLists: {
    parameters: {
      query?: {
        /** Rows a page. */
        limit?: number
        /** next_cursor of the previous page. */
        cursor?: string
        /** Also archived ones. */
        archived?: string
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            items: components["schemas"]["List"][]
            next_cursor: string | null
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Create a list */
  createList: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          name: string
          description?: string
          public?: boolean
          double_opt_in?: boolean
        }
      }
    }
    responses: {
      201: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["List"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** One list */
  getList: {
    parameters: {
      query?: never
      header?: never
      path: {
        list_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["List"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Remove a list and its memberships, never its people */
  deleteList: {
    parameters: {
      query?: never
      header?: never
      path: {
        list_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      204: {
        headers: { [name: string]: unknown }
        content?: never
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Change, archive or bring back a list */
  updateList: {
    parameters: {
      query?: never
      header?: never
      path: {
        list_id: string
      }
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          name?: string
          description?: string
          public?: boolean
          double_opt_in?: boolean
          archived?: boolean
        }
      }
    }
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["List"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Put contacts on a list; twice changes nothing */
  addListMembers: {
    parameters: {
      query?: never
      header?: never
      path: {
        list_id: string
      }
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          contact_ids: string[]
        }
      }
    }
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            added: number
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Take contacts off a list */
  removeListMembers: {
    parameters: {
      query?: never
      header?: never
      path: {
        list_id: string
      }
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          contact_ids: string[]
        }
      }
    }
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            removed: number
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Sources, the most trusted first */
  listSources: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            items: components["schemas"]["Source"][]
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Create a source */
  createSource: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          name: string
          kind: "crm" | "marketing" | "sales" | "web_form" | "file" | "api" | "manual"
          rank?: number
        }
      }
    }
    responses: {
      201: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            id: string
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Rename a source or change its rank */
  updateSource: {
    parameters: {
      query?: never
      header?: never
      path: {
        source_id: string
      }
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          name?: string
          rank?: number
        }
      }
    }
    responses: {
      204: {
        headers: { [name: string]: unknown }
        content?: never
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** What contacts may have beside the built-in fields */
  listAttributes: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            items: components["schemas"]["Attribute"][]
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Define an attribute */
  createAttribute: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          name: string
          label?: string
          type: "text" | "number" | "boolean" | "date" | "datetime" | "enum" | "set" | "geo" | "json"
          sensitive?: boolean
          check?: {
            values?: string[]
            min?: number
            max?: number
            pattern?: string
          }
        }
      }
    }
    responses: {
      204: {
        headers: { [name: string]: unknown }
        content?: never
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Change label or rule, retire or bring back */
  updateAttribute: {
    parameters: {
      query?: never
      header?: never
      path: {
        name: string
      }
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          label?: string
          check?: {
            values?: string[]
            min?: number
            max?: number
            pattern?: string
          }
          retired?: boolean
        }
      }
    }
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["Attribute"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Imports, newest first */
  listImports: {
    parameters: {
      query?: {
        /** Rows a page. */
        limit?: number
        /** next_cursor of the previous page. */
        cursor?: string
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            items: components["schemas"]["Import"][]
            next_cursor: string | null
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Send a file; the body is the file itself, up to 2 GB */
  uploadImport: {
    parameters: {
      query: {
        source_id: string
        file_name: string
        /** Default: found out. */
        encoding?: "utf-8" | "windows-1252" | "utf-16le" | "utf-16be"
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      201: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["Import"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** One import with its progress; also as /live?import= */
  getImport: {
    parameters: {
      query?: never
      header?: never
      path: {
        import_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["Import"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** What would happen to the first 100 rows under this plan; changes nothing */
  previewImport: {
    parameters: {
      query?: never
      header?: never
      path: {
        import_id: string
      }
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          /** Column to field, `attribute:<name>` or `ignore`; default: the guess. */
          mapping?: {
            [key: string]: string
          }
          format?: {
            encoding?: "utf-8" | "windows-1252"
            delimiter?: "," | ";" | "\t" | "|"
            /** cr: rows end with a lone CR. */
            newline?: "lf" | "cr"
            /** Does the first row name the columns? */
            header?: boolean
          }
          options?: {
            /** Check every row and change nothing. */
            dry_run?: boolean
            /** List that everybody of the file is put on. */
            list_id?: string
            on_existing?: "update" | "skip"
            default_country?: string
            date_order?: "dmy" | "mdy"
            new_status?: "active" | "unconfirmed"
            /** What the people of the file agreed to. */
            consent?: {
              purpose: string
              wording_version?: number
              given_at?: string
              evidence?: string
            }
          }
        }
      }
    }
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["ImportPreview"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Start it, or its dry run, with this plan */
  runImport: {
    parameters: {
      query?: never
      header?: never
      path: {
        import_id: string
      }
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          /** Column to field, `attribute:<name>` or `ignore`; default: the guess. */
          mapping?: {
            [key: string]: string
          }
          format?: {
            encoding?: "utf-8" | "windows-1252"
            delimiter?: "," | ";" | "\t" | "|"
            /** cr: rows end with a lone CR. */
            newline?: "lf" | "cr"
            /** Does the first row name the columns? */
            header?: boolean
          }
          options?: {
            /** Check every row and change nothing. */
            dry_run?: boolean
            /** List that everybody of the file is put on. */
            list_id?: string
            on_existing?: "update" | "skip"
            default_country?: string
            date_order?: "dmy" | "mdy"
            new_status?: "active" | "unconfirmed"
            /** What the people of the file agreed to. */
            consent?: {
              purpose: string
              wording_version?: number
              given_at?: string
              evidence?: string
            }
          }
        }
      }
    }
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["Import"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Stop after the batch in hand */
  pauseImport: {
    parameters: {
      query?: never
      header?: never
      path: {
        import_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["Import"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Go on at the same row, also after a failure */
  resumeImport: {
    parameters: {
      query?: never
      header?: never
      path: {
        import_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["Import"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** End it for good; people who came with it stay */
  cancelImport: {
    parameters: {
      query?: never
      header?: never
      path: {
        import_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["Import"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Refused rows with the rule they broke, in file order */
  listRejects: {
    parameters: {
      query?: {
        /** Rows a page. */
        limit?: number
        /** next_cursor of the previous page. */
        cursor?: string
      }
      header?: never
      path: {
        import_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            items: components["schemas"]["RejectedRow"][]
            next_cursor: string | null
            /** How many rows each rule refused, most first. */
            rules: {
              field: string
              rule: string
              count: number
            }[]
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Refused rows as CSV, to be mended and sent again */
  exportRejects: {
    parameters: {
      query?: {
        workspace?: string
      }
      header?: never
      path: {
        import_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content?: never
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Segments by name */
  listSegments: {
    parameters: {
      query?: {
        /** Rows a page. */
        limit?: number
        /** next_cursor of the previous page. */
        cursor?: string
        search?: string
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            items: components["schemas"]["Segment"][]
            next_cursor: string | null
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Save a segment */
  createSegment: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          name: string
          /** A definition in the segment language; see docs/reference/segment-language.md. */
          definition: {
            [key: string]: unknown
          }
        }
      }
    }
    responses: {
      201: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["Segment"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** One segment */
  getSegment: {
    parameters: {
      query?: never
      header?: never
      path: {
        segment_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["Segment"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Archive a segment that nothing uses */
  archiveSegment: {
    parameters: {
      query: {
        version: number
      }
      header?: never
      path: {
        segment_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      204: {
        headers: { [name: string]: unknown }
        content?: never
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Change a segment; only the version named */
  updateSegment: {
    parameters: {
      query?: never
      header?: never
      path: {
        segment_id: string
      }
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          version: number
          name?: string
          /** A definition in the segment language; see docs/reference/segment-language.md. */
          definition?: {
            [key: string]: unknown
          }
        }
      }
    }
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["Segment"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Earlier definitions, newest first */
  getSegmentHistory: {
    parameters: {
      query?: never
      header?: never
      path: {
        segment_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            items: {
              version: number
              /** A definition in the segment language; see docs/reference/segment-language.md. */
              definition: {
                [key: string]: unknown
              }
              created_at: string
              created_by: string
            }[]
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Check a definition against this workspace; 422 lists every issue */
  validateSegment: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          /** A definition in the segment language; see docs/reference/segment-language.md. */
          definition: {
            [key: string]: unknown
          }
        }
      }
    }
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            valid: true
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** About how many, at once; the exact count follows */
  estimateSegment: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          /** A definition in the segment language; see docs/reference/segment-language.md. */
          definition: {
            [key: string]: unknown
          }
          /** Only people we may write to now. */
          mailable?: boolean
        }
      }
    }
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            about: number
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Exactly how many now */
  countSegment: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          /** A definition in the segment language; see docs/reference/segment-language.md. */
          definition: {
            [key: string]: unknown
          }
          /** Only people we may write to now. */
          mailable?: boolean
        }
      }
    }
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            count: number
            /** Time in the database, in milliseconds. */
            ms: number
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** People of a definition, newest first */
  pageSegment: {
    parameters: {
      query?: {
        /** Rows a page. */
        limit?: number
        /** next_cursor of the previous page. */
        cursor?: string
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          /** A definition in the segment language; see docs/reference/segment-language.md. */
          definition: {
            [key: string]: unknown
          }
          /** Only people we may write to now. */
          mailable?: boolean
        }
      }
    }
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            items: components["schemas"]["SegmentPerson"][]
            next_cursor: string | null
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Bring the kept membership up to date */
  materialiseSegment: {
    parameters: {
      query?: never
      header?: never
      path: {
        segment_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            members: number
            entered: number
            left: number
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Why is this person (not) in it */
  whySegment: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          /** A definition in the segment language; see docs/reference/segment-language.md. */
          definition: {
            [key: string]: unknown
          }
          contact_id: string
        }
      }
    }
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            member: boolean
            live: boolean
            mailable: boolean
            limited: boolean
            conditions: {
              path: string
              holds: boolean
              text: string
            }[]
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** The SQL of a definition, the indexes it needs, warnings */
  explainSegment: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          /** A definition in the segment language; see docs/reference/segment-language.md. */
          definition: {
            [key: string]: unknown
          }
        }
      }
    }
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            sql: string
            value_types: string[]
            indexes: unknown[]
            warnings: string[]
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Templates by name */
  listTemplates: {
    parameters: {
      query?: {
        /** Rows a page. */
        limit?: number
        /** next_cursor of the previous page. */
        cursor?: string
        search?: string
        /** Also archived ones. */
        archived?: string
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            items: components["schemas"]["TemplateSummary"][]
            next_cursor: string | null
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Save a template; content that does not compile is refused with the line */
  createTemplate: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          name: string
          /** Of the body; Liquid in both. */
          language?: "mjml" | "html"
          subject?: string
          /** Shown after the subject in the list of mails. */
          preheader?: string
          body: string
          /** Plain text; null: made from the body. */
          text_body?: string | null
        }
      }
    }
    responses: {
      201: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["Template"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** One template */
  getTemplate: {
    parameters: {
      query?: never
      header?: never
      path: {
        template_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["Template"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Archive a template that no campaign waits for */
  archiveTemplate: {
    parameters: {
      query: {
        version: number
      }
      header?: never
      path: {
        template_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      204: {
        headers: { [name: string]: unknown }
        content?: never
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Change a template; only the version named */
  updateTemplate: {
    parameters: {
      query?: never
      header?: never
      path: {
        template_id: string
      }
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          version: number
          name?: string
          language?: "mjml" | "html"
          subject?: string
          preheader?: string
          body?: string
          /** Plain text; null: made from the body. */
          text_body?: string | null
        }
      }
    }
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["Template"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** What this content looks like, for a contact or a sample person; nothing is stored */
  previewTemplate: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          /** Of the body; Liquid in both. */
          language?: "mjml" | "html"
          subject?: string
          /** Shown after the subject in the list of mails. */
          preheader?: string
          body: string
          /** Plain text; null: made from the body. */
          text_body?: string | null
          contact_id?: string | null
        }
      }
    }
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["Preview"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Send this content to addresses of your own, now; never counted */
  testTemplate: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          /** Of the body; Liquid in both. */
          language?: "mjml" | "html"
          subject?: string
          /** Shown after the subject in the list of mails. */
          preheader?: string
          body?: string
          /** Plain text; null: made from the body. */
          text_body?: string | null
          /** A saved template instead of content. */
          template_id?: string | null
          to: string[]
          /** Whose fields to show; default: a sample person. */
          contact_id?: string | null
          /** Default: by route. */
          provider_id?: string | null
        }
      }
    }
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["TestSend"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Campaigns, newest first */
  listCampaigns: {
    parameters: {
      query?: {
        /** Rows a page. */
        limit?: number
        /** next_cursor of the previous page. */
        cursor?: string
        state?: "draft" | "scheduled" | "launching" | "sending" | "paused" | "sent" | "cancelled" | "failed"
        search?: string
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            items: components["schemas"]["CampaignSummary"][]
            next_cursor: string | null
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** A new draft; sender and tracking come from the settings when not given */
  createCampaign: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          name: string
          template_id?: string | null
          /** Overrides the template's. */
          subject?: string | null
          from_name?: string
          from_email?: string
          reply_to?: string | null
          stream?: "marketing" | "transactional"
          /** What happens to a mail whose fate is unknown: sent again, or held for a person. */
          delivery_class?: "at_least_once" | "at_most_once"
          /** Consent purpose it is sent under. */
          purpose?: string
          /** Null: by route. */
          provider_id?: string | null
          track_opens?: boolean
          track_clicks?: boolean
          /** Lists and segments; anybody in one that is not excluded gets it, once. */
          audience?: {
            list_id?: string | null
            segment_id?: string | null
            /** True: these are left out. */
            exclude?: boolean
          }[]
        }
      }
    }
    responses: {
      201: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["Campaign"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** One campaign with its audience */
  getCampaign: {
    parameters: {
      query?: never
      header?: never
      path: {
        campaign_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["Campaign"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Delete a draft */
  deleteCampaign: {
    parameters: {
      query?: {
        /** Only this version. */
        version?: number
      }
      header?: never
      path: {
        campaign_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      204: {
        headers: { [name: string]: unknown }
        content?: never
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Change a draft or scheduled campaign; only the version named */
  updateCampaign: {
    parameters: {
      query?: never
      header?: never
      path: {
        campaign_id: string
      }
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          name?: string
          template_id?: string | null
          /** Overrides the template's. */
          subject?: string | null
          from_name?: string
          from_email?: string
          reply_to?: string | null
          stream?: "marketing" | "transactional"
          /** What happens to a mail whose fate is unknown: sent again, or held for a person. */
          delivery_class?: "at_least_once" | "at_most_once"
          /** Consent purpose it is sent under. */
          purpose?: string
          /** Null: by route. */
          provider_id?: string | null
          track_opens?: boolean
          track_clicks?: boolean
          /** Lists and segments; anybody in one that is not excluded gets it, once. */
          audience?: {
            list_id?: string | null
            segment_id?: string | null
            /** True: these are left out. */
            exclude?: boolean
          }[]
          version: number
        }
      }
    }
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["Campaign"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** A draft with the same content, sender and audience */
  copyCampaign: {
    parameters: {
      query?: never
      header?: never
      path: {
        campaign_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      201: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["Campaign"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** What stands between this campaign and its launch, errors first */
  checkCampaign: {
    parameters: {
      query?: never
      header?: never
      path: {
        campaign_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            items: components["schemas"]["Finding"][]
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** How many people it means now: part by part, together, and who may be written to */
  countAudience: {
    parameters: {
      query?: never
      header?: never
      path: {
        campaign_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["AudienceCount"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** What the campaign looks like, for a contact or a sample person */
  previewCampaign: {
    parameters: {
      query?: never
      header?: never
      path: {
        campaign_id: string
      }
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          contact_id?: string | null
        } | null
      }
    }
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["Preview"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Send it to addresses of your own, now; never counted */
  testCampaign: {
    parameters: {
      query?: never
      header?: never
      path: {
        campaign_id: string
      }
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          to: string[]
          contact_id?: string | null
        }
      }
    }
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["TestSend"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Everybody it was for, and what became of each */
  listRecipients: {
    parameters: {
      query?: {
        /** Rows a page. */
        limit?: number
        /** next_cursor of the previous page. */
        cursor?: string
        state?: "accepted" | "ready" | "leased" | "attempting" | "sent" | "delivered" | "deferred" | "bounced" | "failed" | "skipped" | "in_doubt" | "held" | "cancelled"
      }
      header?: never
      path: {
        campaign_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            items: components["schemas"]["Recipient"][]
            next_cursor: string | null
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** The same as CSV (RFC 4180, UTF-8), as a stream */
  exportRecipients: {
    parameters: {
      query?: {
        state?: "accepted" | "ready" | "leased" | "attempting" | "sent" | "delivered" | "deferred" | "bounced" | "failed" | "skipped" | "in_doubt" | "held" | "cancelled"
        workspace?: string
      }
      header?: never
      path: {
        campaign_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content?: never
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Launch now; launched twice it is one launch */
  launchCampaign: {
    parameters: {
      query?: never
      header?: never
      path: {
        campaign_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["Campaign"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Launch at a moment; scheduled again it moves */
  scheduleCampaign: {
    parameters: {
      query?: never
      header?: never
      path: {
        campaign_id: string
      }
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          at: string
        }
      }
    }
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["Campaign"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Back to draft */
  unscheduleCampaign: {
    parameters: {
      query?: never
      header?: never
      path: {
        campaign_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["Campaign"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Stop sending; what is being handed over ends first */
  pauseCampaign: {
    parameters: {
      query?: never
      header?: never
      path: {
        campaign_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["Campaign"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Go on sending */
  resumeCampaign: {
    parameters: {
      query?: never
      header?: never
      path: {
        campaign_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["Campaign"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Stop for good; what has left stays sent */
  cancelCampaign: {
    parameters: {
      query?: never
      header?: never
      path: {
        campaign_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["Campaign"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** How far it is; also as /live?campaign= */
  getCampaignProgress: {
    parameters: {
      query?: never
      header?: never
      path: {
        campaign_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["CampaignProgress"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Addresses nobody may write to, the newest first */
  listSuppressions: {
    parameters: {
      query?: {
        /** Rows a page. */
        limit?: number
        /** next_cursor of the previous page. */
        cursor?: string
        reason?: "unsubscribe" | "hard_bounce" | "complaint" | "manual" | "erased"
        with_lifted?: string
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            items: components["schemas"]["Suppression"][]
            next_cursor: string | null
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Suppress an address; from the answer on no attempt to it starts */
  suppressAddress: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          email: string
          reason?: "manual" | "unsubscribe" | "hard_bounce" | "complaint"
        }
      }
    }
    responses: {
      201: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["AddressState"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** How many addresses are suppressed, by reason */
  countSuppressions: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            items: {
              reason: "unsubscribe" | "hard_bounce" | "complaint" | "manual" | "erased"
              count: number
            }[]
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Is this address suppressed, and why? */
  findSuppression: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          email: string
        }
      }
    }
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["AddressState"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Lift one reason from an address; complaints and erasures hold for good */
  liftSuppression: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          email?: string
          /** Names the address without showing it. */
          address_key?: string
          reason: "manual" | "unsubscribe" | "hard_bounce" | "complaint"
        }
      }
    }
    responses: {
      204: {
        headers: { [name: string]: unknown }
        content?: never
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** What a contact agreed to, and how that came about */
  getConsents: {
    parameters: {
      query?: never
      header?: never
      path: {
        contact_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["Consents"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Record that a contact agreed or withdrew */
  recordConsent: {
    parameters: {
      query?: never
      header?: never
      path: {
        contact_id: string
      }
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          action: "given" | "withdrawn"
          purpose: string
          channel?: "email" | "sms" | "phone" | "post"
          source?: "form" | "import" | "api" | "preference_centre" | "one_click" | "person" | "complaint"
          wording_version?: number
          happened_at?: string
          evidence?: {
            ip?: string
            userAgent?: string
            form?: string
            token?: string
            text?: string
          }
        }
      }
    }
    responses: {
      201: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            states: {
              purpose: string
              channel: string
              state: "given" | "withdrawn"
              since: string
            }[]
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** The words people agreed to, every version */
  listConsentWordings: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            items: components["schemas"]["ConsentWording"][]
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Publish words for a purpose; the same words keep their version */
  publishConsentWording: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          purpose: string
          wording: string
        }
      }
    }
    responses: {
      201: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            version: number
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** All mail of the workspace by day, and its last campaigns */
  getOverview: {
    parameters: {
      query?: {
        /** Days back from now. */
        days?: number
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["Overview"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** How providers do, by mailbox provider */
  getProviderReport: {
    parameters: {
      query?: {
        /** Days back from now. */
        days?: number
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            items: components["schemas"]["ProviderReport"][]
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** The report of a campaign */
  getCampaignReport: {
    parameters: {
      query?: never
      header?: never
      path: {
        campaign_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["CampaignReport"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** What happened to a contact, the newest first */
  getContactTimeline: {
    parameters: {
      query?: {
        /** Rows a page. */
        limit?: number
        /** next_cursor of the previous page. */
        cursor?: string
      }
      header?: never
      path: {
        contact_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            items: components["schemas"]["ContactEvent"][]
            next_cursor: string | null
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** What a contact did last and how often */
  getContactEngagement: {
    parameters: {
      query?: never
      header?: never
      path: {
        contact_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["Engagement"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Where the provider must send its webhooks */
  getWebhookAddress: {
    parameters: {
      query?: {
        format?: "ses" | "sendgrid" | "mailgun" | "postmark" | "sparkpost" | "brevo" | "mailjet" | "resend" | "generic"
      }
      header?: never
      path: {
        provider_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            url: string
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Services that take mail */
  listProviders: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            items: components["schemas"]["Provider"][]
            next_cursor: string | null
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Add a provider; credentials are stored encrypted and never returned */
  createProvider: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          name: string
          kind?: "smtp" | "inbox" | "ses" | "sendgrid" | "mailgun" | "postmark" | "sparkpost" | "brevo" | "mailjet" | "resend"
          state?: "active" | "paused" | "retired"
          host?: string
          port?: number
          security?: "none" | "opportunistic" | "required" | "verified" | "implicit"
          username?: string | null
          secret?: string | null
          webhook_secret?: string | null
          max_connections?: number
          messages_per_connection?: number
          rate_per_second?: number | null
          rate_per_hour?: number | null
          rate_per_day?: number | null
          cost_micros?: number
        }
      }
    }
    responses: {
      201: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["Provider"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** One provider */
  getProvider: {
    parameters: {
      query?: never
      header?: never
      path: {
        provider_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["Provider"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Remove a provider that carried nothing; others are retired by their state */
  deleteProvider: {
    parameters: {
      query?: never
      header?: never
      path: {
        provider_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      204: {
        headers: { [name: string]: unknown }
        content?: never
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Change a provider; workers take it up within seconds. With If-Match only on that version */
  updateProvider: {
    parameters: {
      query?: never
      header?: never
      path: {
        provider_id: string
      }
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          name?: string
          state?: "active" | "paused" | "retired"
          host?: string
          port?: number
          security?: "none" | "opportunistic" | "required" | "verified" | "implicit"
          username?: string | null
          secret?: string | null
          webhook_secret?: string | null
          max_connections?: number
          messages_per_connection?: number
          rate_per_second?: number | null
          rate_per_hour?: number | null
          rate_per_day?: number | null
          cost_micros?: number
        }
      }
    }
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["Provider"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Rules that choose a provider, in the order they are asked */
  listRoutes: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            items: components["schemas"]["Route"][]
            next_cursor: string | null
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Add a rule */
  createRoute: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          priority: number
          match: {
            /** marketing or transactional. */
            stream?: string | string[]
            /** Domain of the From address. */
            sender_domain?: string | string[]
            /** Domain of the recipient. */
            destination?: string | string[]
            /** Id of the campaign. */
            campaign?: string | string[]
          }
          provider_id: string
        }
      }
    }
    responses: {
      201: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            id: string
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Remove a rule */
  deleteRoute: {
    parameters: {
      query?: never
      header?: never
      path: {
        route_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      204: {
        headers: { [name: string]: unknown }
        content?: never
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** What waits, since when, and who works on it */
  getQueue: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["Queue"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Messages of a launch, of a contact, or (without either) those in doubt and held */
  listMessages: {
    parameters: {
      query?: {
        /** Rows a page. */
        limit?: number
        /** next_cursor of the previous page. */
        cursor?: string
        launch_id?: string
        contact_id?: string
        /** Only with launch_id. */
        state?: "accepted" | "ready" | "leased" | "attempting" | "sent" | "delivered" | "deferred" | "bounced" | "failed" | "skipped" | "in_doubt" | "held" | "cancelled"
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            items: components["schemas"]["Message"][]
            next_cursor: string | null
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** One message with its attempts */
  getMessage: {
    parameters: {
      query?: never
      header?: never
      path: {
        message_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["MessageWithAttempts"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Decide about messages in doubt, held or waiting; each answers for itself */
  settleMessages: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          message_ids: string[]
          /** sent: it did arrive. ready: send it (again). cancelled or failed: give it up. held: keep it for later. */
          decision: "sent" | "ready" | "cancelled" | "failed" | "held"
        }
      }
    }
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            settled: number
            refused: {
              id: string
              code: string
            }[]
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Decide about a message that is in doubt, held or waiting */
  settleMessage: {
    parameters: {
      query?: never
      header?: never
      path: {
        message_id: string
      }
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          /** sent: it did arrive. ready: send it (again). cancelled or failed: give it up. held: keep it for later. */
          decision: "sent" | "ready" | "cancelled" | "failed" | "held"
        }
      }
    }
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["Message"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Mails in the test inbox, newest first */
  listInboxMails: {
    parameters: {
      query?: {
        limit?: number
        cursor?: string
        /** Part of a recipient or of the subject. */
        q?: string
      }
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": {
            items: components["schemas"]["InboxMail"][]
            next_cursor: string | null
          }
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Remove all mails of the test inbox */
  clearInbox: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      204: {
        headers: { [name: string]: unknown }
        content?: never
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** One mail as a person sees it */
  getInboxMail: {
    parameters: {
      query?: never
      header?: never
      path: {
        mail_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["InboxMailView"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** The message as it was received (message/rfc822) */
  getInboxMailRaw: {
    parameters: {
      query?: never
      header?: never
      path: {
        mail_id: string
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content?: never
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** An attachment */
  getInboxAttachment: {
    parameters: {
      query?: never
      header?: never
      path: {
        mail_id: string
        no: number
      }
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content?: never
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** This installation and whether sending is held */
  getInstallation: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["Installation"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Hold all sending until somebody releases it */
  holdSending: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody: {
      content: {
        "application/json": {
          reason: string
        }
      }
    }
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["Installation"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
  /** Let sending go on */
  releaseSending: {
    parameters: {
      query?: never
      header?: never
      path?: never
      cookie?: never
    }
    requestBody?: never
    responses: {
      200: {
        headers: { [name: string]: unknown }
        content: {
          "application/json": components["schemas"]["Installation"]
        }
      }
      default: {
        headers: { [name: string]: unknown }
        content: {
          "application/problem+json": components["schemas"]["Problem"]
        }
      }
    }
  }
}
