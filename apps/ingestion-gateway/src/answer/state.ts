import {
  renderCampaign,
  renderCoupon,
  renderEffect,
  renderInstant,
  renderLoyalty,
  renderProfile,
  renderReferral,
  renderReturn,
  renderRuleFailure,
  renderSession,
  renderAttributes,
  type Json,
} from '@tessera/api-contracts';
import { effectId, type ReplyRecord } from '@tessera/event-contracts';
import type { Campaign, Coupon, Decision, DomainEvent, Value } from '@tessera/promotion';
import type { Caller } from '../auth/caller';
import { ledgerEntries } from './ledger-entries';

export type JsonObject = { [name: string]: Json };

/** How often the session's profile has redeemed each of its coupons, by the coupon's id; of others nobody can tell. */
export type Redemptions = ReadonlyMap<bigint, number>;

const UNTOLD: Redemptions = new Map();

/** A part of the answer that `responseContent` may ask for. */
type Part = (record: ReplyRecord, caller: Caller, redemptions: Redemptions) => JsonObject;

/** The answer to a return: the state, and the return that was recorded. */
export function renderReturned(
  record: ReplyRecord,
  content: readonly string[],
  caller: Caller,
  redemptions = UNTOLD,
): JsonObject {
  const { session, profile, position } = record.payload;
  const recorded = session?.returns.find(({ id }) => id === position);
  return {
    ...renderState(record, content, caller, redemptions),
    ...(session && recorded && { return: renderReturn(recorded, session, profile) }),
  };
}

/**
 * IntegrationStateV2 of the public API: effects, created coupons and referrals always, the rest as asked for. Names that
 * are not known are ignored.
 */
export function renderState(
  record: ReplyRecord,
  content: readonly string[],
  caller: Caller,
  redemptions = UNTOLD,
): JsonObject {
  const asked = content.flatMap((name) => PARTS.get(name) ?? []);
  return {
    requestId: record.requestId,
    effects: effectsOf(record),
    createdCoupons: createdCoupons(record).map((coupon) => renderCoupon(coupon, record.currency)),
    createdReferrals: createdReferrals(record).map((referral) => renderReferral(referral)),
    ...Object.fromEntries(asked.flatMap((part) => Object.entries(part(record, caller, redemptions)))),
  };
}

const PARTS: ReadonlyMap<string, Part> = new Map<string, Part>([
  [
    'customerSession',
    ({ payload, currency }) => has('customerSession', payload.session, (s) => renderSession(s, currency)),
  ],
  [
    'customerProfile',
    ({ payload, currency }) =>
      has('customerProfile', payload.profile, (p) => renderProfile(p, payload.activity, currency)),
  ],
  ['coupons', (record, _caller, redemptions) => ({ coupons: shownCoupons(record, redemptions) })],
  ['triggeredCampaigns', (record, caller) => ({ triggeredCampaigns: triggeredCampaigns(record, caller) })],
  ['event', (record) => has('event', record, eventOf)],
  ['referral', (record) => has('referral', sessionReferral(record), (referral) => renderReferral(referral))],
  ['loyalty', (record, caller) => ({ loyalty: loyaltyOf(record, caller) })],
  ['awardedGiveaways', ({ payload }) => ({ awardedGiveaways: awardedGiveaways(payload.decision) })],
  ['previousReturns', ({ payload }) => ({ previousReturns: previousReturns(payload) })],
  ['ruleFailureReasons', (record, caller) => ({ ruleFailureReasons: ruleFailures(record.payload.decision, caller) })],
]);

/** Of an anonymous session there is none. */
export function loyaltyOf({ payload, application, at }: ReplyRecord, { catalog }: Caller): JsonObject {
  const profileId = payload.profile?.integrationId ?? '';
  const programs = profileId === '' ? [] : catalog.loyaltyPrograms(application);
  const states = programs.map((program) => {
    const ledger = payload.ledgers.find((one) => one.program === program.id);
    return { program, ledger, profileId, at, effects: payload.decision.effects };
  });
  return renderLoyalty(states);
}

function previousReturns({ session, profile, position }: ReplyRecord['payload']): JsonObject[] {
  const earlier = session?.returns.filter(({ id }) => id !== position) ?? [];
  return session === null ? [] : earlier.map((one) => renderReturn(one, session, profile));
}

function has<T>(name: string, value: T | null, render: (value: T) => Json | undefined): JsonObject {
  const rendered = value === null ? undefined : render(value);
  return rendered === undefined ? {} : { [name]: rendered };
}

/** A repeated request shows the first decision's effects, under the ids that they were published with. */
export function effectsOf({ payload, currency }: ReplyRecord): JsonObject[] {
  const { decision, position } = payload;
  const first = decision.repeats ?? position;
  const frame = { currency, evaluationPlaces: decision.evaluationPlaces };
  return decision.effects.map((effect) => renderEffect(effect, effectId(first, effect.index), frame));
}

function createdCoupons(record: ReplyRecord): Coupon[] {
  return created(record).filter(({ settings }) => settings.advocate === null);
}

