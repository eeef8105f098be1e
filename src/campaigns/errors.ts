// What can go wrong with templates, campaigns and launches, for people and for programs. Content errors: render/errors.ts.
import { defineErrors } from '../kernel/index.ts'

export const campaignErrors = defineErrors({
  TEMPLATE_NOT_FOUND: { status: 404, message: 'There is no such template.', hint: 'Check the id; the template may belong to another workspace or be archived.' },
  TEMPLATE_NAME_TAKEN: { status: 409, message: 'A template of this name exists.', hint: 'Choose another name; archived templates keep theirs.' },
  TEMPLATE_CHANGED: { status: 412, message: 'Somebody changed this template meanwhile.', hint: 'Read it again and repeat your change on the new version.' },
  TEMPLATE_IN_USE: { status: 409, message: 'The template is used by a campaign that has not been sent.', hint: 'Give the campaigns that are listed another template first.' },
  CAMPAIGN_NOT_FOUND: { status: 404, message: 'There is no such campaign.', hint: 'Check the id; the campaign may belong to another workspace.' },
  CAMPAIGN_CHANGED: { status: 412, message: 'Somebody changed this campaign meanwhile.', hint: 'Read it again and repeat your change on the new version.' },
  CAMPAIGN_NOT_EDITABLE: { status: 409, message: 'A campaign can be changed only before it is launched.', hint: 'Copy it and change the copy; what was launched stays as it was sent.' },
  CAMPAIGN_NOT_DELETABLE: { status: 409, message: 'Only a draft can be deleted.', hint: 'Take a scheduled campaign back to draft first; a launched one stays for its report.' },
  CAMPAIGN_SENDER_INVALID: { status: 422, message: 'The sender or reply address is not a valid address.', hint: 'Write one address such as news@example.com, without a name around it.' },
  CAMPAIGN_AUDIENCE_UNKNOWN: { status: 422, message: 'The audience names a list or segment that does not exist or is archived.', hint: 'Choose lists and segments of this workspace that are in use.' },
  CAMPAIGN_PROVIDER_UNKNOWN: { status: 422, message: 'There is no such provider.', hint: 'Choose a provider of this workspace that is not retired, or none to let the routes decide.' },
  CAMPAIGN_CONTENT_MISSING: { status: 422, message: 'The campaign has no template.', hint: 'Choose a template first.' },
  CAMPAIGN_TEST_RECIPIENT_INVALID: { status: 422, message: 'A test recipient is not a valid address.', hint: 'Write up to ten addresses such as ann@example.com.' },
  CAMPAIGN_NO_PROVIDER: { status: 409, message: 'No provider can take the mail.', hint: 'Activate a provider, or choose an active one for this campaign.' },
})
