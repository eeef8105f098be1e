// Listens for SMTP and gives each connection a session.
import { createServer, type Server, type Socket } from 'node:net'
import { SmtpSession, type ReceiverOptions } from './smtp-session.ts'

export type SmtpReceiver = {
  readonly port: number
  readonly counts: { connections: number; open: number }
  /** Stops listening and cuts what is still connected. */
  close(): Promise<void>
}

/** Starts receiving on loopback (or `host`); port 0 lets the system choose. Rejects when the port is taken. */
export async function startSmtpReceiver(options: ReceiverOptions & { readonly port: number; readonly host?: string }): Promise<SmtpReceiver> {
  const sockets = new Set<Socket>()
  const counts = { connections: 0, open: 0 }
  const server = createServer({ noDelay: true }, (socket) => {
    counts.connections++
    counts.open++
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => {
      counts.open--
      sockets.delete(socket)
    })
    void new SmtpSession(socket, counts.connections, options)
  })
  const port = await listen(server, options.port, options.host ?? '127.0.0.1')
  return {
    port,
    counts,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ port, host, backlog: 1024 }, () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : port)
    })
  })
}
