// The door of the demo.
export { runDemo, type DemoOptions, type DemoResult } from './run-demo.ts'
export { countStrangers } from './open-run.ts'
export { demoErrors } from './errors.ts'
export type { DemoDeps, Step, Tell } from './deps.ts'
export type { Figure } from './figures.ts'
