import { Injectable } from '@nestjs/common';
import { PROFILES_PER_CALL, type ProfilesRequest } from '@tessera/api-contracts';
import type { ReplyRecord } from '@tessera/event-contracts';
import { type Request, validate } from '@tessera/promotion';
import { ApiError, type ErrorDetail } from '@tessera/service-kit';
import { type JsonObject, renderState } from '../answer/state';
import { profileRequest } from '../convert/profile';
import { type Places, refusalError } from '../convert/refusals';
import { acceptedOnly } from './answers';
import type { Call } from './call';
import { Submissions } from './submissions';

type Profiles = ProfilesRequest['customerProfiles'];

/** A record of a batch: the request, and where its parts stand in the call. */
export interface BatchItem {
  readonly request: Request;
  readonly places: Places;
  /** Names it within the call; left out: its index does. */
  readonly id?: string;
}

/** Profiles of one call: a record each, under `requestId#index` or an id of its own, so that each has its own partition and decision. */
@Injectable()
export class ProfileBatch {
  constructor(private readonly submissions: Submissions) {}

  /**
   * The states of all profiles, in the order given. Nothing is recorded unless all are valid.
   * Throws ApiError: 413 batch.too_large, 400 with the places of all problems, and the first failure of a record.
   */
  async update(call: Call, profiles: Profiles): Promise<JsonObject[]> {
    const decided = await this.decide(call, itemsOf(call, profiles));
    return decided.map((record) => renderState(record, ['customerProfile'], call.caller));
  }

  /** Records all profiles and waits for none. Gives the token of each, in the order given. Throws ApiError as `update`. */
  accept(call: Call, profiles: Profiles): Promise<string[]> {
    return this.each(call, itemsOf(call, profiles), (one, { request }) => this.submissions.accept(one, request));
  }

  /** The decisions on all records, in their order. Nothing is recorded unless all are valid. Throws ApiError as `update`. */
  decide(call: Call, items: readonly BatchItem[]): Promise<ReplyRecord[]> {
    return this.each(call, items, async (one, { request, places }) =>
      acceptedOnly(await this.submissions.decide(one, request), places),
    );
  }

  private async each<T>(
    call: Call,
    items: readonly BatchItem[],
    submit: (one: Call, item: BatchItem) => Promise<T>,
  ): Promise<T[]> {
    assertAllValid(call, items);
    // All are answered for before the first failure is: nothing then still waits in the background.
    const outcomes = await Promise.allSettled(
      items.map((item, index) => submit({ ...call, requestId: `${call.requestId}#${item.id ?? index}` }, item)),
    );
    return outcomes.map(valueOf);
  }
}

function itemsOf({ caller }: Call, profiles: Profiles): readonly BatchItem[] {
  if (profiles.length > PROFILES_PER_CALL) {
    throw ApiError.of(413, 'batch.too_large', `At most ${PROFILES_PER_CALL} profiles in one call`);
  }
  return profiles.map(({ integrationId, attributes }, index) => ({
    request: profileRequest(integrationId, { attributes }, caller, false),
    places: placesOf(index),
  }));
}

function assertAllValid({ caller: { catalog, application } }: Call, items: readonly BatchItem[]): void {
  const problems = items.flatMap(({ request, places }) =>
    detailsOf(validate(catalog, application.id, request), places),
  );
  if (problems.length > 0) throw new ApiError(400, problems);
}

function valueOf<T>(outcome: PromiseSettledResult<T>): T {
  if (outcome.status === 'rejected') throw outcome.reason;
  return outcome.value;
}

function detailsOf(found: ReturnType<typeof validate>, places: Places): readonly ErrorDetail[] {
  return found.length > 0 ? refusalError(found, places).errors : [];
}

function placesOf(index: number): Places {
  const prefix = `/customerProfiles/${index}`;
  return { prefix, id: { pointer: '/profileId', source: { pointer: `${prefix}/integrationId` } } };
}
