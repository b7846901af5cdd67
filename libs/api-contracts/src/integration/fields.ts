import { z } from 'zod';

/** Left out and null are the same: what is stored stays. */
export const optional = <Schema extends z.ZodType>(schema: Schema) => schema.nullish();

/** Values by the names of declared attributes; what a value may be, the declaration says. */
export const attributes = z.record(z.string(), z.unknown());

/** In major units of the application's currency, with at most four more decimals than it has. */
export const price = z.number();

export const instant = z.iso.datetime({ offset: true });

/** What the answer is to hold beside the effects; names that are not known are ignored. */
export const responseContent = z
  .array(z.string())
  .describe(
    'customerSession, customerProfile, coupons, referral, triggeredCampaigns, event, loyalty, ruleFailureReasons, awardedGiveaways, previousReturns; of dry runs, explanation',
  );
