// npm start: makes sure everything is there, then hands over to src/main.ts under the right Node.
import { readFileSync } from 'node:fs'
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

// npm waits for us, so its end means that it was killed: then everything is to stop, in order. npm is our parent, or
// the parent of the shell between us; its death is seen by a child of it changing its parent.
function stopWithNpm() {
  if (!process.env.npm_lifecycle_event) return
  const before = ancestors().join()
  setInterval(() => {
    if (ancestors().join() !== before) process.kill(process.pid, 'SIGTERM')
  }, 500).unref()
}

function ancestors() {
  const parent = process.ppid
  const [name, grandparent] = describe(parent)
  return /^(da|ba|z|k|a)?sh$/.test(name) ? [parent, grandparent] : [parent]
}

/** Name and parent of a process; only Linux tells. */
function describe(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const end = text.lastIndexOf(')')
    return [text.slice(text.indexOf('(') + 1, end), Number(text.slice(end + 4).split(' ')[0])]
  } catch {
    return ['', 0]
  }
}
