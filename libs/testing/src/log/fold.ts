import { addGiveaways, awardGiveaway } from './giveaways';
import { foldLedger } from './ledgers';
import { fields, list, long, text, type Fields } from './record';
import { Tally } from './tally';

/** A decision of decisions.v1: where and when it was made, and what it changed. */
export interface Told {
  readonly position: bigint;
  readonly application: bigint;
  readonly at: bigint;
  readonly events: readonly unknown[];
}

/** What the decisions alone say that the store must hold, and where they do not agree with themselves. */
export interface Folded {
  /** By kind and key: `session/1/cart`, `couponId/1/7`. What has an amount has it added up, never taken from an event. */
  readonly rows: ReadonlyMap<string, unknown>;
  /** Events whose result is not what was there before with what they add. */
  readonly contradictions: readonly string[];
}

/** Folds decisions in the order of their positions. It shares no code with the product. */
export function fold(decisions: readonly Told[]): Folded {
  const tally = new Tally();
  const inOrder = [...decisions].sort((a, b) => (a.position < b.position ? -1 : 1));
  for (const told of inOrder) {
    for (const event of told.events.map(fields)) stepOf(event)(event, told, tally);
  }
  return tally;
}

/** Throws Error where the event is one that this fold has not learned yet: it would fold something else than the log. */
function stepOf(event: Fields): Step {
  const type = text(event['$type'] ?? event['kind']);
  const step = STEPS[type];
  if (step === undefined) throw new Error(`an event ${type}`);
  return step;
}

type Step = (event: Fields, told: Told, tally: Tally) => void;

const keepActivity: Step = (event, { application }, tally) => {
  const activity = fields(event['activity']);
  const name = `activity/${application}/${text(activity['profileId'])}`;
  const closedSessions = tally.moves(
    `${name} closedSessions`,
    event['closedSessionsDelta'],
    activity['closedSessions'],
  );
  const totalSales = tally.moves(`${name} totalSales`, event['totalSalesDelta'], activity['totalSales']);
  tally.keep(name, { ...activity, closedSessions, totalSales });
};

const couponName = ({ application }: Told, id: unknown): string => `couponId/${application}/${long(id)}`;

/** Of what came before Tessera, that of single profiles is among that of all. */
const redeem: Step = (event, told, tally) => {
  const name = couponName(told, event['couponId']);
  const counts = text(event['$type'] ?? event['kind']) === 'CouponRedemptionChanged' || event['profileId'] === '';
  const [uses, value] = counts ? [event['delta'], event['discountDelta']] : [0n, 0n];
  const usageCounter = tally.moves(`${name} usageCounter`, uses, event['usageCounter']);
  const discountCounter = tally.moves(`${name} discountCounter`, value, event['discountCounter']);
  tally.change(name, { usageCounter, discountCounter });
};

const createCoupons: Step = (event, told, tally) => {
  const { application, at } = told;
  const settings = fields(event['settings']);
  for (const { id, code, canonical, recipient } of list(event['coupons'])) {
    const own = recipient === null ? settings : { ...settings, recipient };
    const counters = { usageCounter: 0n, discountCounter: 0n, reservationCounter: 0n };
    const coupon = { id, application, code, canonical, batch: event['batch'], settings: own, created: at, ...counters };
    tally.keep(couponName(told, id), coupon);
  }
};

const changeCoupon: Step = (event, told, tally) => {
  const coupon = fields(event['coupon']);
  const name = couponName(told, coupon['id']);
  const counters = ['usageCounter', 'discountCounter', 'reservationCounter'].map((counter) => {
    return [counter, tally.moves(`${name} ${counter}`, 0n, coupon[counter])] as const;
  });
  tally.keep(name, { ...coupon, ...Object.fromEntries(counters) });
};

const count: Step = (event, { application }, tally) => {
  const name = `counter/${application}/${text(event['counter'])}`;
  tally.keep(name, tally.moves(name, event['delta'], event['value']));
};

const progress: Step = (event, { application }, tally) => {
  const told = fields(event['progress']);
  const name = `achievement/${application}/${long(told['achievement'])}/${text(told['profileId'])}`;
  const trackers = list(told['trackers']).map((tracker) => {
    const moved = tracker['id'] === event['tracker'] ? event['delta'] : 0n;
    return { ...tracker, progress: tally.moves(`${name} ${long(tracker['id'])}`, moved, tracker['progress']) };
  });
  tally.keep(name, { ...told, trackers });
};

const STEPS: Readonly<Record<string, Step>> = {
  SessionChanged: (event, { application }, tally) => {
    const session = fields(event['session']);
    tally.keep(`session/${application}/${text(session['integrationId'])}`, session);
  },
  ProfileChanged: (event, _, tally) => {
    const profile = fields(event['profile']);
    tally.keep(`profile/${text(profile['integrationId'])}`, profile);
  },
  ProfileActivityChanged: keepActivity,
  ProfileOpeningChanged: keepActivity,
  CustomEventRecorded: ({ id, type, attributes, profileId, integrationId }, { application, at }, tally) => {
    if (profileId !== '') tally.keep(`event/${text(profileId)}/${long(id)}`, { type, at, attributes });
    if (typeof integrationId === 'string') tally.keep(`eventId/${application}/${integrationId}`, id);
  },
  CouponsCreated: createCoupons,
  CouponRedemptionChanged: redeem,
  CouponOpeningChanged: redeem,
  CouponReservationChanged: (event, told, tally) => {
    const name = couponName(told, event['couponId']);
    const counter = tally.moves(`${name} reservationCounter`, event['delta'], event['reservationCounter']);
    tally.change(name, { reservationCounter: counter });
  },
  CouponChanged: changeCoupon,
  CouponDeleted: (event, told, tally) => tally.drop(couponName(told, event['couponId'])),
  CounterChanged: count,
  LimitOpeningChanged: count,
  LedgerChanged: (event, _, tally) => foldLedger(event, tally),
  LedgerOpeningChanged: (event, _, tally) => foldLedger(event, tally),
  GiveawaysAdded: (event, { at }, tally) => addGiveaways(event, at, tally),
  GiveawayAwarded: (event, { at }, tally) => awardGiveaway(event, at, tally),
  /** What is the profile's alone is gone with its key; what all others see of it stays. */
  ProfileErased: () => undefined,
  AchievementProgressChanged: progress,
};
