// Turns whatever a command threw into an error of the catalogue.
import { isAppError, kernelErrors, mapDatabaseError, type AppError } from '../kernel/index.ts'

/** Database errors by SQLSTATE, files by errno; anything else becomes INTERNAL with its own message for the operator. */
export function toAppError(thrown: unknown): AppError {
  const mapped = mapDatabaseError(thrown)
  if (isAppError(mapped)) return mapped
  const error = thrown as NodeJS.ErrnoException
  return kernelErrors.INTERNAL({ cause: thrown, detail: error instanceof Error ? error.message : String(thrown) })
}
