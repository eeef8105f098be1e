// Keeps the floors (DESIGN 3, scripts/import-rules.json): who may import whom, through doors only, no cycles between
// files. Test files are free. Prints one sentence per finding and exits 1; --picture prints who really imports whom.
import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'

type Rules = {
  floors: Record<string, number>
  doors: Record<string, string[]>
  packages: { package: string; only: string[]; why: string }[]
  sentences: Record<'floor' | 'door' | 'sql' | 'room' | 'outside' | 'cycle', string>
}
export type Import = { target: string; isType: boolean; isLazy: boolean }

/** The imports of a source text. Comments and plain strings cannot pretend to be one. */
export function readImports(source: string): Import[] {
  const bare = source.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '')
  const found: Import[] = []
  for (const m of bare.matchAll(/^\s*(?:import|export)\s+(type\s+)?(?:[\w$*{},\s]+?\s+from\s+)?['"]([^'"]+)['"]/gm)) {
    const names = /\{([^}]*)\}/.exec(m[0])?.[1]
    const onlyTypes = names !== undefined && !/^\s*(?:import|export)\s+\w+\s*,/.test(m[0]) && names.split(',').every((n) => n.trim() === '' || n.trim().startsWith('type '))
    found.push({ target: m[2]!, isType: m[1] !== undefined || onlyTypes, isLazy: false })
  }
  for (const m of bare.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g)) found.push({ target: m[1]!, isType: false, isLazy: true })
  return found
}

const roomOf = (file: string): string => file.split('/')[1]!

/** Findings of all files, as sentences. `files` maps a path like src/room/x.ts to its text. */
export function checkImports(rules: Rules, files: Readonly<Record<string, string>>): string[] {
  const findings: string[] = []
  const say = (rule: keyof Rules['sentences'], values: Record<string, string | number>): void => void findings.push(rules.sentences[rule].replaceAll(/\{(\w+)\}/g, (_, k: string) => String(values[k])))
  const graph = new Map<string, string[]>()
  for (const [from, source] of Object.entries(files)) {
    const room = roomOf(from)
    const fromFloor = rules.floors[room]
    if (fromFloor === undefined) say('room', { from })
    const edges: string[] = []
    for (const { target, isType, isLazy } of readImports(source)) {
      if (!target.startsWith('.')) {
        const rule = rules.packages.find((p) => (p.package.endsWith('/') ? target.startsWith(p.package) : target === p.package || target.startsWith(`${p.package}/`)))
        if (rule && !rule.only.includes(room)) findings.push(`${from} imports ${target}. ${rule.why}`)
        continue
      }
      const to = path.posix.normalize(path.posix.join(path.posix.dirname(from), target))
      if (!isType && !isLazy && files[to] !== undefined) edges.push(to)
      if (!to.startsWith('src/')) {
        if (!to.endsWith('.json')) say('outside', { from, to })
        continue
      }
      const other = roomOf(to)
      if (other === room) continue
      const toFloor = rules.floors[other]
      if (toFloor === undefined) say('room', { from: to })
      else if (fromFloor !== undefined && toFloor >= fromFloor) say('floor', { from, to, fromFloor, toFloor })
      if (from.endsWith('.sql.ts') && to === 'src/kernel/db/query.ts') continue
      if (to.endsWith('.sql.ts')) say('sql', { from, to })
      else if (to.split('/').length > 2 && !(rules.doors[other] ?? ['index.ts']).includes(to.split('/').slice(2).join('/'))) say('door', { from, to })
    }
    graph.set(from, edges)
  }
  for (const cycle of findCycles(graph)) say('cycle', { cycle: [...cycle, cycle[0]!].join(' → ') })
  return findings
}

/** Strongly connected groups of more than one file, each as a list (Tarjan 1972). */
export function findCycles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const stack: string[] = []
  const out: string[][] = []
  const visit = (v: string): void => {
    index.set(v, index.size)
    low.set(v, index.get(v)!)
    stack.push(v)
    for (const w of graph.get(v) ?? []) {
      if (!index.has(w)) {
        visit(w)
        low.set(v, Math.min(low.get(v)!, low.get(w)!))
      } else if (stack.includes(w)) low.set(v, Math.min(low.get(v)!, index.get(w)!))
    }
    if (low.get(v) !== index.get(v)) return
    const group = stack.splice(stack.indexOf(v))
    if (group.length > 1) out.push(group)
  }
  for (const v of graph.keys()) if (!index.has(v)) visit(v)
  return out
}

function picture(files: Readonly<Record<string, string>>): string {
  const arrows = new Map<string, Set<string>>()
  for (const [from, source] of Object.entries(files)) {
    for (const { target } of readImports(source)) {
      const to = target.startsWith('.') ? path.posix.normalize(path.posix.join(path.posix.dirname(from), target)) : ''
      if (to.startsWith('src/') && roomOf(to) !== roomOf(from)) arrows.set(roomOf(from), (arrows.get(roomOf(from)) ?? new Set()).add(roomOf(to)))
    }
  }
  return [...arrows].map(([from, to]) => `${from.padEnd(12)} → ${[...to].sort().join(', ')}`).sort().join('\n')
}

if (import.meta.main) {
  const rules = JSON.parse(readFileSync('scripts/import-rules.json', 'utf8')) as Rules
  const names = globSync('src/**/*.ts').map((f) => f.replaceAll('\\', '/')).filter((f) => !/\.test\.ts$|\/testing\/|\.cases\.ts$|\.d\.ts$/.test(f) && existsSync(f))
  const files = Object.fromEntries(names.map((f) => [f, readFileSync(f, 'utf8')]))
  if (process.argv.includes('--picture')) console.log(picture(files))
  const findings = checkImports(rules, files)
  for (const finding of findings) console.error(finding)
  if (findings.length > 0) process.exitCode = 1
  else console.log(`${names.length} files keep the floors.`)
}
