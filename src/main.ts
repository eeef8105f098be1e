// The program: `start` runs everything, `service <name>` is one of its processes.
import { runMain } from './ops/index.ts'

await runMain({ argv: process.argv.slice(2), file: import.meta.filename, load: async () => (await import('./compose.ts')).composition })
