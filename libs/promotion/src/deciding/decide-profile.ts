import { attributesFrom } from '../attributes/attributes-from';
import { mergeAttributes, withoutNulls } from '../attributes/merge';
import type { Verdict } from '../decide';
import type { DomainEvent, SessionChanged } from '../event';
import type { Profile } from '../profile';
import type { CustomEventReceived, ProfileErasureReceived, ProfileUpdateReceived } from '../request';
import type { Session } from '../session';
import { LIMITS } from '../validation/limits';
import { refusal } from '../validation/problem';
import { stepEvents } from './achievement-steps';
import { activityEvents, NO_SALES } from './activity';
import { awardEvents } from './awards';
import { moved, NO_MOVES } from './audience-moves';
import { bookPoints, type WrittenOwner } from './book-points';
import { createdByEffects, writeCoupons } from './coupons-created';
import type { Desk } from './desk';
import { placed } from './effect-draft';
import { evaluate } from './evaluate';
import type { Evaluated } from './evaluation';
import { placeOf, type EventPlace } from './event-session';
import type { Subject } from './facts';
import { ledgerEffects } from './ledger-effects';
import { NOTHING_CREATED, type Created, type Numbers } from './numbers';
import { counterEvents, movedCounters } from './redeem';
import { reservationEvents } from './reservations';
import { subjectOf } from './subject';
import { newProfile, profileEvents, subjectProfile, writeProfile, writtenBy } from './subject-profile';
import { refused, verdict } from './verdict';
import { attributeEvents } from './written-attributes';

/**
 * A profile's attributes are merged, its audiences changed; rules run over it where the request asks for it. One that only
 * names audiences and changes none of them is no occasion for rules: sending it again gives nothing again.
 */
export function decideProfile(desk: Desk, request: ProfileUpdateReceived): Verdict {
  const { application, catalog, at } = desk.situation;
  const { profileId, joins, leaves, ends } = request;
  const subject = subjectProfile(desk, profileId, at);
  const definitions = catalog.attributes(application, 'CustomerProfile');
  const given = request.attributes === null ? null : attributesFrom(request.attributes, definitions);
  const before = subject.profile ?? newProfile(profileId, at);
  if (ends.some(({ until }) => until <= at)) return refused(desk, request, [ENDS_BEFORE]);
  const { audiences, moves } = moved(catalog, application, before.audiences, { joins, leaves, ends }, at);
  if (audiences.length > LIMITS.audiences) return refused(desk, request, [TOO_MANY]);
  desk.writes({ kind: 'profile', id: profileId });
  const profile = { ...before, attributes: mergeAttributes(before.attributes, given), audiences, updated: at };
  const type = subject.isNew ? 'talon_profile_created' : 'talon_profile_updated';
  const idle = request.attributes === null && joins.length + leaves.length > 0 && audiences === before.audiences;
  const runs = request.runRuleEngine && !idle;
  const evaluated = runs ? evaluateFor(desk, profile, { type, attributes: {}, moves }) : null;
  const written = evaluated === null ? profile : writtenBy(evaluated.draft);
  const made = { session: false, profile: subject.isNew, event: false };
  return concluded(desk, request, { profileId, ...written }, evaluated, made, (numbers) => {
    const id = subject.isNew ? numbers.profile : profile.id;
    const { attributes, audiences } = written;
    return [{ kind: 'ProfileChanged', type, profile: { ...profile, id, attributes, audiences } }];
  });
}

const TOO_MANY = refusal('audience.too_many', '/audiencesChanges/adds', `a profile is in at most ${LIMITS.audiences}`);

const ENDS_BEFORE = refusal('audience.until', '/audiencesChanges/until', 'a membership ends after it begins');

/** A customer's own event: recorded, and rules run for it. */
export function decideEvent(desk: Desk, request: CustomEventReceived): Verdict {
  if (request.integrationId !== null && desk.hasEvent(request.integrationId)) return refused(desk, request, [KNOWN]);
  const place = placeOf(desk, request);
  return 'code' in place ? refused(desk, request, [place]) : recordEvent(desk, request, place);
}

const KNOWN = refusal('event.exists', '/integrationId', 'the application has an event of this id', 409);

