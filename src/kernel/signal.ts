// Test signals: work announces "claimed", "settled", …; tests wait for it instead of sleeping. Nothing in production.

export type Signals = { emit(name: string, facts?: Record<string, unknown>): void; wait(name: string, match?: (facts: Record<string, unknown>) => boolean): Promise<Record<string, unknown>> }

/** The signals of production: emit does nothing, wait never resolves. */
export const noSignals: Signals = { emit() {}, wait: () => new Promise(() => {}) }

/** Signals that can be waited for; `wait` resolves on the next emit that matches. */
export function createSignals(): Signals {
  const waiting: { name: string; match: (f: Record<string, unknown>) => boolean; resolve: (f: Record<string, unknown>) => void }[] = []
  return {
    emit(name, facts = {}) {
      for (let i = waiting.length - 1; i >= 0; i--) {
        const w = waiting[i]!
        if (w.name === name && w.match(facts)) {
          waiting.splice(i, 1)
          w.resolve(facts)
        }
      }
    },
    wait: (name, match = () => true) => new Promise((resolve) => waiting.push({ name, match, resolve })),
  }
}
