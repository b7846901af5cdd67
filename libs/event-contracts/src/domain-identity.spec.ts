import type * as domain from '@tessera/promotion';
import type * as wire from './generated/records.generated';

/** True only where each type can stand for the other. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

/** Every record of the schemas that is also a word of the domain; the compiler checks that they are one shape. */
const IDENTICAL: {
  readonly [N in keyof WireTypes & keyof DomainTypes]: Same<WireTypes[N], DomainTypes[N]>;
} = {
  Value: true,
  Session: true,
  CartItem: true,
  ReturnedCartItem: true,
  SessionReturn: true,
  DurableEffect: true,
  Profile: true,
  ProfileActivity: true,
  Coupon: true,
  Ledger: true,
  LedgerEntry: true,
  Deduction: true,
  TierChange: true,
  LoyaltyProgram: true,
  CouponSettings: true,
  Effect: true,
  EffectReference: true,
  DiscountShare: true,
  RuleFailure: true,
  Decision: true,
  Refusal: true,
  Read: true,
  Request: true,
  DomainEvent: true,
  CatalogChange: true,
};

interface WireTypes {
  Value: wire.Value;
  Session: wire.Session;
  CartItem: wire.CartItem;
  ReturnedCartItem: wire.ReturnedCartItem;
  SessionReturn: wire.SessionReturn;
  DurableEffect: wire.DurableEffect;
  Profile: wire.Profile;
  ProfileActivity: wire.ProfileActivity;
  Coupon: wire.Coupon;
  Ledger: wire.Ledger;
  LedgerEntry: wire.LedgerEntry;
  Deduction: wire.Deduction;
  TierChange: wire.TierChange;
  LoyaltyProgram: wire.LoyaltyProgram;
  CouponSettings: wire.CouponSettings;
  Effect: wire.Effect;
  EffectReference: wire.EffectReference;
  DiscountShare: wire.DiscountShare;
  RuleFailure: wire.RuleFailure;
  Decision: wire.Decision;
  Refusal: wire.Refusal;
  Read: wire.Read;
  Request: wire.InboxRecord['payload'];
  DomainEvent: wire.Decision['events'][number];
  CatalogChange: wire.CatalogRecord['payload'];
}

type DomainTypes = {
  Value: domain.Value;
  Session: domain.Session;
  CartItem: domain.CartItem;
  ReturnedCartItem: domain.ReturnedCartItem;
  SessionReturn: domain.SessionReturn;
  DurableEffect: domain.DurableEffect;
  Profile: domain.Profile;
  ProfileActivity: domain.ProfileActivity;
  Coupon: domain.Coupon;
  Ledger: domain.Ledger;
  LedgerEntry: domain.LedgerEntry;
  Deduction: domain.Deduction;
  TierChange: domain.TierChange;
  LoyaltyProgram: domain.LoyaltyProgram;
  CouponSettings: domain.CouponSettings;
  Effect: domain.Effect;
  EffectReference: domain.EffectReference;
  DiscountShare: domain.DiscountShare;
  RuleFailure: domain.RuleFailure;
  Decision: domain.Decision;
  Refusal: domain.Refusal;
  Read: domain.Read;
  Request: domain.Request;
  DomainEvent: domain.DomainEvent;
  CatalogChange: domain.CatalogChange;
};

test('the wire has the shapes of the domain', () => {
  expect(Object.values(IDENTICAL).every(Boolean)).toBe(true);
});
