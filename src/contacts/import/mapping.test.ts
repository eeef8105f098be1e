// unit: guessing and reading which column is what.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { guessMapping, overrideMapping, readMapping, targetOf } from './mapping.ts'

const attribute = (name: string, label = name) => ({ name, label, type: 'text' as const, sensitive: false, check: {} })

test.each([
  ['E-mail Address,First Name,Last Name,Phone Number,Country/Region,State,City,Time Zone,Language,Customer ID,Created At,Status', 'email,first_name,last_name,phone,,region,city,timezone,language,external_id,created_at,status'],
  ['E-Mail-Adresse,Vorname,Nachname,Handynummer,Land,Bundesland,Ort,Zeitzone,Sprache,Kundennummer,Angelegt am,Angemeldet', 'email,first_name,last_name,phone,country,region,city,timezone,language,external_id,created_at,status'],
  ['Courriel,Prénom,Nom,Téléphone,Pays,Département,Ville,Fuseau horaire,Langue,Numéro client,Date de création,Abonné', 'email,first_name,last_name,phone,country,region,city,timezone,language,external_id,created_at,status'],
  ['Correo electrónico,Nombre,Apellidos,Teléfono,País,Provincia,Ciudad,Zona horaria,Idioma,ID de cliente,Fecha de alta,Suscrito', 'email,first_name,last_name,phone,country,region,city,timezone,language,external_id,created_at,status'],
  ['emailAddress,firstName,lastName', 'email,first_name,last_name'],
  ['Email,Name', 'email,full_name'],
  ['Email,Name,First name', 'email,,first_name'],
])('%s', (header, targets) => {
  const columns = header.split(',')
  const mapping = guessMapping(columns, [])
  expect(columns.map((c) => targetOf(mapping, c) ?? '').join(',')).toBe(targets)
})

test('attributes by name and label; a column of addresses by its cells; each target once', () => {
  expect(guessMapping(['Stufe', 'vip_since', 'x', 'mail', 'e-mail'], [attribute('level', 'Stufe'), attribute('vip_since')])).toEqual({ Stufe: 'attribute:level', vip_since: 'attribute:vip_since', mail: 'email' })
  expect(guessMapping(['a', 'b'], [], [['1', 'ann@example.com'], ['2', ''], ['3', 'bob@example.com']])).toEqual({ b: 'email' })
})

test('what is said goes before what was guessed', () => {
  const columns = ['mail', 'work mail', 'name']
  const base = { mail: 'email', name: 'full_name' }
  expect(readMapping(overrideMapping(base, { 'Work Mail': 'email' }), columns)).toEqual({ 'work mail': 'email', name: 'full_name' })
  expect(readMapping(overrideMapping(base, { name: 'ignore' }), columns)).toEqual({ mail: 'email' })
})

test('columns may be called anything', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('__proto__', 'constructor', 'toString', 'email', '1')), { minLength: 1, maxLength: 6, selector: (c) => c.toLowerCase() }), (columns) => {
      const mapping = guessMapping(columns, [])
      for (const column of columns) expect([undefined, 'string']).toContain(targetOf(mapping, column) === undefined ? undefined : typeof targetOf(mapping, column))
      const read = readMapping(Object.fromEntries([[columns[0]!, 'email']]), columns)
      expect(targetOf(read, columns[0]!)).toBe('email')
    }),
  )
})
