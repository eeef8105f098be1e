// What can be watched at /api/v1/live; each reads through the door of its room.
import type { LiveSource } from './live.ts'

export const liveSources: Readonly<Record<string, LiveSource>> = {}
