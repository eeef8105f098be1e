// Every failure leaves as problem+json (RFC 9457): one shape for our errors, invalid input, the database and accidents.
import { STATUS_CODES } from 'node:http'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { AppError, isAppError, kernelErrors, mapDatabaseError } from '../kernel/index.ts'
import { httpErrors } from './errors.ts'

export type FieldProblem = { field: string; rule: string; message: string }

export type Problem = {
  /** urn:inboxlift:error:<code>; stable. */
  type: string
  title: string
  status: number
  code: string
  hint: string
  detail?: string
  request_id: string
  /** The offending fields of VALIDATION_FAILED. */
  errors?: FieldProblem[]
  data?: Record<string, unknown>
}

/** Turns whatever was thrown into an error of the catalogue. Unknown ones become INTERNAL and say nothing about themselves. */
export function toAppError(error: unknown): AppError {
  if (isAppError(error)) return error
  const known = fromFramework(error as FastifyError)
  if (known) return known
  const mapped = mapDatabaseError(error)
  return isAppError(mapped) ? mapped : kernelErrors.INTERNAL({ cause: error })
}

function fromFramework(error: FastifyError): AppError | undefined {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const part = (error as FastifyError).validationContext ?? 'body'
    const errors = error.validation.map((issue): FieldProblem => ({
      field: [part === 'body' ? '' : part, ...issue.instancePath.split('/').filter(Boolean)].filter(Boolean).join('.') || 'body',
      rule: issue.keyword,
      message: issue.message ?? 'is not valid',
    }))
    return kernelErrors.VALIDATION_FAILED({ data: { errors } })
  }
  if (error?.code === 'FST_ERR_CTP_BODY_TOO_LARGE' || error?.code === 'FST_REQ_FILE_TOO_LARGE') return httpErrors.HTTP_BODY_TOO_LARGE()
  if (error?.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE' || error?.code === 'FST_INVALID_MULTIPART_CONTENT_TYPE') return httpErrors.HTTP_MEDIA_TYPE()
  if (error?.statusCode === 400 || (error?.code?.startsWith('FST_ERR_CTP') && error.statusCode !== 500)) return httpErrors.HTTP_BODY_UNREADABLE({ cause: error })
  if (error?.statusCode === 404) return kernelErrors.NOT_FOUND()
  return undefined
}

/** The body that clients get. Carries no value of the request, no SQL, no stack. */
export function problemOf(error: AppError, requestId: string): Problem {
  const { errors, ...data } = (error.data ?? {}) as { errors?: FieldProblem[] }
  return {
    type: `urn:inboxlift:error:${error.code}`,
    title: error.detail ? error.message.slice(0, -error.detail.length - 1) : error.message,
    status: error.status,
    code: error.code,
    hint: error.hint,
    ...(error.detail ? { detail: error.detail } : {}),
    request_id: requestId,
    ...(errors ? { errors } : {}),
    ...(Object.keys(data).length > 0 ? { data } : {}),
  }
}

/** Sends a problem. 5xx are logged with their cause, 4xx with their code only. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, thrown: unknown): FastifyReply {
  const error = toAppError(thrown)
  if (error.status >= 500) request.log.error({ err: error.cause ?? error, code: error.code }, error.message)
  const retryAfter = error.data?.retry_after
  if (typeof retryAfter === 'number') void reply.header('retry-after', String(retryAfter))
  if (error.status === 401) void reply.header('www-authenticate', 'Bearer realm="inboxlift"')
  return reply.code(error.status).header('cache-control', 'no-store').type('application/problem+json').serializer((p: unknown) => JSON.stringify(p)).send(problemOf(error, request.id))
}

/** The sentence of a status that no error of ours stands for. */
export function statusText(status: number): string {
  return STATUS_CODES[status] ?? 'Unknown'
}
