// unit: guesses about encoding, delimiter, line ending, header; UTF-16 on the way in.
import { expect, test } from 'vitest'
import { columnNames, detectFormat, detectHeader, detectUtf16 } from './detect-format.ts'
import { BrokenText, createTranscoder } from './transcode.ts'

const utf16 = (text: string, bigEndian = false): Buffer => {
  const b = Buffer.from(text, 'utf16le')
  return bigEndian ? b.swap16() : b
}

test('the delimiter is the one that cuts rows alike', () => {
  expect(detectFormat(Buffer.from('email;name;note\na@b.de;"Doe; J";x, y, z\nb@b.de;K;1,2\n'), true).delimiter).toBe(';')
  expect(detectFormat(Buffer.from('email\tname\na@b.de\tx, y\n'), true).delimiter).toBe('\t')
  expect(detectFormat(Buffer.from('email|name\na@b.de|x\n'), true).delimiter).toBe('|')
  expect(detectFormat(Buffer.from('email\na@b.de\nb@c.de\n'), true).delimiter).toBe(',')
  expect(detectFormat(Buffer.from(''), true)).toEqual({ encoding: 'utf-8', delimiter: ',', newline: 'lf', header: true })
})

test('line endings and header', () => {
  expect(detectFormat(Buffer.from('email,name\ra@b.de,"x\ny"\r'), true).newline).toBe('cr')
  expect(detectFormat(Buffer.from('email,name\r\na@b.de,x\r\n'), true).newline).toBe('lf')
  expect(detectHeader([['E-Mail', 'Name']])).toBe(true)
  expect(detectHeader([['a@b.de', 'Ann']])).toBe(false)
  expect(detectHeader([['1', '2024-01-01']])).toBe(false)
})

test('what is not UTF-8 is Windows-1252, but not because the sample cut a character', () => {
  const euro = Buffer.from('a,€€€')
  expect(detectFormat(euro.subarray(0, euro.length - 1), false).encoding).toBe('utf-8')
  expect(detectFormat(euro.subarray(0, euro.length - 1), true).encoding).toBe('windows-1252')
  expect(detectFormat(Buffer.from('name\nM\u00fcller\n', 'latin1'), true).encoding).toBe('windows-1252')
})

test('UTF-16 is seen with and without byte order mark, and becomes UTF-8 in any pieces', () => {
  const text = 'email,name\na@example.com,M\u00fcller \u{1F600}\n'
  for (const bigEndian of [false, true]) {
    for (const mark of ['\uFEFF', '']) {
      const bytes = utf16(mark + text, bigEndian)
      const encoding = detectUtf16(bytes)
      expect(encoding).toBe(bigEndian ? 'utf-16be' : 'utf-16le')
      const transcoder = createTranscoder(encoding!)
      const out: Buffer[] = []
      for (let i = 0; i < bytes.length; i += 3) out.push(transcoder.push(bytes.subarray(i, i + 3)))
      out.push(transcoder.end())
      expect(Buffer.concat(out).toString()).toBe(text)
    }
  }
  expect(detectUtf16(Buffer.from('email,name\n'))).toBeUndefined()
  const broken = createTranscoder('utf-16le')
  expect(() => [broken.push(Buffer.from([0x41, 0, 0x41])), broken.end()]).toThrow(BrokenText)
})

test('column names are unique', () => {
  expect(columnNames(['Email', 'email', '', ' Name '], true)).toEqual(['Email', 'email (2)', 'column 3', 'Name'])
  expect(columnNames(['a@b.de', 'x'], false)).toEqual(['column 1', 'column 2'])
})
