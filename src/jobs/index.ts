// The door of the room jobs.
export { installJobs, JOB_ROLES } from './install-jobs.ts'
export { addJob, startJobs, type JobOptions, type JobPayload, type RunningJobs, type Tasks } from './jobs.ts'
