import { attributesFrom } from '../attributes/attributes-from';
import { mergeAttributes, withoutNulls } from '../attributes/merge';
import type { Verdict } from '../decide';
import type { DomainEvent, ProfileChanged, SessionChanged } from '../event';
import type { Profile } from '../profile';
import type { CustomEventReceived, ProfileErasureReceived, ProfileUpdateReceived } from '../request';
import type { Session } from '../session';
import { activityEvents, NO_SALES } from './activity';
import { bookPoints } from './book-points';
import { createdByEffects, writeCoupons } from './coupons-created';
import type { Desk } from './desk';
import { placed } from './effect-draft';
import { evaluate } from './evaluate';
import type { Evaluated } from './evaluation';
import { placeOf, type EventPlace } from './event-session';
import { NOTHING_CREATED, type Created, type Numbers } from './numbers';
import { counterEvents, movedCounters } from './redeem';
import { reservationEvents } from './reservations';
import { subjectOf } from './subject';
import { profileEvents, subjectProfile, writeProfile } from './subject-profile';
import { refused, verdict } from './verdict';

/** A profile's attributes are merged; rules run over it where the request asks for it. */
export function decideProfile(desk: Desk, request: ProfileUpdateReceived): Verdict {
  const { application, catalog, at } = desk.situation;
  const subject = subjectProfile(desk, request.profileId, at);
  const definitions = catalog.attributes(application, 'CustomerProfile');
  const given = request.attributes === null ? null : attributesFrom(request.attributes, definitions);
  const merged = mergeAttributes(subject.profile?.attributes ?? {}, given);
  desk.writes({ kind: 'profile', id: request.profileId });
  const profile: Profile = { ...profileOf(subject.profile, request.profileId, at), attributes: merged, updated: at };
  const type = subject.isNew ? 'talon_profile_created' : 'talon_profile_updated';
  const evaluated = request.runRuleEngine ? evaluateFor(desk, profile, type, {}) : null;
  const attributes = evaluated?.draft.profileAttributes ?? merged;
  const made = { session: false, profile: subject.isNew, event: false };
  return concluded(desk, request, request.profileId, evaluated, made, (numbers) => {
    const id = subject.isNew ? numbers.profile : profile.id;
    const changed: ProfileChanged = { kind: 'ProfileChanged', type, profile: { ...profile, id, attributes } };
    return [changed];
  });
}

function profileOf(profile: Profile | null, integrationId: string, at: bigint): Profile {
  return profile ?? { id: 0n, integrationId, attributes: {}, created: at, updated: at };
}

/** A customer's own event: recorded, and rules run for it. */
export function decideEvent(desk: Desk, request: CustomEventReceived): Verdict {
  const place = placeOf(desk, request);
  return 'code' in place ? refused(desk, request, [place]) : recordEvent(desk, request, place);
}

function recordEvent(desk: Desk, request: CustomEventReceived, { profileId, created }: EventPlace): Verdict {
  const { application, catalog, at } = desk.situation;
  const { type, sessionId } = request;
  const subject = subjectProfile(desk, profileId, at);
  const attributes = withoutNulls(attributesFrom(request.attributes, catalog.attributes(application, 'Event', type)));
  const evaluated = evaluateFor(desk, subject.profile, type, attributes);
  writeProfile(desk, subject, evaluated.draft.profileAttributes);
  const made = { session: created !== null, profile: subject.isNew, event: true };
  return concluded(desk, request, profileId, evaluated, made, (numbers) => [
    ...profileEvents(subject, evaluated.draft.profileAttributes, numbers.profile, at),
    ...sessionCreated(created, numbers),
    { kind: 'CustomEventRecorded', id: numbers.event, type, profileId, attributes, sessionId },
  ]);
}

function sessionCreated(session: Session | null, { session: id, position: decidedAt }: Numbers): SessionChanged[] {
  if (session === null) return [];
  return [{ kind: 'SessionChanged', type: 'talon_session_created', session: { ...session, id, decidedAt } }];
}

function evaluateFor(desk: Desk, profile: Profile | null, type: string, attributes: Profile['attributes']): Evaluated {
  return evaluate(subjectOf(desk, desk.situation.at, profile, null, { type, attributes }), null);
}

/** Without a session there is nothing to wait for: what rules give is committed at once. */
function concluded(
  desk: Desk,
  request: ProfileUpdateReceived | CustomEventReceived,
  profileId: string,
  evaluated: Evaluated | null,
  made: Omit<Created, 'coupons'>,
  events: (numbers: Numbers) => DomainEvent[],
): Verdict {
  const { at, dry } = desk.situation;
  const coupons = evaluated?.draft.created ?? [];
  writeCoupons(desk, coupons);
  const activity = evaluated === null ? [] : activityEvents(desk, profileId, at, NO_SALES);
  const counters = evaluated === null ? [] : counterEvents(desk, movedCounters(evaluated.draft, true));
  const reserved = reservationEvents(desk, evaluated?.draft.reserved ?? [], 1n);
  const points = bookPoints(desk, { profileId, sessionId: null }, at, dry ? [] : (evaluated?.effects ?? []));
  const effects = placed(evaluated?.effects ?? [], dry ? 'dry' : 'final');
  const created = { ...made, coupons: coupons.length };
  return verdict(desk, request, {
    at,
    created,
    complete: (numbers) => ({
      events: [
        ...events(numbers),
        ...createdByEffects(coupons, numbers.coupons),
        ...reserved,
        ...counters,
        ...points.events,
        ...activity,
      ],
      effects,
      ruleFailures: evaluated?.failures ?? [],
    }),
  });
}

/**
 * Erasing: the fact, which stops the profile's key, and the profile without attributes. What counts it (limits, redemptions)
 * stays, or erasing would be a way to use a coupon twice.
 */
export function decideErasure(desk: Desk, request: ProfileErasureReceived): Verdict {
  const { at } = desk.situation;
  const { profileId } = request;
  const profile = desk.profile(profileId);
  desk.writes({ kind: 'profile', id: profileId });
  const events: DomainEvent[] = [{ kind: 'ProfileErased', profileId, at }];
  if (profile !== null) {
    const erased = { ...profile, attributes: {}, updated: at };
    events.push({ kind: 'ProfileChanged', type: 'talon_profile_updated', profile: erased });
  }
  const complete = () => ({ events, effects: [], ruleFailures: [] });
  return verdict(desk, request, { at, created: NOTHING_CREATED, complete });
}
