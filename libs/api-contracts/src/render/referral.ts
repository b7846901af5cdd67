import type { Coupon } from '@tessera/promotion';
import { type Json, type RenderSealed, renderAttributes, renderInstant } from './value';

/** A referral as the public API shows it: a coupon whose code has an advocate. */
export function renderReferral(referral: Coupon, sealed?: RenderSealed): { [name: string]: Json } {
  const { settings } = referral;
  const { startDate, expiryDate, recipient } = settings;
  return {
    id: Number(referral.id),
    created: renderInstant(referral.created),
    campaignId: Number(settings.campaign),
    code: referral.code,
    advocateProfileIntegrationId: settings.advocate,
    ...(recipient !== null && { friendProfileIntegrationId: recipient }),
    usageLimit: Number(settings.usageLimit),
    usageCounter: Number(referral.usageCounter),
    ...(startDate !== null && { startDate: renderInstant(startDate) }),
    ...(expiryDate !== null && { expiryDate: renderInstant(expiryDate) }),
    attributes: renderAttributes(settings.attributes, sealed),
    batchId: referral.batch,
  };
}
