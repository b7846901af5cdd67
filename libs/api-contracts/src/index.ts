export {
  createdManagementKey,
  loginParams,
  managementKey,
  newManagementKey,
  newUser,
  role,
  ROLES,
  updateUser,
  user,
  userSession,
  type CreatedManagementKey,
  type LoginParams,
  type ManagementKey,
  type NewManagementKey,
  type NewUser,
  type Role,
  type UpdateUser,
  type User,
  type UserSession,
} from './management/account';
export {
  apiKey,
  application,
  applicationHealth,
  createdApiKey,
  newApiKey,
  updateApiKey,
  newApplication,
  updateApplication,
  type ApiKey,
  type Application,
  type ApplicationHealth,
  type CreatedApiKey,
  type NewApiKey,
  type UpdateApiKey,
  type NewApplication,
  type UpdateApplication,
} from './management/application';
export {
  allowedListImport,
  allowedValueRow,
  attribute,
  attributeQuery,
  MOST_SUGGESTIONS,
  newAttribute,
  updateAttribute,
  type AllowedListImport,
  type Attribute,
  type NewAttribute,
  type UpdateAttribute,
} from './management/attribute';
export * from './management/opening';
export * from './management/campaign-template';
export {
  campaign,
  CAMPAIGN_FEATURES,
  campaignCopy,
  campaignFilter,
  campaignState,
  campaignSearch,
  codeGeneratorSettings,
  limitConfig,
  newCampaign,
  updateCampaign,
  type Campaign,
  type CampaignCopy,
  type LimitConfig,
  type NewCampaign,
  type UpdateCampaign,
} from './management/campaign';
export {
  COUPON_JOB_STATES,
  coupon,
  couponFilter,
  couponImport,
  couponImportQuery,
  couponJob,
  couponSearch,
  COUPONS_PER_CHUNK,
  newCouponDeletionJob,
  newCouponUpdateJob,
  newCoupons,
  newCouponsAsync,
  newCouponsForRecipients,
  updateCoupon,
  updateCouponBatch,
  type Coupon,
  type CouponImport,
  type CouponImportQuery,
  type CouponJob,
  type CouponSearch,
  type NewCoupons,
  type NewCouponsForRecipients,
  type UpdateCoupon,
  type UpdateCouponBatch,
} from './management/coupon';
export {
  achievement,
  newAchievement,
  updateAchievement,
  type Achievement,
  type NewAchievement,
  type UpdateAchievement,
} from './management/achievement';
export { change, changeQuery, type Change, type ChangeQuery } from './management/change';
export {
  budgetCourse,
  budgetQuery,
  campaignBudget,
  type BudgetCourse,
  type BudgetQuery,
  type CampaignBudget,
} from './management/budget';
export { analyticsQuery, campaignAnalytics, type AnalyticsQuery, type CampaignAnalytics } from './management/analytics';
export {
  applicationEvent,
  eventExplanation,
  eventQuery,
  explanationQuery,
  type ApplicationEvent,
  type EventExplanation,
  type EventQuery,
} from './management/event';
export {
  couponExportQuery,
  effectExportQuery,
  exportEntry,
  exportQuery,
  sessionExportQuery,
  type ExportEntry,
} from './management/export';
export {
  evaluationGroup,
  evaluationTree,
  evaluationTreeQuery,
  updateEvaluationGroup,
  updateEvaluationTree,
  type EvaluationElement,
  type EvaluationGroup,
  type EvaluationSet,
  type EvaluationTree,
  type UpdateEvaluationGroup,
  type UpdateEvaluationTree,
} from './management/evaluation';
export {
  eventType,
  eventTypeQuery,
  newEventType,
  updateEventType,
  type EventType,
  type NewEventType,
  type UpdateEventType,
} from './management/event-type';
export {
  collection,
  collectionImport,
  collectionItem,
  collectionQuery,
  importQuery,
  newCampaignCollection,
  newCollection,
  updateCampaignCollection,
  updateCollection,
  type Collection,
  type NewCampaignCollection,
  type NewCollection,
  type UpdateCollection,
} from './management/collection';
export {
  giveawayImport,
  giveawayPool,
  newGiveawayPool,
  updateGiveawayPool,
  type GiveawayImport,
  type GiveawayPool,
  type NewGiveawayPool,
  type UpdateGiveawayPool,
} from './management/giveaway';
export {
  addLoyaltyPoints,
  deductLoyaltyPoints,
  loyaltyImport,
  loyaltyProgram,
  loyaltyLedger,
  loyaltyLogRange,
  loyaltyStatistics,
  newLoyaltyProgram,
  updateLoyaltyProgram,
  type AddLoyaltyPoints,
  type DeductLoyaltyPoints,
  type LoyaltyImport,
  type LoyaltyProgram,
  type LoyaltyStatistics,
  type NewLoyaltyProgram,
  type UpdateLoyaltyProgram,
} from './management/loyalty';
export { listQuery, pageOf, pageWithoutTotalOf, type ListQuery } from './management/list';
export { accessLogEntry, accessLogQuery, type AccessLogEntry, type AccessLogQuery } from './management/access-log';
export {
  account,
  accountAnalytics,
  roleEntry,
  rolePage,
  type Account,
  type AccountAnalytics,
  type RoleEntry,
} from './management/account-figures';
export {
  additionalCost,
  newAdditionalCost,
  updateAdditionalCost,
  type AdditionalCost,
  type NewAdditionalCost,
  type UpdateAdditionalCost,
} from './management/additional-cost';
export {
  activityRange,
  activityReportQuery,
  customerActivityReport,
  customerAnalytics,
  customerSearch,
  type ActivityRange,
  type ActivityReportQuery,
  type CustomerActivityReport,
  type CustomerAnalytics,
  type CustomerSearch,
} from './management/customer';
export {
  webhookActivation,
  webhookActivationQuery,
  webhookLogEntry,
  webhookLogQuery,
  type WebhookActivation,
  type WebhookActivationQuery,
  type WebhookLogEntry,
  type WebhookLogQuery,
} from './management/webhook-log';
export {
  applicationSession,
  sessionQuery,
  timelineEntry,
  type ApplicationSession,
  type SessionQuery,
  type TimelineEntry,
} from './management/session';
export {
  binding,
  expression,
  newRuleset,
  rule,
  ruleEffect,
  ruleset,
  type NewRuleset,
  type Rule,
  type Ruleset,
} from './management/ruleset';
export {
  createdWebhook,
  HIDDEN_HEADER_VALUE,
  newWebhook,
  webhook,
  webhookQuery,
  type CreatedWebhook,
  type NewWebhook,
  type Webhook,
} from './management/webhook';
export { renderTracker } from './render/achievement';
export { renderCoupon } from './render/coupon';
export { renderReferral } from './render/referral';
export {
  referee,
  referral,
  referralExportQuery,
  referralFilter,
  updateReferral,
  type Referral,
  type UpdateReferral,
} from './management/referral';
export { newReferral, newReferrals, type NewReferral, type NewReferrals } from './integration/referral';
export { ACCOUNT_ID, renderMembership, renderProfile } from './render/profile';
export { type LoyaltyState, renderLoyalty, renderPoints, renderTier } from './render/loyalty';
export { idLists } from './internal/id-lists';
export { ledgerJson, storedEntry, type StoredEntry, storedLedger } from './internal/ledger';
export { renderReturn } from './render/return';
export { exponentOf, renderSession } from './render/session';
export { type Json, renderAttributes, renderInstant, type RenderSealed, renderValue } from './render/value';
export { keepSealed, type Open, openSealed, sealedKeys } from './render/sealed';
export { limitDecimals, renderCampaign, renderLimit } from './render/campaign';
export {
  additionalCosts,
  advancedEventRequest,
  eventRequest,
  integrationRequest,
  newCustomerSession,
  profileRequest,
  PROFILES_PER_CALL,
  profilesRequest,
  returnRequest,
  type AdvancedEventRequest,
  type EventRequest,
  type IntegrationRequest,
  type NewCartItem,
  type NewCustomerSession,
  type ProfileRequest,
  type ProfilesRequest,
  type ReturnRequest,
} from './integration/request';
export {
  couponReservations,
  customerInventory,
  inventoryCoupon,
  inventoryReferral,
  inventoryGiveaway,
  reservedCustomers,
  type InventoryCoupon,
} from './integration/inventory';
export {
  legacyEvent,
  legacyProfile,
  legacySession,
  legacyState,
  type LegacyEvent,
  type LegacyProfile,
  type LegacySession,
} from './integration/legacy';
export {
  accepted,
  acceptedProfiles,
  customerProfile,
  customerSession,
  errorBody,
  explanation,
  integrationState,
  integrationStates,
  reopenedSession,
  storedSession,
  type IntegrationState,
} from './integration/state';
export { customerAchievements, type CustomerAchievement } from './integration/achievement';
export { type AdvancedEvent, advancedEvent } from './integration/event';
export {
  audience,
  AUDIENCE_CHANGES_PER_CALL,
  audienceMemberships,
  newAudience,
  updateAudience,
  type Audience,
  type AudienceMemberships,
  type NewAudience,
  type UpdateAudience,
} from './integration/audience';
export {
  activatedPoints,
  activatePoints,
  balancesQuery,
  loyaltyBalances,
  loyaltyPoints,
  loyaltyProgramTransaction,
  loyaltyTransaction,
  pointsQuery,
  programTransactionsQuery,
  transactionsQuery,
  type ActivatePoints,
  type PointsQuery,
  type ProgramTransactionsQuery,
  type TransactionsQuery,
} from './integration/loyalty';
export {
  heldPoints,
  ledgerAt,
  type LedgerAt,
  renderActivated,
  renderBalance,
  renderBalances,
  renderHeld,
  renderStart,
  renderTransaction,
  TRANSACTION_KINDS,
} from './render/ledger';
export {
  ingestLine,
  ingestResult,
  ingestSummary,
  type IngestLine,
  type IngestResult,
  type IngestSummary,
} from './integration/ingest';
export { type EffectFrame, renderEffect, renderRuleFailure } from './render/effect';
export { renderExplanation } from './render/explanation';
export { absentOperations, pathShape, type SdkOperation, sdkOperations, type Standing } from './sdk/operations';
export { sdkOperationsPage } from './sdk/page';
