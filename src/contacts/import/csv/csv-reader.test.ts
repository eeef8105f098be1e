// unit: the byte-level CSV reader against csv-parse, against itself cut anywhere, and against awkward files.
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createCsvReader } from './csv-reader.ts'
import { DEFAULT_FORMAT, type CsvFormat, type CsvRow } from './csv-row.ts'

function read(bytes: Buffer | string, format: Partial<CsvFormat> = {}, cuts: number[] = [], maxRow?: number): CsvRow[] {
  const all = Buffer.from(bytes as string)
  const reader = createCsvReader({ ...DEFAULT_FORMAT, ...format }, maxRow)
  const edges = [0, ...cuts.map((c) => c % (all.length + 1)).toSorted((a, b) => a - b), all.length]
  const rows: CsvRow[] = []
  for (let i = 1; i < edges.length; i++) rows.push(...reader.push(Buffer.from(all.subarray(edges[i - 1], edges[i]))))
  return [...rows, ...reader.end()]
}
const cells = (rows: CsvRow[]): string[][] => rows.map((r) => r.cells)
/** What must not depend on how the file was cut; the end of a refused row may. */
const essence = (rows: CsvRow[]): unknown[] => rows.map((r) => [r.cells, r.line, r.start, r.problem, r.problem ? 0 : r.end])

const cell = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\n', '\r\n', ' ', 'é', '😀', '\t', '|'), maxLength: 8 }),
).map((c) => c.replaceAll('\u0000', '').replaceAll(/\r(?!\n)/g, ''))

describe('csv reader', () => {
  test('reads what csv-parse reads, whatever the delimiter, line ending and cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 6 }),
        fc.constantFrom(',', ';', '\t', '|' as const),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        fc.array(fc.nat(), { maxLength: 5 }),
        (table, delimiter, ending, hasLastEnding, cuts) => {
          const write = (c: string): string => (/["\r\n]|^\s|\s$/.test(c) || c.includes(delimiter) ? `"${c.replaceAll('"', '""')}"` : c)
          const text = table.map((row) => row.map(write).join(delimiter)).join(ending) + (hasLastEnding ? ending : '')
          const theirs = parse(text, { delimiter, record_delimiter: ['\r\n', '\n'], relax_column_count: true, skip_empty_lines: true }).filter((r) => r.some((c) => c.trim() !== ''))
          expect(cells(read(text, { delimiter: delimiter as ',' }, cuts))).toEqual(theirs)
        },
      ),
      { numRuns: 2_000 },
    )
  })

  test('how the bytes are cut never changes a row, also of files that are no CSV', () => {
    const noise = fc.array(fc.constantFrom(...[...'ab",;\n\r\t |'].map((c) => c.charCodeAt(0)), 0, 0xc3, 0xa9, 0xff, 0xef, 0xbb, 0xbf), { maxLength: 120 })
    fc.assert(
      fc.property(noise, fc.array(fc.nat(), { maxLength: 6 }), fc.constantFrom(8, 16, 40, 1_000), fc.constantFrom('lf' as const, 'cr' as const), (bytes, cuts, maxRow, newline) => {
        const whole = read(Buffer.from(bytes), { newline }, [], maxRow)
        expect(essence(read(Buffer.from(bytes), { newline }, cuts, maxRow))).toEqual(essence(whole))
        expect(essence(read(Buffer.from(bytes), { newline }, bytes.map((_, i) => i), maxRow))).toEqual(essence(whole))
      }),
      { numRuns: 3_000 },
    )
  })

  test('every row stands where it says', () => {
    const text = '\uFEFFa,b\r\n"x\ny",é\r\n\r\n,\r\n"q""r",2'
    const rows = read(text)
    expect(cells(rows)).toEqual([['a', 'b'], ['x\ny', 'é'], ['q"r', '2']])
    expect(rows.map((r) => r.line)).toEqual([1, 2, 6])
    const bytes = Buffer.from(text)
    expect(rows.map((r) => bytes.subarray(r.start, r.end).toString())).toEqual(['a,b\r\n', '"x\ny",é\r\n', '"q""r",2'])
  })

  test('files of old Macs end rows with CR', () => {
    expect(cells(read('a,b\r1,"x\ry"\r', { newline: 'cr' }))).toEqual([['a', 'b'], ['1', 'x\ry']])
    expect(cells(read('a,b\n1,x\ry\n'))).toEqual([['a', 'b'], ['1', 'x\ry']])
  })

  test('quotes inside unquoted fields are text, spaces behind a closing quote are nothing', () => {
    expect(cells(read('5" nail,a"b\n"x" ,"y"  \n'))).toEqual([['5" nail', 'a"b'], ['x', 'y']])
  })

  test('text behind a closing quote is refused with its line', () => {
    const rows = read('a,b\n"x\nx" y,2\n3,4\n')
    expect(rows[1]!.problem).toEqual({ rule: 'text_after_quote', at: 3 })
    expect(rows[2]).toMatchObject({ cells: ['3', '4'], line: 4 })
  })

  test('an unclosed quote costs its own line only and names it', () => {
    const rows = read('a,b\n1,x\n2,"y\n3,z\n4,z')
    expect(rows.map((r) => r.problem?.rule)).toEqual([undefined, undefined, 'unclosed_quote', undefined, undefined])
    expect(rows[2]!.problem).toEqual({ rule: 'unclosed_quote', at: 3 })
    expect(rows[4]).toMatchObject({ cells: ['4', 'z'], line: 5 })
  })

  test('a row without end is refused in constant memory, and reading goes on behind it', () => {
    const long = `a,b\n1,${'x'.repeat(5_000)}\n2,ok\n3,"${'y'.repeat(5_000)}"\n4,ok\n`
    const rows = read(long, {}, [3_000, 6_000, 9_000], 1_000)
    expect(rows.map((r) => [r.line, r.problem?.rule])).toEqual([[1, undefined], [2, 'row_too_long'], [3, undefined], [4, 'unclosed_quote'], [5, undefined]])
  })

  test('broken UTF-8 and NUL are named with their byte', () => {
    const rows = read(Buffer.concat([Buffer.from('a,b\nM\u00fcller,1\nM'), Buffer.from([0xfc]), Buffer.from('ller,2\nx\u0000y,3\nz,4\n')]))
    expect(rows.map((r) => r.problem)).toEqual([undefined, undefined, { rule: 'bad_encoding', at: 15 }, { rule: 'nul_byte', at: 24 }, undefined])
  })

  test('Windows-1252 is decoded', () => {
    expect(cells(read(Buffer.from([0x4d, 0xfc, 0x80, 0x2c, 0x31]), { encoding: 'windows-1252' }))).toEqual([['Mü€', '1']])
  })

  test('an empty file has no rows', () => {
    expect(read('')).toEqual([])
    expect(read('\uFEFF')).toEqual([])
    expect(read('\n\r\n,,\n')).toEqual([])
    expect(cells(read('x'))).toEqual([['x']])
  })
})
