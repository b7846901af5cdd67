import { Injectable } from '@nestjs/common';
import { PROFILES_PER_CALL, type ProfilesRequest } from '@tessera/api-contracts';
import type { ReplyRecord } from '@tessera/event-contracts';
import { validate } from '@tessera/promotion';
import { ApiError, type ErrorDetail } from '@tessera/service-kit';
import { type JsonObject, renderState } from '../answer/state';
import { profileRequest } from '../convert/profile';
import { type Places, refusalError } from '../convert/refusals';
import { acceptedOnly } from './answers';
import type { Call } from './call';
import { Submissions } from './submissions';

type Profiles = ProfilesRequest['customerProfiles'];

/** Profiles of one call: a record each, under `requestId#index`, so that each has its own partition and decision. */
@Injectable()
export class ProfileBatch {
  constructor(private readonly submissions: Submissions) {}

  /**
   * The states of all profiles, in the order given. Nothing is recorded unless all are valid.
   * Throws ApiError: 413 batch.too_large, 400 with the places of all problems, and the first failure of a record.
   */
  async update(call: Call, profiles: Profiles): Promise<JsonObject[]> {
    if (profiles.length > PROFILES_PER_CALL) {
      throw ApiError.of(413, 'batch.too_large', `At most ${PROFILES_PER_CALL} profiles in one call`);
    }
    const requests = profiles.map(({ integrationId, attributes }) =>
      profileRequest(integrationId, attributes, call.caller, false),
    );
    const { catalog, application } = call.caller;
    const problems = requests.flatMap((request, index) =>
      detailsOf(() => validate(catalog, application.id, request), placesOf(index)),
    );
    if (problems.length > 0) throw new ApiError(400, problems);
    // All are answered for before the first failure is: nothing then still waits in the background.
    const outcomes = await Promise.allSettled(
      requests.map(async (request, index) => {
        const requestId = `${call.requestId}#${index}`;
        return acceptedOnly(await this.submissions.decide({ ...call, requestId }, request), placesOf(index));
      }),
    );
    return statesOf(outcomes, call);
  }
}

function statesOf(outcomes: readonly PromiseSettledResult<ReplyRecord>[], { caller }: Call): JsonObject[] {
  return outcomes.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return renderState(outcome.value, ['customerProfile'], caller);
  });
}

function detailsOf(refusals: () => ReturnType<typeof validate>, places: Places): readonly ErrorDetail[] {
  const found = refusals();
  return found.length > 0 ? refusalError(found, places).errors : [];
}

function placesOf(index: number): Places {
  const prefix = `/customerProfiles/${index}`;
  return { prefix, id: { pointer: '/profileId', source: { pointer: `${prefix}/integrationId` } } };
}
