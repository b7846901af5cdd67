import type { ReplyRecord } from '@tessera/event-contracts';
import { type Catalog, type Decision, evaluationPlacesOf } from '@tessera/promotion';
import type { Inbound } from '../inbound';
import { envelopeOf } from './envelope';
import type { Answered, Writing } from './wire';

export type { ReplyRecord };

const OK = 200;

/** The answer to one request: what was decided and the state that resulted, not sealed; its topic lives for an hour. */
export function replyRecord(
  { catalog, partition }: Pick<Writing, 'catalog' | 'partition'>,
  answered: Answered,
  decisionSeq: bigint,
): ReplyRecord {
  const { position, decision, mismatch, inbound } = answered;
  const { session, profile, activity, coupons, ledgers } = answered.shown;
  return {
    ...envelopeOf(catalog, answered, String(position), 0n),
    src: inbound.src,
    payload: {
      kind: 'Reply',
      status: decision.refusals[0]?.status ?? OK,
      position,
      partition,
      decisionSeq,
      decision: withFirstEffects(decision, answered, catalog),
      session,
      profile,
      activity,
      coupons,
      idempotencyMismatch: mismatch,
      ledgers,
    },
  };
}

/** The same close again is answered with the effects that the session has stored. */
function withFirstEffects(decision: Decision, { shown }: Answered, catalog: Catalog): Decision {
  if (decision.outcome !== 'repeated' || !shown.session) return decision;
  const { effects, application } = shown.session;
  return { ...decision, effects, evaluationPlaces: evaluationPlacesOf(catalog, application, effects) };
}

/** The answer of a first request, for whoever waits for its repeat. */
export function readdressed(reply: ReplyRecord, { src, requestId }: Inbound): ReplyRecord {
  return { ...reply, src, requestId };
}
