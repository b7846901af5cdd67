import {
  type BudgetCourse,
  type CampaignBudget,
  type LimitConfig as LimitJson,
  limitConfig,
  limitDecimals,
  renderLimit,
} from '@tessera/api-contracts';
import { formatAmount } from '@tessera/money';
import {
  configuredLimits,
  counterName,
  firstDay,
  LIMIT_ACTIONS,
  type LimitConfig,
  periodName,
} from '@tessera/promotion';
import { z } from 'zod';
import { limitsOf } from '../campaigns/limits';

/** A counter as the campaign projection gives it. */
export const counter = z.object({ counter: z.string(), value: z.string() });

/** One hour, day … as the campaign projection gives it: by action and period what of limits as a whole was used. */
export const bucket = z.object({
  date: z.string(),
  budgets: z.array(
    z.object({
      action: z.string(),
      period: z.string().nullable(),
      given: z.string(),
      undone: z.string(),
      counter: z.string(),
    }),
  ),
});
export type Bucket = z.infer<typeof bucket>;

type Limited = { readonly limits: readonly LimitJson[] };

/** The limits that hold for the campaign: its own, and the application's on actions that it has none on. */
export function limitsInEffect(campaign: Limited, application: Limited & { readonly currency: string }): LimitConfig[] {
  const of = ({ limits }: Limited) => ({ limits: limitsOf([...limits], application.currency) });
  const [own, defaults] = [of(campaign), of(application)];
  return LIMIT_ACTIONS.flatMap((action) => configuredLimits(action, own, defaults));
}

/** For whom counters are asked; undefined: not said. */
export interface Spender {
  readonly campaign: bigint;
  readonly profileId: string | undefined;
  readonly coupon: bigint | undefined;
  readonly referral: bigint | undefined;
  readonly sessionId: string | undefined;
  readonly identifier: string | undefined;
}

const SAID: Readonly<Record<string, (spender: Spender) => unknown>> = {
  Profile: ({ profileId }) => profileId,
  Coupon: ({ coupon }) => coupon,
  Referral: ({ referral }) => referral,
  Session: ({ sessionId }) => sessionId,
  Identifier: ({ identifier }) => identifier,
};

/** The name of the limit's counter; undefined: it counts by something that is not said. */
function counterOf({ action, entities }: LimitConfig, spender: Spender, period: string): string | undefined {
  if (entities.some((entity) => SAID[entity]?.(spender) === undefined)) return undefined;
  const { campaign, coupon, referral, sessionId, identifier, profileId } = spender;
  const by = <T>(entity: string, what: T | undefined): T | null => (entities.includes(entity) ? (what ?? null) : null);
  return counterName({
    ...{ action, campaign, period },
    couponId: by('Coupon', coupon) ?? by('Referral', referral),
    sessionId: by('Session', sessionId),
    identifier: by('Identifier', identifier),
    profileId: by('Profile', profileId),
  });
}

/** When something is shown, and in which units. */
export interface Shown {
  readonly currency: string;
  readonly timezone: string;
  readonly at: bigint;
}

/** A limit with how much of it is used up; counters that are not among the values never moved. */
export function showBudget(
  limit: LimitConfig,
  spender: Spender,
  values: ReadonlyMap<string, string>,
  { currency, timezone, at }: Shown,
): CampaignBudget {
  const period = periodName(limit.period, timezone, at);
  const periodStart = firstDay(period);
  const name = counterOf(limit, spender, period);
  return {
    ...limitConfig.parse(renderLimit(limit, currency)),
    ...(periodStart !== undefined && { periodStart }),
    ...(name !== undefined && { counter: amountOf(limit, values.get(name), currency) }),
  };
}

/** A limit of the campaign as a whole with its course. */
export function showCourse(limit: LimitConfig, buckets: readonly Bucket[], currency: string): BudgetCourse {
  return {
    ...limitConfig.parse(renderLimit(limit, currency)),
    course: buckets.map(({ date, budgets }) => {
      const own = budgets.find(({ action, period }) => action === limit.action && period === limit.period);
      return {
        date,
        used: amountOf(limit, own?.given, currency),
        returned: amountOf(limit, own?.undone, currency),
        counter: amountOf(limit, own?.counter, currency),
      };
    }),
  };
}

function amountOf({ action }: LimitConfig, amount: string | undefined, currency: string): number {
  return formatAmount(BigInt(amount ?? 0), limitDecimals(action, currency));
}
