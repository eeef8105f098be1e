// Forgetting on time.
export { forgetExpired, startUpkeep } from './upkeep.ts'
