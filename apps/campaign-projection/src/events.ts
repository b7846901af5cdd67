import {
  exponentOf,
  type Json,
  keepSealed,
  renderAttributes,
  renderEffect,
  renderInstant,
  renderRuleFailure,
} from '@tessera/api-contracts';
import { type DecisionRecord, effectId } from '@tessera/event-contracts';
import { formatAmount } from '@tessera/money';
import type { CustomEventRecorded, Effect, ProfileChanged, SessionChanged } from '@tessera/promotion';

export interface EventRow {
  readonly application: bigint;
  readonly id: bigint;
  readonly position: bigint;
  readonly created: string;
  readonly type: string;
  readonly profileId: string;
  readonly sessionId: string;
  readonly couponCodes: readonly string[];
  readonly referralCode: string;
  readonly campaigns: readonly bigint[];
  /** Its sender's own id; null: it has none. */
  readonly integrationId: string | null;
  readonly body: Json;
}

type Shown = CustomEventRecorded | SessionChanged | ProfileChanged;

/** What a decision is about comes first; the others are what it created on the way. */
const RANK: Readonly<Record<Shown['kind'], number>> = { CustomEventRecorded: 0, SessionChanged: 1, ProfileChanged: 2 };

function shownIn({ payload: { events, request } }: DecisionRecord): readonly Shown[] {
  const silent = request?.kind !== 'ProfileUpdateReceived' || !request.runRuleEngine;
  return events
    .filter((event): event is Shown => event.kind in RANK)
    .filter(({ kind, type }) => kind !== 'ProfileChanged' || type === 'talon_profile_created' || !silent)
    .sort((one, other) => RANK[one.kind] - RANK[other.kind]);
}

/** What the event says of its subject. */
function subjectOf(event: Shown, currency: string) {
  const none = { sessionId: '', couponCodes: [], referralCode: '', attributes: {}, session: {}, integrationId: null };
  switch (event.kind) {
    case 'SessionChanged': {
      const { id, integrationId: sessionId, profileId, couponCodes, referralCode, total } = event.session;
      const session = {
        ...{ sessionId: Number(id), sessionIntegrationId: sessionId },
        sessionTotal: formatAmount(total, exponentOf(currency)),
      };
      return { ...none, id, profileId, sessionId, couponCodes, referralCode, session };
    }
    case 'CustomEventRecorded': {
      const { id, profileId, sessionId, integrationId, connectedSessionId } = event;
      const session = {
        ...(sessionId !== null && { sessionIntegrationId: sessionId }),
        ...(integrationId !== null && { integrationId }),
        ...(connectedSessionId !== null && { connectedSessionId }),
      };
      const attributes = renderAttributes(event.attributes, keepSealed);
      return { ...none, id, profileId, sessionId: sessionId ?? '', session, attributes, integrationId };
    }
    case 'ProfileChanged': {
      const { id, integrationId: profileId } = event.profile;
      return { ...none, id, profileId };
    }
  }
}

const campaignsOf = (effects: readonly Effect[]) => [
  ...new Set(effects.map(({ campaign }) => campaign).filter((campaign) => campaign !== 0n)),
];

function eventRow(event: Shown, isMain: boolean, record: DecisionRecord): EventRow {
  const { application, currency, payload } = record;
  const position = BigInt(record.id);
  const subject = subjectOf(event, currency);
  const id = isMain ? position : subject.id;
  const created = renderInstant(record.at);
  const { type } = event;
  const { profileId, sessionId, couponCodes, referralCode, attributes, session, integrationId } = subject;
  const effects = isMain ? payload.effects : [];
  const frame = { currency, evaluationPlaces: payload.evaluationPlaces };
  const failures = isMain ? payload.ruleFailures : [];
  return {
    ...{ application, id, position, created, type, profileId, sessionId, couponCodes, referralCode },
    campaigns: campaignsOf(effects),
    integrationId,
    body: {
      ...{ id: Number(id), created, applicationId: Number(application), type, attributes, ...session },
      ...(profileId === '' ? {} : { profileIntegrationId: profileId }),
      effects: effects.map((effect) => renderEffect(effect, effectId(position, effect.index), frame, keepSealed)),
      ruleFailureReasons: failures.map((failure) => renderRuleFailure(failure, '', keepSealed)),
    },
  };
}

/** The events of a decision: the first is what was asked for, with all that it gave. */
export function eventRows(record: DecisionRecord): EventRow[] {
  return shownIn(record).map((event, index) => eventRow(event, index === 0, record));
}
