// Typed observations first; logs and metrics are listeners (STYLE 3.18). Rooms declare their observations by augmenting
// the Observations interface; docs/reference/observations.md lists them.
import pino from 'pino'

/** name -> facts. Facts are ids, counts, durations; never personal data. */
export interface Observations {
  'process.started': { service: string; ms: number }
  'process.failed': { service: string; code: string }
  'database.lost': { service: string }
}

export type Listener = <K extends keyof Observations>(name: K, facts: Observations[K]) => void
export type Observe = <K extends keyof Observations>(name: K, facts: Observations[K]) => void

export type Observer = { observe: Observe; listen(listener: Listener): () => void }

/** A hub; a listener that throws is ignored, so that watching never breaks work. */
export function createObserver(): Observer {
  const listeners = new Set<Listener>()
  return {
    observe(name, facts) {
      for (const l of listeners) {
        try {
          l(name, facts)
        } catch {
          // a broken listener must not break the observed work
        }
      }
    },
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** An observer that nobody listens to. */
export const silentObserver: Observer = createObserver()

export type Logger = pino.Logger

/** Structured JSON logs on stderr; fields that may hold personal data or secrets are removed by name. */
export function createLogger(service: string, level: string = 'info'): Logger {
  return pino(
    {
      level,
      base: { service, pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: ['email', '*.email', 'password', '*.password', 'authorization', '*.authorization', 'cookie', '*.cookie', 'to', '*.to', 'token', '*.token'], remove: true },
      serializers: { err: pino.stdSerializers.err },
    },
    pino.destination({ fd: 2, sync: true }),
  )
}

/** Logs every observation at info. */
export function logObservations(observer: Observer, log: Logger): () => void {
  return observer.listen((name, facts) => log.info({ observation: name, facts }, name))
}
