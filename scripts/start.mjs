// npm start: makes sure everything is there, then hands over to src/main.ts under the right Node.
import path from 'node:path'
import { ensureDependencies, ensureWeb, findNode, handOver, reportProblem, root } from './ensure.mjs'

const began = Date.now()
try {
  await ensureDependencies()
  const node = findNode()
  await ensureWeb(node)
  stopWithNpm()
  const args = [path.join(root, 'src', 'main.ts'), 'start', ...process.argv.slice(2)]
  process.exitCode = await handOver(node, args, { channel: true, env: { INBOXLIFT_BEGAN: String(began) } })
} catch (error) {
  reportProblem(error)
}

// npm waits for us, so its end means that it was killed: then everything is to stop, in order. Its death is seen by
// our parent changing; our own ending closes the channel to main.ts, which then stops.
function stopWithNpm() {
  if (!process.env.npm_lifecycle_event) return
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM')
  }, 500).unref()
}
