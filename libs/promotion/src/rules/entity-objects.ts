import { CelObject, CelSet, Timestamp, type CelValue, type Result } from '@tessera/expression';
import { Rational } from '@tessera/money';
import type { Catalog } from '../catalog';
import type { Application, Campaign } from '../catalog-event';
import type { Coupon } from '../coupon';
import type { AudienceMoves } from '../deciding/audience-moves';
import type { Profile, ProfileActivity } from '../profile';
import type { Attributes, Instant } from '../value';
import { AttributesObject } from './attribute-type';

/** An object whose fields are made when they are read. */
class LazyObject extends CelObject {
  constructor(private readonly field: (name: string) => Result | undefined) {
    super();
  }

  override get(name: string): Result | undefined {
    return this.field(name);
  }
}

/** A profile as rules see it. */
export interface ProfileFacts {
  readonly profile: Profile;
  readonly activity: ProfileActivity | null;
  readonly exponent: number;
  readonly moves: AudienceMoves;
  /** Undefined: the application has no such audience, so its rules see nothing of it. */
  readonly nameOf: (audience: bigint) => string | undefined;
  /** Its points, by program. */
  readonly loyalty: CelObject;
}

export function profileObject({ profile, activity, exponent, moves, nameOf, loyalty }: ProfileFacts): CelObject {
  const names = (audiences: readonly bigint[]): string[] => audiences.flatMap((id) => nameOf(id) ?? []);
  const attributes = new AttributesObject(profile.attributes);
  return new LazyObject((name) => {
    switch (name) {
      case 'id':
        return profile.integrationId;
      case 'attributes':
        return attributes;
      case 'loyalty':
        return loyalty;
      case 'created':
        return Timestamp.fromMillis(profile.created);
      case 'closedSessions':
        return activity?.closedSessions ?? 0n;
      case 'totalSales':
        return Rational.fromMinor(activity?.totalSales ?? 0n, exponent);
      case 'lastActivity':
        return timestamp(activity?.lastActivity ?? null);
      case 'audiences':
        return names(profile.audiences.map(({ audience }) => audience));
      case 'joinedAudiences':
        return names(moves.joined);
      case 'leftAudiences':
        return names(moves.left);
      default:
        return undefined;
    }
  });
}

/** `valid` says whether nothing speaks against the code but, perhaps, the rule's own condition. */
export function couponObject(coupon: Coupon, valid: boolean, remaining: bigint | null, exponent: number): CelObject {
  const { settings } = coupon;
  return new LazyObject((name) => {
    switch (name) {
      case 'valid':
        return valid;
      case 'code':
      case 'batch':
      case 'usageCounter':
        return coupon[name];
      case 'recipient':
        return settings.recipient ?? undefined;
      case 'startDate':
      case 'expiryDate':
        return timestamp(settings[name]);
      case 'usageLimit':
        return settings.usageLimit;
      case 'remainingValue':
        return remaining === null ? undefined : Rational.fromMinor(remaining, exponent);
      case 'attributes':
        return new AttributesObject(settings.attributes);
      default:
        return undefined;
    }
  });
}

/** As of a coupon; `friend` is who alone may use it. */
export function referralObject({ code, settings, usageCounter }: Coupon, valid: boolean): CelObject {
  return new LazyObject((name) => {
    switch (name) {
      case 'valid':
        return valid;
      case 'code':
        return code;
      case 'advocate':
        return settings.advocate ?? undefined;
      case 'friend':
        return settings.recipient ?? undefined;
      case 'startDate':
      case 'expiryDate':
        return timestamp(settings[name]);
      case 'usageLimit':
        return settings.usageLimit;
      case 'usageCounter':
        return usageCounter;
      case 'attributes':
        return new AttributesObject(settings.attributes);
      default:
        return undefined;
    }
  });
}

export function applicationObject(application: Application): CelObject {
  return new LazyObject((name) => {
    switch (name) {
      case 'id':
      case 'name':
      case 'currency':
      case 'timezone':
        return application[name];
      case 'attributes':
        return new AttributesObject(application.attributes);
      default:
        return undefined;
    }
  });
}

/** `achievements` are those of the campaign, with what the profile came to. */
export function campaignObject(catalog: Catalog, campaign: Campaign, achievements: CelObject): CelObject {
  return new LazyObject((name) => {
    switch (name) {
      case 'id':
      case 'name':
      case 'tags':
        return campaign[name];
      case 'startTime':
      case 'endTime':
        return timestamp(campaign[name]);
      case 'attributes':
        return new AttributesObject(campaign.attributes);
      case 'collections':
        return collectionsObject((collection) => catalog.campaignItems(campaign, collection));
      case 'achievements':
        return achievements;
      default:
        return undefined;
    }
  });
}

/** Collections by name, each the set of its items. */
export function collectionsObject(items: (name: string) => ReadonlySet<string> | undefined): CelObject {
  return new LazyObject((name) => {
    const texts = items(name);
    return texts && new CelSet(texts);
  });
}

export function eventObject(type: string, attributes: Attributes): CelObject {
  const own = new AttributesObject(attributes);
  return new LazyObject((name) => (name === 'type' ? type : name === 'attributes' ? own : undefined));
}

function timestamp(at: Instant | null): CelValue | undefined {
  return at === null ? undefined : Timestamp.fromMillis(at);
}
