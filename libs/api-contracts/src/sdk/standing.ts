import type { INTEGRATION_OPERATIONS } from './integration-operations';
import type { MANAGEMENT_OPERATIONS } from './management-operations';

type Name = keyof typeof INTEGRATION_OPERATIONS | keyof typeof MANAGEMENT_OPERATIONS;

const CARDS = 'Points belong to profiles; there are no loyalty cards.';
const CATALOG = 'There is no catalog of products: sessions carry the names and prices of their items.';
const STRIKETHROUGH = 'There are no strikethrough prices.';
const TOPICS = 'What happens is in the topics `decisions.v1` and `effects.v1`; subscribe to these.';
const MAIL = 'No mail is sent: an admin sets a new password with `PUT /v1/users/{userId}`.';

/** Operations that answer 501, with the reason. One that comes to be served leaves this list. */
export const ABSENT: Readonly<Partial<Record<Name, string>>> = {
  syncCatalog: CATALOG,
  listCatalogItems: CATALOG,
  postCatalogsStrikethroughNotification: STRIKETHROUGH,
  postAddedDeductedPointsNotification: TOPICS,
  postPendingPointsNotification: TOPICS,
  getLoyaltyCardBalances: CARDS,
  getLoyaltyCardTransactions: CARDS,
  linkLoyaltyCardToProfile: CARDS,
  getLoyaltyCards: CARDS,
  deleteLoyaltyCard: CARDS,
  getLoyaltyCard: CARDS,
  updateLoyaltyCard: CARDS,
  addLoyaltyCardPoints: CARDS,
  deductLoyaltyCardPoints: CARDS,
  exportLoyaltyCardLedger: CARDS,
  getLoyaltyCardTransactionLogs: CARDS,
  transferLoyaltyCard: CARDS,
  exportLoyaltyCardBalances: CARDS,
  importLoyaltyCards: CARDS,
  createNotificationWebhook: TOPICS,
  getNotificationWebhooks: TOPICS,
  deleteNotificationWebhook: TOPICS,
  getNotificationWebhook: TOPICS,
  updateNotificationWebhook: TOPICS,
  createPasswordRecoveryEmail: MAIL,
  resetPassword: MAIL,
};

const SIGNED_BY_OLD_KEYS =
  'Version 4 sends no management key with it; give the client the `Authorization` as a default header.';
const NAMES = '`name` and `advocateName` are refused: personal attributes are sealed.';
const CALLS = 'Calls of the Management API, without bodies; those of the Integration API are events.';
const PERSONAL = '`customerName` and `customerEmail` are refused: personal attributes are sealed.';

/** Operations that do less than the reference, and what they leave out. */
export const PARTLY: Readonly<Partial<Record<Name, string>>> = {
  updateCustomerProfile: 'There is no `session` in the answer: the update has none.',
  getApplicationEvents: PERSONAL,
  getApplicationEventsWithoutTotalCount: PERSONAL,
  getApplicationCustomersByAttributes: SIGNED_BY_OLD_KEYS,
  getCustomerActivityReports: NAMES,
  getCustomerActivityReportsWithoutTotalCount: NAMES,
  getAllAccessLogs: CALLS,
  getAccessLogs: CALLS,
  getAccessLogsWithoutTotalCount: CALLS,
  getChanges: '`managementKeyId` selects nothing: changes are kept by the user whose key it is.',
  getWebhooks: 'Of the filters `applicationIds`.',
  createCouponsAsync:
    '`couponSettings` of the call are not read: give `couponPattern` and `validCharacters`, or those of the campaign.',
  exportPoolGiveaways: 'All giveaways: `createdBefore` and `createdAfter` select nothing.',
  exportLoyaltyBalance: 'Balances of now: `endDate` of version 5 is not read.',
  exportLoyaltyBalances: 'Balances of now: `endDate` of version 5 is not read.',
  getCampaigns: 'There are no campaign groups: `campaignGroupId` finds nothing.',
  getAccountAnalytics: 'Coupons and referrals are counted up to 10,000 for each application.',
  getWebhookLogs: 'Bodies of requests and answers are not kept; `attempts` has every try.',
};
