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
  CAMPAIGN_NOT_READY: { status: 422, message: 'Something forbids the launch.', hint: 'Each listed finding says what to do; GET …/checks shows them with the warnings.' },
  CAMPAIGN_NOT_LAUNCHABLE: { status: 409, message: 'The campaign cannot be launched from the state it is in.', hint: 'Only a draft, a scheduled or a failed campaign can be launched; copy a cancelled one.' },
  CAMPAIGN_AUDIENCE_MISSING: { status: 422, message: 'The campaign goes to nobody.', hint: 'Choose at least one list or segment.' },
  CAMPAIGN_AUDIENCE_EMPTY: { status: 422, message: 'Nobody in the audience may be written to.', hint: 'Look at who is in the lists and segments, and whether they are active and not suppressed; then launch it again.' },
  CAMPAIGN_NOT_SCHEDULABLE: { status: 409, message: 'Only a draft or a scheduled campaign can be scheduled.', hint: 'A launched campaign can be paused or cancelled instead.' },
  CAMPAIGN_SCHEDULE_PAST: { status: 422, message: 'The moment lies in the past.', hint: 'Choose a moment at least a minute ahead, or launch it now.' },
  LAUNCH_NOT_FOUND: { status: 404, message: 'The campaign was not launched yet.', hint: 'Launch it first.' },
  LAUNCH_NOT_PAUSABLE: { status: 409, message: 'Only a campaign that is being sent can be paused.', hint: 'Look at its state; a finished one cannot be stopped any more.' },
  LAUNCH_NOT_RESUMABLE: { status: 409, message: 'Only a paused campaign can be resumed.', hint: 'Look at its state.' },
  LAUNCH_NOT_CANCELLABLE: { status: 409, message: 'The campaign has come to its end or was not launched.', hint: 'What was sent cannot be taken back.' },
})
