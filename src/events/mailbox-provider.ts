// Who runs a mailbox, told from the address's domain. Business domains hosted by the big ones need an MX look-up,
// which a counter may not wait for: they are 'other'.

const DOMAINS: Readonly<Record<string, readonly string[]>> = {
  gmail: ['gmail.com', 'googlemail.com'],
  microsoft: ['outlook.com', 'hotmail.com', 'live.com', 'msn.com', 'hotmail.co.uk', 'hotmail.fr', 'hotmail.de', 'hotmail.it', 'hotmail.es', 'live.co.uk', 'live.fr', 'live.nl', 'outlook.de', 'outlook.fr', 'outlook.es', 'passport.com'],
  yahoo: ['yahoo.com', 'ymail.com', 'rocketmail.com', 'aol.com', 'yahoo.co.uk', 'yahoo.fr', 'yahoo.de', 'yahoo.it', 'yahoo.es', 'yahoo.ca', 'yahoo.co.in', 'yahoo.com.br', 'yahoo.co.jp', 'verizon.net', 'aim.com'],
  apple: ['icloud.com', 'me.com', 'mac.com'],
  gmx: ['gmx.de', 'gmx.net', 'gmx.com', 'gmx.at', 'gmx.ch', 'web.de', 'mail.com'],
  't-online': ['t-online.de', 'magenta.de'],
  orange: ['orange.fr', 'wanadoo.fr'],
  free: ['free.fr'],
  laposte: ['laposte.net'],
  libero: ['libero.it', 'virgilio.it'],
  comcast: ['comcast.net', 'xfinity.com'],
  proton: ['proton.me', 'protonmail.com', 'pm.me'],
  zoho: ['zoho.com', 'zohomail.com'],
  fastmail: ['fastmail.com', 'fastmail.fm'],
  mailru: ['mail.ru', 'inbox.ru', 'list.ru', 'bk.ru'],
  yandex: ['yandex.ru', 'yandex.com', 'ya.ru'],
  qq: ['qq.com', 'foxmail.com'],
  netease: ['163.com', '126.com', 'yeah.net'],
  naver: ['naver.com'],
}

const byDomain = new Map(Object.entries(DOMAINS).flatMap(([name, domains]) => domains.map((d) => [d, name] as const)))

/** The mailbox provider of a domain (A-label, any case): a name of a short list, or 'other'. */
export function mailboxProvider(domain: string): string {
  return byDomain.get(domain.toLowerCase()) ?? 'other'
}
