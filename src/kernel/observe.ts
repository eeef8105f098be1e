// Typed observations first; logs and metrics are listeners (STYLE 3.18). Rooms declare their observations by augmenting
// the Observations interface; docs/reference/observations.md lists them.
import pino from 'pino'
import { AppError } from './errors.ts'

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
      serializers: { err: (error: unknown) => bareError(error, level === 'debug' || level === 'trace') },
    },
    pino.destination({ fd: 2, sync: true }),
  )
}

type LoggedError = { type: string; code?: string; constraint?: string; message?: string; frames: string[]; cause?: LoggedError }

/**
 * An error without what it quotes: messages of the database and of parsers repeat values, so only catalogue errors keep
 * theirs; of others kind, code, constraint and place are enough to find them. At level debug messages are shown.
 */
export function bareError(error: unknown, withMessage = false): LoggedError {
  const e = error as Error & { code?: string; constraint?: string; hint?: string }
  const frames = String(e?.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)).map((line) => line.trim()).slice(0, 12)
  return {
    type: e?.name ?? typeof error,
    ...(typeof e?.code === 'string' ? { code: e.code } : {}),
    ...(typeof e?.constraint === 'string' ? { constraint: e.constraint } : {}),
    ...(withMessage || e instanceof AppError ? { message: e?.message } : {}),
    frames,
    ...(e?.cause instanceof Error ? { cause: bareError(e.cause, withMessage) } : {}),
  }
}

/** Logs every observation at info. */
export function logObservations(observer: Observer, log: Logger): () => void {
  return observer.listen((name, facts) => log.info({ observation: name, facts }, name))
}
