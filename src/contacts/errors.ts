// Errors of the room contacts.
import { defineErrors } from '../kernel/index.ts'

export const contactErrors = defineErrors({
  CONTACT_NOT_FOUND: { status: 404, message: 'There is no such contact.', hint: 'Check the id; the contact may have been deleted.' },
  CONTACT_EXISTS: { status: 409, message: 'A contact with this address exists.', hint: 'Change the existing contact, or send an upsert.' },
  CONTACT_IDENTITY_TAKEN: { status: 409, message: 'This external id belongs to another contact.', hint: 'Look at both records; they may be the same person.' },
  CONTACT_VERSION_CONFLICT: { status: 412, message: 'The contact was changed by somebody else meanwhile.', hint: 'Read it again and repeat the change.' },
  CONTACT_ERASED: { status: 409, message: 'This person was erased and cannot be changed.', hint: 'An erasure is final.' },
  CONTACT_SUPPRESSED: { status: 409, message: 'The address is suppressed and cannot be made active.', hint: 'Lift the suppression first, if you may.' },
  CONTACT_HAS_HISTORY: { status: 409, message: 'The contact has messages, consents or events and cannot be deleted.', hint: 'Unsubscribe the person, or erase the person if the law asks for it.' },
  CONTACT_ADDRESS_INVALID: { status: 422, message: 'This is not a usable e-mail address.', hint: 'See the named rule; `inboxlift explain address` says more.' },
  CONTACT_FIELD_INVALID: { status: 422, message: 'A field is not valid.', hint: 'See the named field and rule.' },
  LIST_NOT_FOUND: { status: 404, message: 'There is no such list.', hint: 'Check the id or the name.' },
  LIST_EXISTS: { status: 409, message: 'A list with this name exists.', hint: 'Choose another name.' },
  LIST_IN_USE: { status: 409, message: 'A campaign refers to this list.', hint: 'Archive the list instead.' },
  SOURCE_NOT_FOUND: { status: 404, message: 'There is no such source.', hint: 'Check the id or the name.' },
  SOURCE_EXISTS: { status: 409, message: 'A source with this name exists.', hint: 'Choose another name.' },
  ATTRIBUTE_NOT_FOUND: { status: 404, message: 'There is no such attribute.', hint: 'Define it first.' },
  ATTRIBUTE_EXISTS: { status: 409, message: 'An attribute with this name exists.', hint: 'Use it, or choose another name.' },
  ATTRIBUTE_INVALID: { status: 422, message: 'The definition of the attribute is not valid.', hint: 'See the named part.' },
  IMPORT_NOT_FOUND: { status: 404, message: 'There is no such import.', hint: 'Check the id.' },
  IMPORT_STATE: { status: 409, message: 'The import is in a state that does not allow this.', hint: 'Look at its state first.' },
  IMPORT_EMPTY: { status: 422, message: 'The file has no rows.', hint: 'Export it again; the first row may be the only one.' },
  IMPORT_ENCODING: { status: 422, message: 'The file is not the text it should be.', hint: 'Save it as UTF-8, or name its encoding: utf-8, windows-1252, utf-16le or utf-16be.' },
  IMPORT_MAPPING: { status: 422, message: 'The columns cannot be mapped like this.', hint: 'One column must be the e-mail address or the external id, and each field takes one column.' },
  IMPORT_LEASE_LOST: { status: 409, message: 'Another worker took over this import.', hint: 'Nothing to do; it goes on there.' },
  IMPORT_FAILED: { status: 500, message: 'The import stopped because of an error.', hint: 'Resume it; if it stops again at the same row, see the log of the import worker.' },
})
