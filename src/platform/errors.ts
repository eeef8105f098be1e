// Errors of the room platform.
import { defineErrors } from '../kernel/index.ts'

export const platformErrors = defineErrors({
  AUTH_REQUIRED: { status: 401, message: 'Nobody is signed in.', hint: 'Sign in, or send an API key: Authorization: Bearer il_….' },
  AUTH_KEY_INVALID: { status: 401, message: 'This API key is not valid.', hint: 'It may be mistyped, expired or revoked; make a new one with `inboxlift key create`.' },
  AUTH_FAILED: { status: 401, message: 'Login or password is wrong.', hint: 'Try again; `inboxlift user reset` gives access back without mail.' },
  AUTH_LOCKED: { status: 429, message: 'Too many failed sign-ins.', hint: 'Wait the time named in Retry-After; `inboxlift user reset` unlocks at once.' },
  AUTH_SCOPE_MISSING: { status: 403, message: 'This is not allowed with your role or key.', hint: 'Ask an administrator of the workspace for a role or key with the named scope.' },
  AUTH_ORIGIN_REFUSED: { status: 403, message: 'This request did not come from our own pages.', hint: 'Send the header X-InboxLift: 1 from the same origin, or use an API key.' },
  AUTH_PASSWORD_CHANGE_REQUIRED: { status: 403, message: 'The password has to be changed first.', hint: 'POST /api/v1/session/password with the current and the new password.' },
  WORKSPACE_NOT_FOUND: { status: 404, message: 'There is no such workspace, or you are no member of it.', hint: 'See GET /api/v1/session for the workspaces you may use.' },
  WORKSPACE_SLUG_TAKEN: { status: 409, message: 'A workspace with this short name exists.', hint: 'Choose another one.' },
  USER_NOT_FOUND: { status: 404, message: 'There is no such user.', hint: '`inboxlift user list` shows all.' },
  USER_LOGIN_TAKEN: { status: 409, message: 'A user with this login exists.', hint: 'Choose another login, or `inboxlift user reset` the existing one.' },
  USER_LAST_OWNER: { status: 409, message: 'The workspace would have no owner left.', hint: 'Make somebody else owner first.' },
  PASSWORD_TOO_WEAK: { status: 422, message: 'The password is too easy to guess.', hint: 'Use at least 12 characters, not the login, and not one of the commonly used passwords.' },
  KEY_NOT_FOUND: { status: 404, message: 'There is no such API key.', hint: '`inboxlift key list` shows all of the workspace.' },
  SETTING_UNKNOWN: { status: 404, message: 'There is no setting of this name.', hint: 'GET /api/v1/settings lists all with their bounds.' },
  SETTING_INVALID: { status: 422, message: 'The setting does not take this value.', hint: 'GET /api/v1/settings lists type and bounds.' },
  ASSET_TOO_LARGE: { status: 413, message: 'The file is too large.', hint: 'Files may have up to 20 MB.' },
  NODE_NUMBERS_EXHAUSTED: { status: 503, message: 'All 256 node numbers of this region are leased.', hint: 'Stop processes that are not needed, or give some machines another INBOXLIFT_REGION.' },
})
