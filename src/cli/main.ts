// Entry of the command line; bin/inboxlift.mjs imports this file under the right Node.
import { readRelease } from './release.ts'
import { runProgram } from './program.ts'

await runProgram(process.argv.slice(2), readRelease())
