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
