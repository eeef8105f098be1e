// Which column is which field: guessed from the header in four languages, said by a person, checked before a row is read.
import { contactErrors } from '../errors.ts'
import type { AttributeDefinition } from '../fields/attribute.ts'
import { fold } from '../fields/field-result.ts'

/** Fields a column can be; attributes are `attribute:<name>`. */
export const TARGETS = ['email', 'first_name', 'last_name', 'full_name', 'phone', 'country', 'region', 'city', 'timezone', 'language', 'external_id', 'created_at', 'status'] as const
export type Target = (typeof TARGETS)[number] | `attribute:${string}`
/** Column name to target; columns that are not named are not read (they stay in the raw record). */
export type Mapping = Record<string, Target>

const WORDS: Record<(typeof TARGETS)[number], string> = {
  email: 'email,e mail,mail,email address,e mail address,mail address,emailaddress,emailadresse,e mail adresse,mailadresse,adresse email,adresse e mail,adresse mail,courriel,correo,correo electronico,direccion de correo,subscriber,address',
  first_name: 'first name,firstname,fname,given name,givenname,forename,vorname,rufname,prenom,nombre,nombre de pila,primer nombre',
  last_name: 'last name,lastname,lname,surname,family name,familyname,nachname,familienname,zuname,nom,nom de famille,apellido,apellidos',
  full_name: 'name,full name,fullname,contact,contact name,display name,kontakt,vollstandiger name,nom complet,nombre completo,nombre y apellidos',
  phone: 'phone,phone number,telephone,tel,mobile,mobile phone,cell,cell phone,cellphone,mobil,handy,handynummer,telefon,telefonnummer,mobilnummer,mobiltelefon,telephone portable,portable,numero de telephone,telefono,movil,celular,numero de telefono',
  country: 'country,country code,country name,countrycode,land,landercode,staat,pays,code pays,pais,codigo de pais',
  region: 'region,state,province,state province,state code,bundesland,kanton,provinz,etat,departement,estado,provincia,comunidad',
  city: 'city,town,ort,stadt,wohnort,ville,commune,ciudad,localidad,poblacion',
  timezone: 'timezone,time zone,tz,zeitzone,fuseau,fuseau horaire,zona horaria,huso horario',
  language: 'language,lang,locale,language code,preferred language,sprache,sprachcode,langue,idioma,lengua',
  external_id: 'external id,externalid,id,contact id,customer id,customerid,crm id,user id,userid,record id,uid,kundennummer,kunden nr,kundennr,kunden id,numero client,id client,numero de cliente,id de cliente',
  created_at: 'created at,created,created on,creation date,date created,signup date,sign up date,signed up,subscribed at,subscription date,registered at,registration date,date added,added,erstellt,erstellt am,angelegt am,anmeldedatum,registriert am,eingetragen am,cree le,date de creation,date d inscription,creado,creado el,fecha de creacion,fecha de alta',
  status: 'status,subscription status,email status,subscribed,subscription,opt in,optin,newsletter,marketing consent,abonniert,angemeldet,abonne,inscrit,statut,estado de suscripcion,suscrito',
}
const byWord = new Map(Object.entries(WORDS).flatMap(([target, words]) => words.split(',').map((w): [string, Target] => [w, target as Target])))

/**
 * A target for each column it can guess, each target once, the first column wins; attributes by name or label. With
 * sample rows a column of addresses is found whatever it is called.
 */
export function guessMapping(columns: readonly string[], definitions: readonly AttributeDefinition[], sample: readonly (readonly string[])[] = []): Mapping {
  const mapping = new Map<string, Target>()
  const used = new Set<Target>()
  const take = (column: string | undefined, target: Target | undefined): void => {
    if (column === undefined || !target || used.has(target) || mapping.has(column)) return
    mapping.set(column, target)
    used.add(target)
  }
  const attributes = new Map(definitions.flatMap((d): [string, Target][] => [[fold(d.label), `attribute:${d.name}`], [fold(d.name), `attribute:${d.name}`]]))
  for (const column of columns) take(column, attributes.get(fold(column)) ?? byWord.get(fold(column.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' '))) ?? byWord.get(fold(column)))
  if (!used.has('email')) take(columns[columnOfAddresses(sample, columns.length)], 'email')
  if (used.has('first_name') || used.has('last_name')) for (const [column, target] of mapping) if (target === 'full_name') mapping.delete(column)
  return fromMap(mapping)
}

/** Columns may be called anything, `constructor` and `__proto__` too: own properties only, on both ways. */
const fromMap = (mapping: ReadonlyMap<string, Target>): Mapping => Object.fromEntries(mapping)

/** The target of a column, or undefined. */
export function targetOf(mapping: Mapping, column: string): Target | undefined {
  return Object.hasOwn(mapping, column) ? mapping[column] : undefined
}

function columnOfAddresses(rows: readonly (readonly string[])[], width: number): number {
  for (let i = 0; i < width; i++) {
    const cells = rows.map((r) => r[i] ?? '').filter(Boolean)
    if (cells.length > 0 && cells.filter((c) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(c.trim())).length > cells.length * 0.6) return i
  }
  return -1
}

/** Puts what is said over a mapping: the column and the target that are named give up what they had. */
export function overrideMapping(base: Readonly<Record<string, string>>, overrides: Readonly<Record<string, string>>): Record<string, string> {
  const said = new Map(Object.entries(overrides).map(([column, target]) => [column.trim().toLowerCase(), target]))
  const targets = new Set(said.values())
  const kept = Object.entries(base).filter(([column, target]) => !said.has(column.toLowerCase()) && !targets.has(target))
  return { ...Object.fromEntries(kept), ...overrides }
}

/** Reads what a person says: `Vorname=first_name`, `Level=attribute:level`, `Notes=ignore`. Throws IMPORT_MAPPING. */
export function readMapping(given: Readonly<Record<string, string>>, columns: readonly string[]): Mapping {
  const mapping = new Map<string, Target>()
  const used = new Set<string>()
  for (const [name, target] of Object.entries(given)) {
    const column = columns.find((c) => c === name) ?? columns.find((c) => c.toLowerCase() === name.trim().toLowerCase())
    if (column === undefined) throw contactErrors.IMPORT_MAPPING({ detail: 'A column is named that the file does not have.', data: { columns: [...columns] } })
    if (target === 'ignore' || target === '') continue
    if (!(TARGETS as readonly string[]).includes(target) && !/^attribute:[a-z][a-z0-9_]{0,62}$/.test(target)) {
      throw contactErrors.IMPORT_MAPPING({ detail: 'A target is none of the fields.', data: { targets: [...TARGETS, 'attribute:<name>', 'ignore'] } })
    }
    if (used.has(target)) throw contactErrors.IMPORT_MAPPING({ detail: `Two columns are mapped to ${target}.` })
    used.add(target)
    mapping.set(column, target as Target)
  }
  if (!used.has('email') && !used.has('external_id')) throw contactErrors.IMPORT_MAPPING({ detail: 'No column is mapped to email or external_id.' })
  if (used.has('full_name') && (used.has('first_name') || used.has('last_name'))) throw contactErrors.IMPORT_MAPPING({ detail: 'full_name and first_name or last_name exclude each other.' })
  return fromMap(mapping)
}

/** Attributes the mapping names that are not defined; they are made as text when the import starts. */
export function missingAttributes(mapping: Mapping, definitions: readonly AttributeDefinition[]): string[] {
  const known = new Set(definitions.map((d) => `attribute:${d.name}`))
  return Object.values(mapping).filter((t) => t.startsWith('attribute:') && !known.has(t)).map((t) => t.slice(10))
}
