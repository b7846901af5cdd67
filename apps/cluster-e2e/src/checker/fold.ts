import { inOrder } from './invariants';
import { fields, list, long, text, type Fields, type Seen } from './record';

/** The read models as the decisions alone say they must be. */
export interface Folded {
  /** By application and session id. */
  readonly sessions: ReadonlyMap<string, Fields>;
  /** By profile id. */
  readonly profiles: ReadonlyMap<string, Fields>;
  /** By application and profile id. */
  readonly activities: ReadonlyMap<string, Fields>;
  /** Usage counters by application and code. */
  readonly couponUses: ReadonlyMap<string, bigint>;
}

interface Folding {
  readonly sessions: Map<string, Fields>;
  readonly profiles: Map<string, Fields>;
  readonly activities: Map<string, Fields>;
  readonly couponUses: Map<string, bigint>;
}

type Step = (event: Fields, application: bigint, to: Folding) => void;

function keepActivity(event: Fields, application: bigint, { activities }: Folding): void {
  const activity = fields(event['activity']);
  activities.set(`${application}:${text(activity['profileId'])}`, activity);
}

function keepUses(event: Fields, application: bigint, { couponUses }: Folding): void {
  couponUses.set(`${application}:${text(event['code'])}`, long(event['usageCounter']));
}

const STEPS: Readonly<Record<string, Step>> = {
  SessionChanged: (event, application, { sessions }) => {
    const session = fields(event['session']);
    sessions.set(`${application}:${text(session['integrationId'])}`, session);
  },
  ProfileChanged: (event, _, { profiles }) => {
    const profile = fields(event['profile']);
    profiles.set(text(profile['integrationId']), profile);
  },
  ProfileActivityChanged: keepActivity,
  ProfileOpeningChanged: keepActivity,
  CouponsCreated: (event, application, { couponUses }) => {
    for (const coupon of list(event['coupons'])) couponUses.set(`${application}:${text(coupon['code'])}`, 0n);
  },
  CouponRedemptionChanged: keepUses,
  CouponOpeningChanged: keepUses,
  CouponDeleted: (event, application, { couponUses }) => {
    couponUses.delete(`${application}:${text(event['code'])}`);
  },
};

/** Folds decisions in the order of their positions, each event taken at its resulting state. */
export function fold(decisions: readonly Seen[]): Folded {
  const folding: Folding = { sessions: new Map(), profiles: new Map(), activities: new Map(), couponUses: new Map() };
  for (const { value } of inOrder(decisions)) {
    for (const event of list(fields(value['payload'])['events'])) {
      STEPS[text(event['$type'])]?.(event, long(value['application']), folding);
    }
  }
  return folding;
}
