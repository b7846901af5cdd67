import {
  accepted,
  acceptedProfiles,
  advancedEvent,
  advancedEventRequest,
  coupon,
  couponReservations,
  customerInventory,
  activatedPoints,
  activatePoints,
  audience,
  audienceMemberships,
  customerAchievements,
  balancesQuery,
  errorBody,
  eventRequest,
  ingestLine,
  ingestResult,
  ingestSummary,
  integrationRequest,
  integrationState,
  integrationStates,
  legacyEvent,
  legacyProfile,
  legacySession,
  legacyState,
  newReferral,
  newReferrals,
  loyaltyBalances,
  loyaltyPoints,
  loyaltyTransaction,
  newAudience,
  pageWithoutTotalOf,
  pointsQuery,
  profileRequest,
  profilesRequest,
  referral,
  reopenedSession,
  reservedCustomers,
  returnRequest,
  storedSession,
  transactionsQuery,
  updateAudience,
} from '@tessera/api-contracts';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';

const flag = z.enum(['true', 'false']).default('false');
/** As in the reference: without it a call that may be silent is. */
const silent = z.enum(['yes', 'no']).default('yes');

export class SessionQuery extends createZodDto(z.object({ dry: flag })) {}
export class EvaluationQuery extends createZodDto(z.object({ runRuleEngine: flag, dry: flag })) {}
export class ProfilesQuery extends createZodDto(z.object({ silent })) {}
export class EventQuery extends createZodDto(z.object({ silent, dry: flag })) {}
/** Lists of ids or words with commas between them. */
const list = z.string().max(1_000).optional();
const count = z
  .string()
  .regex(/^\d{1,9}$/, 'a whole number')
  .optional();

export class AchievementQuery extends createZodDto(
  z.object({
    ...{ achievementIds: list, campaignIds: list, achievementStatus: list, currentProgressStatus: list },
    ...{ pageSize: count, skip: count },
  }),
) {}
export class IngestQuery extends createZodDto(z.object({ results: z.enum(['errors', 'all']).default('errors') })) {}

export class InventoryQuery extends createZodDto(
  z.object({ profile: flag, coupons: flag, referrals: flag, giveaways: flag, loyalty: flag }),
) {}
export class BalancesQuery extends createZodDto(balancesQuery) {}
export class TransactionsQuery extends createZodDto(transactionsQuery) {}
export class PointsQuery extends createZodDto(pointsQuery) {}

export class IntegrationRequest extends createZodDto(integrationRequest) {}
export class ProfileRequest extends createZodDto(profileRequest) {}
export class ProfilesRequest extends createZodDto(profilesRequest) {}
export class EventRequest extends createZodDto(eventRequest) {}
export class AdvancedEventRequest extends createZodDto(advancedEventRequest) {}
export class AdvancedEvent extends createZodDto(advancedEvent) {}
export class ReturnRequest extends createZodDto(returnRequest) {}
export class LegacySession extends createZodDto(legacySession) {}
export class LegacyProfile extends createZodDto(legacyProfile) {}
export class LegacyEvent extends createZodDto(legacyEvent) {}
export class CouponReservationsBody extends createZodDto(couponReservations) {}
export class NewReferralBody extends createZodDto(newReferral) {}
export class NewReferralsBody extends createZodDto(newReferrals) {}
export class NewAudience extends createZodDto(newAudience) {}
export class UpdateAudience extends createZodDto(updateAudience) {}
export class AudienceMemberships extends createZodDto(audienceMemberships) {}
export class IngestLine extends createZodDto(ingestLine) {}

export class IntegrationState extends createZodDto(integrationState) {}
export class IntegrationStates extends createZodDto(integrationStates) {}
export class LegacyState extends createZodDto(legacyState) {}
export class ReopenedSession extends createZodDto(reopenedSession) {}
export class StoredSession extends createZodDto(storedSession) {}
export class ReservedCoupon extends createZodDto(coupon) {}
export class ReservedCustomers extends createZodDto(reservedCustomers) {}
export class CustomerInventory extends createZodDto(customerInventory) {}
export class CreatedReferral extends createZodDto(referral) {}
export class CreatedReferrals extends createZodDto(z.object({ totalResultSize: z.int(), data: z.array(referral) })) {}
export class Audience extends createZodDto(audience) {}
export class CustomerAchievements extends createZodDto(customerAchievements) {}
export class ActivatePointsBody extends createZodDto(activatePoints) {}
export class ActivatedPoints extends createZodDto(activatedPoints) {}
export class LoyaltyBalances extends createZodDto(loyaltyBalances) {}
export class LoyaltyTransactionsPage extends createZodDto(pageWithoutTotalOf(loyaltyTransaction)) {}
export class LoyaltyPointsPage extends createZodDto(pageWithoutTotalOf(loyaltyPoints)) {}
export class Accepted extends createZodDto(accepted) {}
export class AcceptedProfiles extends createZodDto(acceptedProfiles) {}
export class ErrorBody extends createZodDto(errorBody) {}
export class IngestResult extends createZodDto(ingestResult) {}
export class IngestSummary extends createZodDto(ingestSummary) {}
