import { Injectable } from '@nestjs/common';
import { type ActivatePoints, renderActivated, type StoredEntry } from '@tessera/api-contracts';
import type { ReplyRecord } from '@tessera/event-contracts';
import type { LoyaltyProgram, PointsActivationReceived } from '@tessera/promotion';
import { ApiError } from '@tessera/service-kit';
import type { JsonObject } from '../answer/state';
import { assertValid, type Places } from '../convert/refusals';
import { LoyaltyReads } from '../reads/loyalty-reads';
import { acceptedOnly } from './answers';
import type { Call } from './call';
import { Submissions } from './submissions';

const PLACES: Places = { prefix: '', id: { pointer: '/profileId', source: { pointer: '/transactionUUIDs' } } };

/** Points that wait until somebody activates them: a record for each profile that has some, under `requestId#index`. */
@Injectable()
export class Activations {
  constructor(
    private readonly submissions: Submissions,
    private readonly reads: LoyaltyReads,
  ) {}

  /** Throws ApiError 400 loyalty.which; 404 loyalty.not_waiting; 503, 504. */
  async activate(call: Call, program: LoyaltyProgram, body: ActivatePoints): Promise<JsonObject[]> {
    if ((body.sessionId === undefined) === (body.transactionUUIDs === undefined)) throw which();
    const requests = requestsOf(program, await this.reads.added(call.caller, program, body));
    if (requests.length === 0) throw none();
    requests.forEach((request) => assertValid(request, call.caller, PLACES));
    const replies = await Promise.all(
      requests.map(async (request, index) => {
        const requestId = `${call.requestId}#${index}`;
        return acceptedOnly(await this.submissions.decide({ ...call, requestId }, request), PLACES);
      }),
    );
    return replies.flatMap((reply) => activatedIn(program, reply));
  }
}

const which = (): ApiError => ApiError.invalid('loyalty.which', 'Either a session or transactions name the points');
const none = (): ApiError => ApiError.notFound('loyalty.not_waiting', 'No points wait to be activated');

function requestsOf({ id: program }: LoyaltyProgram, entries: readonly StoredEntry[]): PointsActivationReceived[] {
  return [...new Set(entries.map(({ profileId }) => profileId))].map((profileId) => {
    const own = entries.filter((entry) => entry.profileId === profileId);
    const transactionUUIDs = own.map(({ transactionUUID }) => transactionUUID);
    return { kind: 'PointsActivationReceived', profileId, program, transactionUUIDs };
  });
}

function activatedIn({ id }: LoyaltyProgram, { payload }: ReplyRecord): JsonObject[] {
  return payload.decision.events.flatMap((event) => {
    if (event.kind !== 'LedgerChanged') return [];
    const begun = event.entries.filter(({ kind }) => kind === 'activated');
    return begun.map((entry) => renderActivated(id, event.ledger.profileId, entry));
  });
}
