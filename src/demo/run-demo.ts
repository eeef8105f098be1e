// The demo from its first row to its table. Every part goes through the doors that everybody uses.
import { toPublicId } from '../kernel/index.ts'
import { actByWeb, readersOf } from './act.ts'
import { chooseAudience } from './choose-audience.ts'
import { collectMails } from './collect-mails.ts'
import type { DemoDeps, DemoRun } from './deps.ts'
import { allFigures, campaignFigures, holds, readCampaign, type Figure, type Story } from './figures.ts'
import { importFile } from './import-file.ts'
import { launchLetter } from './launch-letter.ts'
import { makeFile } from './make-file.ts'
import { openRun } from './open-run.ts'
import { reportBack } from './report-back.ts'
import { newTally } from './tally.ts'
import { waitFor } from './wait.ts'

export type DemoOptions = { rows: number; seed: number }
export type DemoResult = {
  run: number
  rows: number
  seed: number
  seconds: number
  figures: (Figure & { holds: boolean })[]
  holds: boolean
  /** Where to look: what it is and its address. */
  look: { what: string; url: string }[]
}

/**
 * Runs the demo on a running installation. Each run makes its own lists, segments, template and campaign; the people of its
 * file are made once. One that was killed leaves nothing that the next one minds. Throws the errors of errors.ts.
 */
export async function runDemo(deps: DemoDeps, options: DemoOptions): Promise<DemoResult> {
  const began = performance.now()
  const { run: demo, sourceId, providerId, close } = await openRun(deps, options.seed)
  try {
    const file = makeFile(options.rows, options.seed)
    const imported = await importFile(demo, sourceId, file)
    const audience = await chooseAudience(demo, imported)
    const refusedBefore = await refusals(demo)
    const sent = await launchLetter(demo, audience, providerId)
    const expected = (await readCampaign(demo, sent)).report.totals.sent
    const story: Story = { file, imported, audience, sent, mails: await collectMails(demo, sent.launchId, expected), tally: newTally(), refusals: (await refusals(demo)) - refusedBefore }
    const readers = readersOf(demo, imported.people, story.mails)
    await actByWeb(demo, readers, story.tally)
    await reportBack(demo, readers, story.tally)
    await arrive(demo, story)
    const figures = (await allFigures(demo, story)).map((f) => ({ ...f, holds: holds(f) }))
    return { run: demo.run, rows: options.rows, seed: options.seed, seconds: (performance.now() - began) / 1000, figures, holds: figures.every((f) => f.holds), look: whereToLook(demo, story) }
  } finally {
    close()
  }
}

async function refusals(demo: DemoRun): Promise<number> {
  return (await demo.inbox.stats()).rejected ?? 0
}

/** Waits until what was done stands in the counters. A figure that went past what was done is not waited for: the table tells. */
async function arrive(demo: DemoRun, story: Story): Promise<void> {
  const step = demo.tell('Counters', 1)
  let figures: Figure[] = []
  await waitFor(async () => {
    figures = campaignFigures(await readCampaign(demo, story.sent), story)
    const open = figures.filter((f) => !holds(f))
    const isPast = open.some((f) => f.done !== null && f.says > f.done)
    step.update(figures.length - open.length, figures.length)
    const missing = open.map((f) => `${f.name} ${f.says} of ${f.done ?? f.rows} (rows ${f.rows})`).join(', ')
    return { progress: JSON.stringify(open), isDone: open.length === 0 || isPast, missing: `${missing}. The services worker-ingest and worker-compliance count them.` }
  }, 30_000).catch((error: unknown) => {
    if ((error as { code?: string }).code !== 'DEMO_STUCK') throw error // the table shows what is missing
  })
  step.done(`${figures.filter(holds).length} of ${figures.length} figures of the campaign agree`)
}

function whereToLook(demo: DemoRun, { imported, sent, mails, tally }: Story): DemoResult['look'] {
  const page = (path: string): string => `${demo.url}${path}`
  const busiest = [...tally.clickers][0] ?? imported.people[0]?.contactId
  const mail = mails.find((m) => m.contactId === busiest)
  return [
    { what: 'report of the campaign', url: page(`/campaigns/${toPublicId('cmp', sent.campaignId)}`) },
    ...(busiest === undefined ? [] : [{ what: 'somebody who clicked', url: page(`/contacts/${toPublicId('con', busiest)}`) }]),
    { what: 'the import and its refused rows', url: page(`/imports/${toPublicId('imp', imported.run.importRunId)}`) },
    { what: 'the mail in the test inbox', url: page(mail ? `/inbox/${mail.inboxId}` : '/inbox') },
  ]
}
