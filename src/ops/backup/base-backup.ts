// A base backup over the replication protocol, without any PostgreSQL tool.
// PostgreSQL manual 54.4 (BASE_BACKUP): one CopyOut stream whose messages begin with n (new archive), d (data),
// m (manifest), p (progress).
import { PassThrough, type Readable } from 'node:stream'
import pg from 'pg'
import type { DatabaseConfig } from '../../kernel/index.ts'

export type BaseBackupSink = {
  /** A tar archive begins; the stream ends when the archive does. Empty path is the data directory itself. */
  archive(name: string, path: string, content: Readable): void
  manifest(content: Readable): void
  progress?(bytes: number): void
}

export type BaseBackupResult = { startLsn: string; endLsn: string; timeline: number; bytes: number }

type Connection = { stream: { pause(): void; resume(): void }; query(text: string): void }

/** The pg query object that reads the stream; `pg` hands it every protocol message. */
class BaseBackupQuery {
  private current: PassThrough | undefined
  private readonly rows: string[][] = []
  private failed: Error | undefined
  private paused = false
  bytes = 0
  private readonly sink: BaseBackupSink
  private readonly text: string
  private readonly done: (error: Error | undefined, rows: string[][]) => void

  constructor(text: string, sink: BaseBackupSink, done: (error: Error | undefined, rows: string[][]) => void) {
    this.text = text
    this.sink = sink
    this.done = done
  }

  submit(connection: Connection): void {
    connection.query(this.text)
  }

  handleRowDescription(): void {}
  handleCommandComplete(): void {}
  handlePortalSuspended(): void {}
  handleEmptyQuery(): void {}

  handleDataRow(message: { fields: (Buffer | string | null)[] }): void {
    this.rows.push(message.fields.map((f) => (f === null ? '' : f.toString())))
  }

  handleCopyData(message: { chunk: Buffer }, connection: Connection): void {
    const { chunk } = message
    const kind = String.fromCharCode(chunk[0]!)
    if (kind === 'n') {
      const [name = '', path = ''] = chunk.subarray(1).toString('utf8').split('\0')
      this.begin((content) => this.sink.archive(name, path, content))
    } else if (kind === 'm') this.begin((content) => this.sink.manifest(content))
    else if (kind === 'd') this.data(chunk.subarray(1), connection)
    else if (kind === 'p') this.sink.progress?.(Number(chunk.readBigInt64BE(1)))
  }

  private begin(announce: (content: Readable) => void): void {
    this.current?.end()
    this.current = new PassThrough({ highWaterMark: 1 << 20 })
    announce(this.current)
  }

  private data(bytes: Buffer, connection: Connection): void {
    this.bytes += bytes.length
    const stream = this.current!
    if (stream.write(Buffer.from(bytes))) return // copied: pg reuses its read buffer
    if (this.paused) return // messages already read from the socket still arrive
    this.paused = true
    connection.stream.pause()
    stream.once('drain', () => {
      this.paused = false
      connection.stream.resume()
    })
  }

  handleError(error: Error): void {
    this.failed ??= error
    this.current?.destroy(error)
    // A lost connection brings no ReadyForQuery, nor does a FATAL error.
    if ((error as { severity?: string }).severity !== 'ERROR') this.done(this.failed, this.rows)
  }

  handleReadyForQuery(): void {
    this.current?.end()
    this.done(this.failed, this.rows)
  }
}

/**
 * Streams a base backup with all WAL it needs into `sink`, with back-pressure. Rejects when the server or a sink
 * fails. The login needs REPLICATION. Several may run at once (max_wal_senders).
 */
export async function streamBaseBackup(config: DatabaseConfig, label: string, sink: BaseBackupSink): Promise<BaseBackupResult> {
  const client = new pg.Client({ ...config, replication: 'true', application_name: 'inboxlift backup' } as pg.ClientConfig)
  client.on('error', () => {})
  await client.connect()
  try {
    const text = `BASE_BACKUP (LABEL '${label.replaceAll("'", '')}', WAL true, CHECKPOINT 'fast', MANIFEST 'yes', MANIFEST_CHECKSUMS 'SHA256', PROGRESS true)`
    let query!: BaseBackupQuery
    const rows = await new Promise<string[][]>((resolve, reject) => {
      query = new BaseBackupQuery(text, sink, (error, r) => (error ? reject(error) : resolve(r)))
      void client.query(query as unknown as pg.QueryConfig)
    })
    const [start, end] = [rows[0], rows.at(-1)]
    return { startLsn: start?.[0] ?? '', endLsn: end?.[0] ?? '', timeline: Number(start?.[1] ?? 1), bytes: query.bytes }
  } finally {
    await client.end().catch(() => {})
  }
}
