// The version of this release.
export { readRelease } from '../kernel/index.ts'
