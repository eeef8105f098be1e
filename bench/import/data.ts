// Generated people: every address, number and id is unique, the rest repeats as in life. Same seed, same file.

const FIRST = 'Anna Ben Carla David Emma Felix Greta Hugo Ida Jonas Klara Leo Mia Noah Olga Paul Rosa Simon Tilda Viktor'.split(' ')
const LAST = 'Miller Schmidt Garcia Dubois Rossi Novak Silva Jansen Kowalski Nguyen Okafor Tanaka Haddad Larsen Popescu O\'Brien'.split(' ')
const PLACES = ['US,CA,San Francisco,America/Los_Angeles,en,+1415', 'US,NY,New York,America/New_York,en,+1212', 'DE,BY,München,Europe/Berlin,de,+4989', 'FR,IDF,Paris,Europe/Paris,fr,+331', 'ES,MD,Madrid,Europe/Madrid,es,+3491', 'GB,ENG,"London, City",Europe/London,en,+4420'].map((p) => {
  const m = /^(..),([^,]+),("[^"]*"|[^,]*),([^,]+),([^,]+),(.+)$/.exec(p)!
  return m.slice(1)
})
const LEVELS = ['gold', 'silver', 'bronze']

export const COLUMNS = 12
export const HEADER = 'email,first_name,last_name,phone,country,region,city,timezone,language,external_id,created_at,level\n'

/** Row i of the file. */
export function personRow(i: number): string {
  const [country, region, city, zone, language, prefix] = PLACES[i % PLACES.length]!
  const first = FIRST[i % 20]!
  const last = LAST[(i >> 3) % 16]!
  const day = String((i % 28) + 1).padStart(2, '0')
  return `${first}.${last.replace("'", '')}.${i}@example${i % 500}.com,${first},${last},${prefix}${String(1_000_000 + i)},${country},${region},${city},${zone},${language},crm-${i},2024-${String((i % 12) + 1).padStart(2, '0')}-${day}T08:30:00Z,${LEVELS[i % 3]}\n`
}

/** The file in pieces of about 64 kB. */
export function* personFile(rows: number): Generator<Buffer> {
  let text = HEADER
  for (let i = 0; i < rows; i++) {
    text += personRow(i)
    if (text.length > 65_536) {
      yield Buffer.from(text)
      text = ''
    }
  }
  if (text !== '') yield Buffer.from(text)
}

