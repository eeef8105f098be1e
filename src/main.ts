// The program: `start` runs everything, `service <name>` is one of its processes.
import { runMain, type Composition } from './ops/index.ts'

const composition = './compose.ts'
const load = async (): Promise<Composition> => ((await import(composition)) as { composition: Composition }).composition

await runMain({ argv: process.argv.slice(2), file: import.meta.filename, load })
