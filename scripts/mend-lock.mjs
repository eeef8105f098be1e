// After `npm install`: takes platform packages out of the lock file that the lock file itself does not hold. Some
// releases name binaries for platforms that were never published; npm leaves them out of the lock file when it resolves
// and then refuses the same file in `npm ci` ("Missing: … from lock file").
import { readFileSync, writeFileSync } from 'node:fs'

const file = new URL('../package-lock.json', import.meta.url)
const lock = JSON.parse(readFileSync(file, 'utf8'))
let removed = 0
for (const [path, entry] of Object.entries(lock.packages)) {
  for (const name of Object.keys(entry.optionalDependencies ?? {})) {
    const isHeld = [`${path}/node_modules/${name}`, `node_modules/${name}`].some((key) => key in lock.packages)
    if (isHeld) continue
    delete entry.optionalDependencies[name]
    removed += 1
  }
}
if (removed > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
console.log(removed > 0 ? `Took ${removed} platform packages that were never published out of package-lock.json.` : 'package-lock.json holds all it names.')
