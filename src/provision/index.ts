// The door of the first rows.
export { createFurnisher, provision, type ProvisionInput } from './provision.ts'
