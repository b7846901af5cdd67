import type { AttributeEntity } from '../catalog-event';
import type { Coupon } from '../coupon';
import type { Draft } from '../deciding/draft';
import type { Attributes } from '../value';
import { EffectFailure, type EffectRun } from './effect-type';

/** The place whose attributes are several: one for each item. */
export const CART_ITEM = 'cartitem';

/** How effects name an attribute of an item. */
export function itemPath(attribute: string): string {
  return `CartItem.attributes.${attribute}`;
}

/** What has attributes that a rule may write. */
interface Held {
  /** As the rules before left them. */
  readonly attributes: Attributes;
  readonly write: (attributes: Attributes) => Draft;
}

export interface Target {
  readonly entity: AttributeEntity;
  /**
   * Whether the session remembers what it wrote, so that it is told once, whatever others write there; else it is told where it
   * changes something.
   */
  readonly remembered: boolean;
  readonly held: (run: EffectRun) => Held | EffectFailure;
}

/** By the word of the path, in lower case. */
export const TARGETS: Readonly<Record<string, Target>> = {
  session: { entity: 'CustomerSession', remembered: true, held: ofSession },
  profile: { entity: 'CustomerProfile', remembered: true, held: ofProfile },
  coupon: { entity: 'Coupon', remembered: false, held: (run) => ofCoupon(run, run.coupon) },
  referral: { entity: 'Coupon', remembered: false, held: (run) => ofCoupon(run, run.referral) },
  advocate: { entity: 'CustomerProfile', remembered: false, held: ofAdvocate },
};

function ofSession({ draft, hasSession }: EffectRun): Held | EffectFailure {
  if (!hasSession) return new EffectFailure('there is no session to write', false);
  const write = (sessionAttributes: Attributes): Draft => ({ ...draft, sessionAttributes });
  return { attributes: draft.sessionAttributes, write };
}

function ofProfile({ draft, profileId }: EffectRun): Held | EffectFailure {
  if (profileId === '') return new EffectFailure('there is no profile', false);
  const write = (profileAttributes: Attributes): Draft => ({ ...draft, profileAttributes });
  return { attributes: draft.profileAttributes, write };
}

function ofCoupon({ draft }: EffectRun, coupon: Coupon | null): Held | EffectFailure {
  if (coupon === null) return new EffectFailure('the rule is not about such a code', false);
  const written = draft.couponAttributes.get(coupon.id);
  const write = (attributes: Attributes): Draft => {
    return { ...draft, couponAttributes: new Map(draft.couponAttributes).set(coupon.id, { coupon, attributes }) };
  };
  return { attributes: written?.attributes ?? coupon.settings.attributes, write };
}

function ofAdvocate(run: EffectRun): Held | EffectFailure {
  const { draft, referral } = run;
  const id = referral?.settings.advocate ?? '';
  const stored = id === '' ? null : run.attributesOf(id);
  if (stored === null) return new EffectFailure('there is no profile of the advocate', false);
  const write = (attributes: Attributes): Draft => {
    return { ...draft, otherProfiles: new Map(draft.otherProfiles).set(id, attributes) };
  };
  return { attributes: draft.otherProfiles.get(id) ?? stored, write };
}
