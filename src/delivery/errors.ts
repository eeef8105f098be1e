// What can go wrong in delivery and what to do about it.
import { defineErrors } from '../kernel/index.ts'

export const deliveryErrors = defineErrors({
  DELIVERY_PROVIDER_NOT_FOUND: { status: 404, message: 'There is no such provider.', hint: 'List the providers and take an id from there.' },
  DELIVERY_PROVIDER_NAME_TAKEN: { status: 409, message: 'A provider of that name exists.', hint: 'Choose another name.' },
  DELIVERY_PROVIDER_CHANGED: { status: 412, message: 'The provider was changed meanwhile.', hint: 'Read it again and repeat the change on the present version.' },
  DELIVERY_PROVIDER_IN_USE: { status: 409, message: 'The provider has carried mail and cannot be deleted.', hint: 'Retire it instead: set its state to retired.' },
  DELIVERY_PROVIDER_KIND_UNSUPPORTED: { status: 422, message: 'Mail cannot be sent through this kind of provider yet.', hint: 'Use its SMTP endpoint: kind smtp.' },
  DELIVERY_MESSAGE_NOT_FOUND: { status: 404, message: 'There is no such message.', hint: 'Check the id; it may belong to another workspace.' },
  DELIVERY_MESSAGE_NOT_WAITING: { status: 409, message: 'This message does not wait for a decision.', hint: 'Only messages in doubt or held can be settled by hand; read its present state.' },
  DELIVERY_TRANSITION_ILLEGAL: { status: 409, message: 'A message may not go from its state to that one.', hint: 'See docs/explain/message-lifecycle.md for the legal ways.' },
  DELIVERY_GATE_MISSING: { status: 500, message: 'Parts of the gate of this workspace are missing, so nothing may be sent.', hint: 'Run `inboxlift doctor`; it restores the 1024 rows.' },
  DELIVERY_NO_PROVIDER: { status: 409, message: 'No active provider may take this mail.', hint: 'Add a provider, or activate one, or name one in the campaign.' },
  DELIVERY_HELD: { status: 409, message: 'Sending is held for this installation.', hint: 'A restored installation sends nothing until a person releases it: `inboxlift hold release`.' },
  DELIVERY_CONTENT_MISSING: { status: 500, message: 'The frozen content of a launch is missing.', hint: 'Run `inboxlift doctor`; the launch cannot be sent without it.' },
})
