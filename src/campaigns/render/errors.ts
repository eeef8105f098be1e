// What can go wrong with a campaign's content, from writing it to rendering it for one person.
import { defineErrors } from '../../kernel/index.ts'

export const renderErrors = defineErrors({
  RENDER_TEMPLATE_INVALID: { status: 422, message: 'The template is not valid.', hint: 'Each problem names its part, line and remedy; correct them and save again.' },
  RENDER_CONTENT_DAMAGED: { status: 500, message: 'The frozen content of a launch does not match its hash.', hint: 'It was changed outside the program, or made by a newer release. Nothing is sent from it; launch the campaign anew.' },
  RENDER_FAILED: { status: 422, message: 'The content could not be rendered for a recipient.', hint: 'The detail names the part and the place; make the template safe for missing or odd values, for example with the default filter.' },
  RENDER_HEADER_INVALID: { status: 422, message: 'A header value is not allowed in a mail.', hint: 'Names and values may hold no line breaks, and addresses must be valid.' },
})
