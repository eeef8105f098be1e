// A self-signed certificate for localhost, made on the spot (X.509 v3, RFC 5280), so that TLS tests need no openssl and
// no certificate in the tree that runs out one day.
import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'

export type TestCertificate = { readonly key: string; readonly cert: string }

const der = (tag: number, ...parts: Buffer[]): Buffer => {
  const body = Buffer.concat(parts)
  const n = body.length
  const length = n < 128 ? [n] : n < 256 ? [0x81, n] : [0x82, n >> 8, n & 255]
  return Buffer.concat([Buffer.from([tag, ...length]), body])
}
const sequence = (...parts: Buffer[]): Buffer => der(0x30, ...parts)
const hex = (text: string): Buffer => Buffer.from(text, 'hex')
const utcTime = (at: Date): Buffer => der(0x17, Buffer.from(`${at.toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`))
const ECDSA_SHA256 = sequence(hex('06082a8648ce3d040302'))

/** P-256 key and certificate for `name` and 127.0.0.1, valid for a day around now. */
export function selfSigned(name: string = 'localhost'): TestCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const day = 86_400_000
  const subject = sequence(der(0x31, sequence(hex('0603550403'), der(0x0c, Buffer.from(name)))))
  const altNames = sequence(der(0x82, Buffer.from(name)), der(0x87, Buffer.from([127, 0, 0, 1])))
  const extensions = sequence(sequence(hex('0603551d11'), der(0x04, altNames)), sequence(hex('0603551d13'), der(0x04, sequence(hex('0101ff')))))
  const body = sequence(
    hex('a003020102'),
    der(0x02, Buffer.from([1])),
    ECDSA_SHA256,
    subject,
    sequence(utcTime(new Date(Date.now() - day)), utcTime(new Date(Date.now() + day))),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, extensions),
  )
  const signature = sign('sha256', body, createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' })))
  const certificate = sequence(body, ECDSA_SHA256, der(0x03, Buffer.from([0]), signature))
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64').replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`,
  }
}
