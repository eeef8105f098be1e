// The table of all commands: first word -> module that registers it. Modules are loaded only when needed.
import type { Command } from 'commander'
import type { CliDeps } from '../program.ts'

export type CommandModule = {
  /** First words this module answers to. */
  commands: readonly string[]
  load(): Promise<(program: Command, deps: CliDeps) => void>
}

export const commandTable: readonly CommandModule[] = [
  { commands: ['explain'], load: async () => { const m = await import('./explain.ts'); return (program, deps) => m.registerExplain(program, { ...deps.io, exit: deps.io.setExit }) } },
  { commands: ['explain'], load: async () => (await import('./explain-segment.ts')).registerExplainSegment },
  { commands: ['user', 'member', 'key', 'workspace'], load: async () => (await import('./platform.ts')).registerPlatform },
  { commands: ['schema'], load: async () => (await import('./schema.ts')).registerSchema },
  { commands: ['backup', 'hold'], load: async () => (await import('./ops.ts')).registerOps },
  { commands: ['events', 'report'], load: async () => (await import('./events.ts')).registerEvents },
  { commands: ['suppression', 'consent'], load: async () => (await import('./compliance.ts')).registerCompliance },
  { commands: ['contacts', 'lists'], load: async () => (await import('./contacts.ts')).registerContacts },
  { commands: ['import'], load: async () => (await import('./imports.ts')).registerImports },
  { commands: ['demo'], load: async () => (await import('./demo.ts')).registerDemo },
  { commands: ['template', 'campaign'], load: async () => (await import('./campaigns.ts')).registerCampaigns },
  { commands: ['segment'], load: async () => (await import('./segments.ts')).registerSegments },
  { commands: ['queue', 'provider', 'message'], load: async () => (await import('./delivery.ts')).registerDelivery },
]
