// The template a new workspace begins with; its MJML stands beside this file, with remarks for whoever changes it.
import { readFileSync } from 'node:fs'

export const starterTemplate = {
  name: 'Welcome',
  subject: 'Hello {{ contact.first_name | default: "there" }}, good to have you here',
  preheader: 'One clear sentence on why this mail is worth the next minute.',
  body: readFileSync(new URL('welcome.mjml', import.meta.url), 'utf8'),
}