function recordEvent(desk: Desk, request: CustomEventReceived, { profileId, created, connected }: EventPlace): Verdict {
  const { application, catalog, at } = desk.situation;
  const { type, sessionId, integrationId, connectedSessionId } = request;
  if (integrationId !== null) desk.writes({ kind: 'eventId', application, id: integrationId });
  const subject = subjectProfile(desk, profileId, at);
  const attributes = withoutNulls(attributesFrom(request.attributes, catalog.attributes(application, 'Event', type)));
  const evaluated = evaluateFor(desk, subject.profile, { type, attributes, moves: NO_MOVES }, connected);
  writeProfile(desk, subject, writtenBy(evaluated.draft));
  const made = { session: created !== null, profile: subject.isNew, event: true };
  const owner = { profileId, ...writtenBy(evaluated.draft) };
  return concluded(desk, request, owner, evaluated, made, (numbers) => [
    ...profileEvents(subject, writtenBy(evaluated.draft), numbers.profile, at),
    ...sessionCreated(created, numbers),
    {
      ...{ kind: 'CustomEventRecorded', id: numbers.event, type, profileId, attributes, sessionId },
      ...{ integrationId, connectedSessionId },
    },
  ]);
}

function sessionCreated(session: Session | null, { session: id, position: decidedAt }: Numbers): SessionChanged[] {
  if (session === null) return [];
  return [{ kind: 'SessionChanged', type: 'talon_session_created', session: { ...session, id, decidedAt } }];
}

function evaluateFor(
  desk: Desk,
  profile: Profile | null,
  event: Subject['event'],
  connected: Session | null = null,
): Evaluated {
  return evaluate({ ...subjectOf(desk, desk.situation.at, profile, null, event), connected }, null);
}

/** Without a session there is nothing to wait for: what rules give is committed at once. */
function concluded(
  desk: Desk,
  request: ProfileUpdateReceived | CustomEventReceived,
  { profileId, attributes }: Omit<WrittenOwner, 'sessionId'>,
  evaluated: Evaluated | null,
  made: Omit<Created, 'coupons' | 'giveaways'>,
  events: (numbers: Numbers) => DomainEvent[],
): Verdict {
  const { at, dry } = desk.situation;
  const coupons = evaluated?.draft.created ?? [];
  writeCoupons(desk, coupons);
  const activity = evaluated === null ? [] : activityEvents(desk, profileId, at, NO_SALES);
  const counters = evaluated === null ? [] : counterEvents(desk, movedCounters(evaluated.draft, true));
  const written = evaluated === null ? [] : attributeEvents(desk, evaluated.draft, at);
  const reserved = reservationEvents(desk, evaluated?.draft.reserved ?? [], 1n);
  const awards = awardEvents(desk, evaluated?.draft.awards ?? [], null);
  const steps = stepEvents(desk, evaluated?.draft.steps ?? []);
  const given = evaluated?.effects ?? [];
  const points = bookPoints(desk, { profileId, sessionId: null, attributes }, at, dry ? [] : given);
  const effects = placed([...given, ...ledgerEffects(points.events, given)], dry ? 'dry' : 'final');
  const created = { ...made, coupons: coupons.length, giveaways: 0 };
  return verdict(desk, request, {
    at,
    created,
    complete: (numbers) => ({
      events: [
        ...events(numbers),
        ...createdByEffects(coupons, numbers.coupons),
        ...written,
        ...reserved,
        ...awards,
        ...steps,
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
 * Erasing: the fact, which stops the profile's key, and the profile without attributes and audiences. What counts it
 * (limits, redemptions) stays, or erasing would be a way to use a coupon twice.
 */
export function decideErasure(desk: Desk, request: ProfileErasureReceived): Verdict {
  const { at } = desk.situation;
  const { profileId } = request;
  const profile = desk.profile(profileId);
  desk.writes({ kind: 'profile', id: profileId });
  const events: DomainEvent[] = [{ kind: 'ProfileErased', profileId, at }];
  if (profile !== null) {
    const erased = { ...profile, attributes: {}, audiences: [], updated: at };
    events.push({ kind: 'ProfileChanged', type: 'talon_profile_updated', profile: erased });
  }
  const complete = () => ({ events, effects: [], ruleFailures: [] });
  return verdict(desk, request, { at, created: NOTHING_CREATED, complete });
}
