// Flags of node for single services. The import makes much short-lived garbage: with the ordinary nursery (3 x 32 MB and a
// heap that grows to 4 GB before it is swept) a process of 60 MB live data takes 400 MB; with these it stays below 300 MB
// for a million rows, at the same speed (bench import).
const FLAGS: Readonly<Record<string, readonly string[]>> = { 'worker-import': ['--max-semi-space-size=8', '--max-old-space-size=640'] }

/** What node is told when it runs a service. */
export function nodeFlags(service: string): readonly string[] {
  return FLAGS[service] ?? []
}
