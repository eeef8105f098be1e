// What the provider screen asks the server, and how it names things.
import { api, data } from '../../api/client.ts'

export const providersQuery = { queryKey: ['providers'], queryFn: () => data(api.GET('/api/v1/providers')) }
export type Provider = Awaited<ReturnType<typeof providersQuery.queryFn>>['items'][number]

export const KINDS: Record<Provider['kind'], string> = { smtp: 'SMTP server', inbox: 'Built-in test inbox', ses: 'Amazon SES', sendgrid: 'SendGrid', mailgun: 'Mailgun', postmark: 'Postmark', sparkpost: 'SparkPost', brevo: 'Brevo', mailjet: 'Mailjet', resend: 'Resend' }

export const SECURITY: Record<Provider['security'], { short: string; label: string }> = {
  none: { short: 'no TLS', label: 'None: everything is readable on the way' },
  opportunistic: { short: 'TLS when offered', label: 'STARTTLS when the server offers it' },
  required: { short: 'TLS', label: 'STARTTLS always, any certificate' },
  verified: { short: 'TLS, verified', label: 'STARTTLS always, certificate checked' },
  implicit: { short: 'TLS from the start', label: 'TLS from the first byte (port 465), certificate checked' },
}
