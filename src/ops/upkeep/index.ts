// Forgetting on time.
export { forgetExpired } from './upkeep.ts'
