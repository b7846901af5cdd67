import {
  BOOL,
  DECIMAL,
  historyOf,
  INT,
  listOf,
  mapOf,
  objectOf,
  SET,
  STRING,
  TIMESTAMP,
  type Type,
} from '@tessera/expression';
import type { Achievement } from '../catalog-event';
import type { Collections } from '../fold/collections';
import { type LoyaltyProgram, programsIn } from '../loyalty-program';
import type { Definitions } from '../fold/definitions';
import type { PersistentMap } from '../fold/persistent-map';
import { LIMITS } from '../validation/limits';
import { attributesType } from './attribute-type';

type ObjectType = ReturnType<typeof objectOf>;

/** How much of the past is loaded at most; a rule that reads beyond it fails aloud. */
export const HISTORY_LIMITS = { sessions: 1000, events: 5000 } as const;

/** Variables that a rule may name, with the types that the application's declared attributes give them. */
export type RuleVariables = Readonly<Record<string, Type>>;

/** What the account declares, of which rules may name what their application and campaign have. */
export interface Declared {
  readonly definitions: Definitions;
  readonly collections: Collections;
  readonly loyaltyPrograms: readonly LoyaltyProgram[];
  readonly applications: PersistentMap<{ readonly achievements: PersistentMap<Achievement> }>;
}

/** `campaign` 0: of no campaign, so without collections and `achievements` of its own. */
export function ruleVariables(
  { definitions, collections, loyaltyPrograms }: Declared,
  application: bigint,
  campaign: bigint,
  achievements: readonly Achievement[],
): RuleVariables {
  const attributes = (entity: string): Type =>
    attributesType(entity, definitions.of(application, entity, null).values());
  const eventAttributes = attributesType('event', definitions.ofEvents(application));
  const cartItems = listOf(itemType(attributes('CartItem')), LIMITS.cartItems);
  const session = sessionType(cartItems, attributes('CustomerSession'));
  return {
    session,
    cartItems,
    profile: profileType(attributes('CustomerProfile'), programsIn(loyaltyPrograms, application)),
    event: objectOf('event', { type: STRING, attributes: eventAttributes }),
    coupon: couponType(attributes('Coupon')),
    referral: referralType(attributes('Coupon')),
    application: applicationType(attributes('Application')),
    campaign: campaignType({
      attributes: attributes('Campaign'),
      collections: collectionsType(collections.ofCampaign(application, campaign)),
      achievements: achievementsType(achievements),
    }),
    collections: collectionsType(collections.ofApplication(application)),
    now: TIMESTAMP,
    history: historyType(session, eventAttributes),
  };
}

export function itemOf(variables: RuleVariables): Type {
  const items = variables['cartItems'];
  if (items?.kind !== 'list') throw new TypeError('cartItems is a list');
  return items.element;
}

function itemType(attributes: Type): ObjectType {
  return objectOf('cart item', {
    sku: STRING,
    name: STRING,
    category: STRING,
    price: DECIMAL,
    quantity: INT,
    position: INT,
    remaining: INT,
    attributes,
  });
}

function sessionType(cartItems: Type, attributes: Type): ObjectType {
  return objectOf('session', {
    id: STRING,
    state: STRING,
    total: DECIMAL,
    cartItemTotal: DECIMAL,
    additionalCostTotal: DECIMAL,
    remainingTotal: DECIMAL,
    cartItems,
    couponCodes: listOf(STRING, LIMITS.couponCodes),
    referralCode: STRING,
    identifiers: listOf(STRING, LIMITS.identifiers),
    firstSession: BOOL,
    attributes,
  });
}

function profileType(attributes: Type, programs: readonly LoyaltyProgram[]): ObjectType {
  return objectOf('profile', {
    id: STRING,
    closedSessions: INT,
    totalSales: DECIMAL,
    lastActivity: TIMESTAMP,
    created: TIMESTAMP,
    audiences: listOf(STRING, LIMITS.audiences),
    joinedAudiences: listOf(STRING, LIMITS.audiences),
    leftAudiences: listOf(STRING, LIMITS.audiences),
    attributes,
    loyalty: objectOf('loyalty', Object.fromEntries(programs.map(({ name }) => [name, PROGRAM]))),
  });
}

const BALANCE = {
  currentBalance: DECIMAL,
  pendingBalance: DECIMAL,
  spentBalance: DECIMAL,
  expiredBalance: DECIMAL,
  negativeBalance: DECIMAL,
  currentTier: STRING,
  pointsToNextTier: DECIMAL,
};

/** The main ledger, and the others by their names. */
const PROGRAM = objectOf('loyalty program', {
  ...BALANCE,
  joinDate: TIMESTAMP,
  subLedgers: mapOf(STRING, objectOf('subledger', BALANCE)),
});

function couponType(attributes: Type): ObjectType {
  return objectOf('coupon', {
    valid: BOOL,
    code: STRING,
    batch: STRING,
    recipient: STRING,
    startDate: TIMESTAMP,
    expiryDate: TIMESTAMP,
    usageLimit: INT,
    usageCounter: INT,
    remainingValue: DECIMAL,
    attributes,
  });
}

/** A referral's attributes are declared as those of coupons. */
function referralType(attributes: Type): ObjectType {
  return objectOf('referral', {
    valid: BOOL,
    code: STRING,
    advocate: STRING,
    friend: STRING,
    startDate: TIMESTAMP,
    expiryDate: TIMESTAMP,
    usageLimit: INT,
    usageCounter: INT,
    attributes,
  });
}

function applicationType(attributes: Type): ObjectType {
  return objectOf('application', { id: INT, name: STRING, currency: STRING, timezone: STRING, attributes });
}

/** By name; what is in them is no part of the type. */
function collectionsType(collections: ReadonlyMap<string, unknown>): ObjectType {
  return objectOf('collections', Object.fromEntries([...collections.keys()].map((name) => [name, SET])));
}

/** How far the profile is, by the name of the achievement. */
function achievementsType(achievements: readonly Achievement[]): ObjectType {
  return objectOf('achievements', Object.fromEntries(achievements.map(({ name }) => [name, ACHIEVEMENT])));
}

const ACHIEVEMENT = objectOf('achievement', {
  progress: DECIMAL,
  target: DECIMAL,
  completed: BOOL,
  startDate: TIMESTAMP,
  endDate: TIMESTAMP,
  completionDate: TIMESTAMP,
});

/** `own`: what differs from campaign to campaign, or with what is declared. */
function campaignType(own: Readonly<Record<'attributes' | 'collections' | 'achievements', Type>>): ObjectType {
  return objectOf('campaign', {
    id: INT,
    name: STRING,
    tags: listOf(STRING, 100),
    startTime: TIMESTAMP,
    endTime: TIMESTAMP,
    ...own,
  });
}

function historyType(session: ObjectType, eventAttributes: Type): ObjectType {
  const { id, total, cartItems, attributes } = session.fields;
  if (id === undefined || total === undefined || cartItems === undefined || attributes === undefined) {
    throw new TypeError('a session has these fields');
  }
  const pastSession = objectOf('past session', { id, at: TIMESTAMP, total, cartItems, attributes });
  const pastEvent = objectOf('past event', { type: STRING, at: TIMESTAMP, attributes: eventAttributes });
  return objectOf('history', {
    sessions: historyOf(pastSession, HISTORY_LIMITS.sessions),
    events: historyOf(pastEvent, HISTORY_LIMITS.events),
  });
}
