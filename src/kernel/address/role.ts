/** Names of functions rather than people (RFC 2142 and common use), so that callers can flag them. */
const ROLES = new Set(
  `abuse accounting accounts admin administrator all billing bookings bounce bounces career careers compliance
contact contactus customerservice dns editor enquiries enquiry everyone feedback finance ftp hello help helpdesk
hostmaster hr info information inquiries investor it jobs legal list mail mailer-daemon marketing media no-reply
noc noreply office operations orders personnel postmaster press privacy purchasing recruiting registrar remove
reservations root sales security service spam staff subscribe support sysadmin team tech unsubscribe usenet uucp
webmaster welcome www`.split(/\s+/),
)

/** Does this local part name a function? A "+tag" is left out of the comparison. */
export function isRole(localPart: string): boolean {
  return ROLES.has((localPart.toLowerCase().split('+')[0] ?? '').trim())
}
