// The part of cli-progress that we use; the package brings no types.
declare module 'cli-progress' {
  export class SingleBar {
    constructor(options: Record<string, unknown>, preset?: unknown)
    start(total: number, value: number): void
    update(value: number): void
    setTotal(total: number): void
    stop(): void
  }
  const all: { SingleBar: typeof SingleBar; Presets: { shades_classic: unknown } }
  export default all
}
