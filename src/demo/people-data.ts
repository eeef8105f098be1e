// Words the demo's people are made of. Domains are reserved for examples (RFC 2606 and 6761): no mail can reach anybody.

export const DOMAINS = ['example.com', 'example.org', 'example.net', 'test-mail.example', 'bücher.example', 'почта.example', '例え.example'] as const

export const FIRST_NAMES = ['Ana', 'Ben', 'Chloé', 'Dmitri', 'Élodie', 'Farid', 'Grace', 'Håkon', 'Ines', 'Jürgen', 'Kwame', 'Łukasz', 'Mei', 'Noor', 'Ólafur', 'Priya', 'Quentin', 'Renée', 'Søren', 'Tomás', 'Uma', 'Víctor', 'Wanjiru', 'Xiomara', 'Yuki', 'Žofia', '花子', 'Мария', 'محمد', 'Ελένη'] as const
export const LAST_NAMES = ["O'Neill", 'García Márquez', 'Müller', 'Nguyễn', 'van der Berg', 'Smith, Jr.', 'Şahin', 'Kowalska', 'Дмитриев', '山田', 'Al-Rashid', 'Öztürk', 'Dubois', 'Andersson', 'Rossi', 'Okafor', 'Jónsdóttir', 'Silva', 'Papadopoulos', 'Kim'] as const

/** Country as written in the file, its code, region as written, region code, language; the share follows from repetition. */
export const PLACES = [
  { country: 'US', code: 'US', region: 'California', regionCode: 'CA', city: 'Los Angeles', language: 'en' },
  { country: 'United States', code: 'US', region: 'CA', regionCode: 'CA', city: 'San José', language: 'es' },
  { country: 'USA', code: 'US', region: 'US-CA', regionCode: 'CA', city: 'Oakland', language: 'en' },
  { country: 'US', code: 'US', region: 'Oregon', regionCode: 'OR', city: 'Portland', language: 'en' },
  { country: 'US', code: 'US', region: 'NY', regionCode: 'NY', city: 'New York; Queens', language: 'en' },
  { country: 'US', code: 'US', region: 'TX', regionCode: 'TX', city: 'Austin', language: 'de' },
  { country: 'Deutschland', code: 'DE', region: 'Bayern', regionCode: 'BY', city: 'München', language: 'de' },
  { country: 'DEU', code: 'DE', region: 'BE', regionCode: 'BE', city: 'Berlin', language: 'Deutsch' },
  { country: 'France', code: 'FR', region: '', regionCode: '', city: 'Saint-Étienne', language: 'fr' },
  { country: 'JP', code: 'JP', region: '', regionCode: '', city: '東京', language: 'ja' },
] as const

export const INTERESTS = ['gardening', 'cycling', 'cooking', 'astronomy', 'chess'] as const
