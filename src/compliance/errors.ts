// What can go wrong in the room compliance.
import { defineErrors } from '../kernel/index.ts'

export const complianceErrors = defineErrors({
  COMPLIANCE_GATE_MISSING: { status: 500, message: 'Parts of the gate of this workspace are missing, so nobody can be suppressed safely.', hint: 'Run `inboxlift doctor`; it restores the 1024 rows.' },
  COMPLIANCE_CONTACT_NOT_FOUND: { status: 404, message: 'There is no such contact.', hint: 'Check the id; it may belong to another workspace.' },
  COMPLIANCE_SUPPRESSION_NOT_FOUND: { status: 404, message: 'This address is not suppressed for that reason.', hint: 'List the suppressions; it may have been lifted already.' },
  COMPLIANCE_NOT_LIFTABLE: { status: 409, message: 'This suppression cannot be lifted.', hint: 'A complaint and an erasure hold for good; the person must write to you first.' },
  COMPLIANCE_ADDRESS_INVALID: { status: 422, message: 'This is not a mail address.', hint: 'Run `inboxlift explain address ADDRESS` to see which rule it breaks.' },
  COMPLIANCE_WORDING_UNKNOWN: { status: 422, message: 'There is no such version of the consent wording.', hint: 'Publish the wording first, or leave the version out.' },
})
