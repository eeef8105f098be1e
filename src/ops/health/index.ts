// Signs of life and readiness.
export { HEARTBEAT_MS, startHeartbeat, type Heartbeat } from './heartbeat.ts'
export { checkReadiness, type Check, type CheckState, type Readiness, type ReadinessOptions } from './readiness.ts'
export { heartbeatList, outboxAgeList, queueAgeList } from './health.sql.ts'
