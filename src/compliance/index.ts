// The door of the room compliance: may we write to this address, and who said so.
export { complianceErrors } from './errors.ts'
export { gateBucket, closeGate } from './gate.ts'
export { suppress, liftSuppression, SUPPRESSION_REASONS, type SuppressionReason, type SuppressInput } from './suppression.ts'
export { giveConsent, withdrawConsent, consentOf, consentHistory, publishWording, type ConsentAct, type ConsentChannel, type ConsentEntry, type ConsentEvidence, type ConsentSource, type ConsentState, type ConsentTools } from './consent.ts'
export { unsubscribe, resubscribe, type ComplianceDeps, type RecordUnsubscribed, type UnsubscribeMethod, type UnsubscribeRequest } from './unsubscribe.ts'
export { consumeSuppressions, type SuppressConsumerDeps } from './consume-suppress.ts'
export { writeAudit, writeBatchAudit, type AuditRow } from './audit.ts'
export { createComplianceService, startCompliance, type ComplianceService } from './service.ts'
