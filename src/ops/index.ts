// The door of the room: see README.md.
export * from './postgres/index.ts'
export * from './supervisor/index.ts'
