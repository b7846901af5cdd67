import { CelObject, Timestamp, type CelValue, type Result } from '@tessera/expression';
import { Rational } from '@tessera/money';
import type { Application, Campaign } from '../catalog-event';
import type { Coupon } from '../coupon';
import type { Profile, ProfileActivity } from '../profile';
import type { Attributes, Instant } from '../value';
import { AttributesObject } from './attribute-type';

/** An object whose fields are made when they are first read. */
class LazyObject extends CelObject {
  constructor(private readonly fields: Readonly<Record<string, () => Result | undefined>>) {
    super();
  }

  override get(field: string): Result | undefined {
    return Object.hasOwn(this.fields, field) ? this.fields[field]?.() : undefined;
  }
}

export function profileObject(profile: Profile, activity: ProfileActivity | null, exponent: number): CelObject {
  return new LazyObject({
    id: () => profile.integrationId,
    attributes: () => new AttributesObject(profile.attributes),
    created: () => Timestamp.fromMillis(profile.created),
    closedSessions: () => activity?.closedSessions ?? 0n,
    totalSales: () => Rational.fromMinor(activity?.totalSales ?? 0n, exponent),
    lastActivity: () => timestamp(activity?.lastActivity ?? null),
  });
}

/** `valid` says whether nothing speaks against the code but, perhaps, the rule's own condition. */
export function couponObject(coupon: Coupon, valid: boolean, remaining: bigint | null, exponent: number): CelObject {
  const { settings } = coupon;
  return new LazyObject({
    valid: () => valid,
    code: () => coupon.code,
    batch: () => coupon.batch,
    recipient: () => settings.recipient ?? undefined,
    startDate: () => timestamp(settings.startDate),
    expiryDate: () => timestamp(settings.expiryDate),
    usageLimit: () => settings.usageLimit,
    usageCounter: () => coupon.usageCounter,
    remainingValue: () => (remaining === null ? undefined : Rational.fromMinor(remaining, exponent)),
    attributes: () => new AttributesObject(settings.attributes),
  });
}

export function applicationObject(application: Application): CelObject {
  return new LazyObject({
    id: () => application.id,
    name: () => application.name,
    currency: () => application.currency,
    timezone: () => application.timezone,
    attributes: () => new AttributesObject(application.attributes),
  });
}

export function campaignObject(campaign: Campaign): CelObject {
  return new LazyObject({
    id: () => campaign.id,
    name: () => campaign.name,
    tags: () => campaign.tags,
    startTime: () => timestamp(campaign.startTime),
    endTime: () => timestamp(campaign.endTime),
    attributes: () => new AttributesObject(campaign.attributes),
  });
}

export function eventObject(type: string, attributes: Attributes): CelObject {
  return new LazyObject({ type: () => type, attributes: () => new AttributesObject(attributes) });
}

function timestamp(at: Instant | null): CelValue | undefined {
  return at === null ? undefined : Timestamp.fromMillis(at);
}
