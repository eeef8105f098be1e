// The door of the room campaigns: templates, campaigns, what they look like, and their launches.
export { campaignErrors } from './errors.ts'
export { campaignContext, type CampaignContext } from './context.ts'
export { TEMPLATE_LANGUAGES, toSource, type Content, type Template, type TemplateLanguage, type TemplateSummary } from './template.ts'
export { archiveTemplate, createTemplate, getTemplate, listTemplates, updateTemplate, validateContent, type TemplateInput } from './save-template.ts'
export { audienceDefinition, audiencePart, CAMPAIGN_STATES, DELIVERY_CLASSES, STREAMS, type AudiencePart, type Campaign, type CampaignSettings, type CampaignState, type CampaignSummary, type NamedAudiencePart } from './campaign.ts'
export { audienceOf, copyCampaign, createCampaign, deleteCampaign, getCampaign, listCampaigns, updateCampaign, type CampaignDefaults, type CampaignInput } from './save-campaign.ts'
export { compileDraft, PLAIN_DRESS, readHouseFacts, type Dress, type HouseFacts } from './compile-draft.ts'
