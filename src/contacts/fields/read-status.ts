// The status of a contact as files write it. Imports may only make people less reachable with it, never more.
import { bad, cached, fold, good } from './field-result.ts'

export const CONTACT_STATUSES = ['active', 'unconfirmed', 'unsubscribed', 'bounced', 'complained', 'suppressed', 'erased'] as const
export type ContactStatus = (typeof CONTACT_STATUSES)[number]

const WORDS: Record<Exclude<ContactStatus, 'erased'>, string> = {
  active: 'active,aktiv,actif,activo,subscribed,angemeldet,abonniert,abonne,suscrito,enabled,confirmed,bestatigt,opted in,opt in,optin,yes,y,true,t,1,ja,j,oui,o,si,s,x',
  unconfirmed: 'unconfirmed,unbestatigt,pending,ausstehend,waiting,double opt in pending,non confirme,no confirmado',
  unsubscribed: 'unsubscribed,abgemeldet,desabonne,desinscrit,cancelado,baja,opted out,opt out,optout,no,n,false,f,0,nein,non,inactive,disabled,blocklisted',
  bounced: 'bounced,bounce,hard bounce,hardbounce,cleaned,invalid,unzustellbar,rebote',
  complained: 'complained,complaint,spam,spam complaint,abuse,beschwerde,plainte,queja',
  suppressed: 'suppressed,blocked,blacklisted,gesperrt,bloque,bloqueado,do not mail,do not contact',
}
const byWord = new Map(Object.entries(WORDS).flatMap(([status, words]) => words.split(',').map((w): [string, ContactStatus] => [w, status as ContactStatus])))

/** One of the statuses but `erased`. */
export const readStatus = cached<ContactStatus>((text) => {
  const status = byWord.get(fold(text))
  return status ? good(status) : bad('status_unknown')
})

/** Larger is less reachable; an import never moves to a smaller one. */
const STRICTNESS: Record<ContactStatus, number> = { active: 0, unconfirmed: 1, unsubscribed: 2, bounced: 3, suppressed: 4, complained: 5, erased: 6 }

export function stricter(a: ContactStatus, b: ContactStatus): ContactStatus {
  return STRICTNESS[b] > STRICTNESS[a] ? b : a
}

/** The status that a suppression of that reason gives. */
export const STATUS_OF_REASON: Readonly<Record<string, ContactStatus>> = { unsubscribe: 'unsubscribed', hard_bounce: 'bounced', complaint: 'complained', manual: 'suppressed' }

/** True for statuses under which nobody is written to. */
export function isUnreachable(status: ContactStatus): boolean {
  return STRICTNESS[status] >= STRICTNESS.unsubscribed
}