function createdReferrals(record: ReplyRecord): Coupon[] {
  return created(record).filter(({ settings }) => settings.advocate !== null);
}

function created({ payload }: ReplyRecord): Coupon[] {
  const codes = createdCodes(payload.decision);
  return payload.coupons.filter(({ code }) => codes.has(code));
}

/** The session's referral, which the evaluator shows with its coupons. */
function sessionReferral({ payload }: ReplyRecord): Coupon | null {
  const codes = createdCodes(payload.decision);
  return payload.coupons.find(({ code, settings }) => settings.advocate !== null && !codes.has(code)) ?? null;
}

/** The coupons of the session's codes. */
export function sessionCoupons({ payload }: ReplyRecord): Coupon[] {
  const codes = createdCodes(payload.decision);
  return payload.coupons.filter(({ code, settings }) => settings.advocate === null && !codes.has(code));
}

function shownCoupons(record: ReplyRecord, redemptions: Redemptions): JsonObject[] {
  return sessionCoupons(record).map((coupon) => {
    const profileRedemptionCount = redemptions.get(coupon.id);
    const shown = renderCoupon(coupon, record.currency);
    return profileRedemptionCount === undefined ? shown : { ...shown, profileRedemptionCount };
  });
}

const CREATING: readonly string[] = ['couponCreated', 'referralCreated'];

function createdCodes({ effects }: Decision): ReadonlySet<unknown> {
  return new Set(effects.filter(({ type }) => CREATING.includes(type)).map(({ props }) => props['value']));
}

function triggeredCampaigns(record: ReplyRecord, caller: Caller): JsonObject[] {
  return givingCampaigns(record, caller).map((campaign) => renderCampaign(campaign, record.currency));
}

const REJECTING: readonly string[] = ['rejectCoupon', 'rejectReferral'];

/** A campaign is triggered when one of its rules held: a rejected code alone is none. */
export function givingCampaigns({ payload, application }: ReplyRecord, { catalog }: Caller): Campaign[] {
  const given = payload.decision.effects.filter(({ type }) => !REJECTING.includes(type));
  const ids = [...new Set(given.map(({ campaign }) => campaign))];
  return ids.flatMap((id) => catalog.campaign(application, id) ?? []);
}

function ruleFailures({ ruleFailures: failures }: Decision, { catalog, application }: Caller): JsonObject[] {
  return failures.map((failure) =>
    renderRuleFailure(failure, catalog.campaign(application.id, failure.campaign)?.name ?? ''),
  );
}

function awardedGiveaways({ effects, events }: Decision): JsonObject[] {
  const awards = effects.filter(({ type }) => type === 'awardGiveaway');
  return awards.map(({ props: { giveawayId, poolId, code, recipientIntegrationId } }) => ({
    ...{ id: Number(giveawayId), poolId: Number(poolId), code: textIn(code), used: true },
    profileIntegrationId: textIn(recipientIntegrationId),
    ...datesOf(events.find((event) => event.kind === 'GiveawayAwarded' && event.giveaway.id === giveawayId)),
  }));
}

/** A close that is answered again tells the effects of the first, whose events they were. */
function datesOf(event: DomainEvent | undefined): JsonObject {
  if (event?.kind !== 'GiveawayAwarded') return {};
  const { created, startDate, endDate } = event.giveaway;
  return {
    created: renderInstant(created),
    ...(startDate !== null && { startDate: renderInstant(startDate) }),
    ...(endDate !== null && { endDate: renderInstant(endDate) }),
  };
}

const textIn = (value: Value | undefined) => (typeof value === 'string' ? value : '');

type Recorded = Extract<DomainEvent, { kind: 'SessionChanged' | 'ProfileChanged' | 'CustomEventRecorded' }>;

/** The event that the call recorded: the customer's own before the built-in ones. Its id is the decision's, as lists have it. */
export function eventOf(record: ReplyRecord): JsonObject | undefined {
  const { events } = record.payload.decision;
  const event = find(events, 'CustomEventRecorded') ?? find(events, 'SessionChanged') ?? find(events, 'ProfileChanged');
  if (!event) return undefined;
  return {
    id: Number(record.payload.position),
    created: renderInstant(record.at),
    applicationId: Number(record.application),
    ...subjectOf(event),
    type: event.type,
    attributes: event.kind === 'CustomEventRecorded' ? renderAttributes(event.attributes) : {},
    effects: effectsOf(record),
    ledgerEntries: ledgerEntries(record),
  };
}

function find<K extends Recorded['kind']>(events: readonly DomainEvent[], kind: K) {
  return events.find((event): event is Extract<Recorded, { kind: K }> => event.kind === kind);
}

function subjectOf(event: Recorded): JsonObject {
  switch (event.kind) {
    case 'SessionChanged':
      return { sessionId: event.session.integrationId, profileId: event.session.profileId };
    case 'ProfileChanged':
      return { profileId: event.profile.integrationId };
    case 'CustomEventRecorded':
      return { ...(event.sessionId !== null && { sessionId: event.sessionId }), profileId: event.profileId };
  }
}
