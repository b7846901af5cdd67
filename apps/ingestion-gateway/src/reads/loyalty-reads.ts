import { Injectable } from '@nestjs/common';
import {
  type ActivatePoints,
  heldPoints,
  type Json,
  ledgerAt,
  type LedgerAt,
  type PointsQuery,
  renderBalances,
  renderHeld,
  renderLoyalty,
  renderTransaction,
  storedEntry,
  type StoredEntry,
  storedLedger,
  TRANSACTION_KINDS,
  type TransactionsQuery,
} from '@tessera/api-contracts';
import { profileKey, sessionKey } from '@tessera/event-contracts';
import type { LoyaltyProgram } from '@tessera/promotion';
import { ApiError } from '@tessera/service-kit';
import { z } from 'zod';
import type { Caller } from '../auth/caller';
import { normalId } from '../convert/id';
import { type Found, profileMissing, ProjectionReads } from './projection-reads';

/** Whose points, in which program. */
export interface LedgerPlace {
  readonly program: LoyaltyProgram;
  readonly profileId: string;
}

export interface Shown {
  readonly body: Json;
  /** What is shown may be older than what was written. */
  readonly stale: boolean;
}

const ledgerFound = z.object({ ledger: storedLedger.nullable() });
const entriesFound = z.object({ hasMore: z.boolean(), data: z.array(storedEntry) });

/** Points of a profile, from the read model that keeps ledgers; what time brought since is worked out here. */
@Injectable()
export class LoyaltyReads {
  constructor(private readonly reads: ProjectionReads) {}

  /** Throws ApiError 404 loyalty.not_found, profile.not_found; 503. */
  async balances(
    caller: Caller,
    place: LedgerPlace,
    at: bigint,
    { tiers, subledger }: { readonly tiers: boolean; readonly subledger: string | undefined },
  ): Promise<Shown> {
    const { ledger, stale } = await this.ledger(caller, place, at);
    return { body: renderBalances(ledger, tiers, subledger), stale };
  }

  /** In all programs that the application is subscribed to. */
  async all(caller: Caller, profileId: string, at: bigint): Promise<Shown> {
    const programs = caller.catalog.loyaltyPrograms(caller.application.id);
    const found = await Promise.all(programs.map((program) => this.ledger(caller, { program, profileId }, at)));
    const states = found.map(({ ledger: { program, ledger, at } }) => ({
      program,
      ledger,
      profileId,
      at,
      effects: [],
    }));
    return { body: renderLoyalty(states), stale: found.some(({ stale }) => stale) };
  }

  async transactions(caller: Caller, place: LedgerPlace, query: TransactionsQuery): Promise<Shown> {
    const { subledgerId: subledger, loyaltyTransactionType: type, startDate, endDate, pageSize, skip } = query;
    const { customerSessionIDs: sessionIds, transactionUUIDs: transactionUuids } = query;
    const filter = { subledger, type, startDate, endDate, sessionIds, transactionUuids, pageSize, skip };
    return this.entries(caller, place, { kinds: TRANSACTION_KINDS.join(), sort: '-id', ...filter });
  }

  async points(caller: Caller, place: LedgerPlace, at: bigint, query: PointsQuery): Promise<Shown> {
    const { status, subledgerId, pageSize, skip } = query;
    if (status === 'expired') {
      return this.entries(caller, place, { kinds: 'expired', sort: '-id', subledger: subledgerId, pageSize, skip });
    }
    const { ledger, stale } = await this.ledger(caller, place, at);
    const held = heldPoints(ledger, status, subledgerId);
    const from = Number(skip);
    const page = held.slice(from, from + Number(pageSize));
    const added = await this.additions(caller, place, [...new Set(page.map(({ lot }) => lot.transactionUUID))]);
    const data = page.map((one) => renderHeld(place.program.id, one, added.get(one.lot.transactionUUID)));
    return { body: { hasMore: held.length > from + page.length, data }, stale };
  }

  /** Additions of the program that the application's session or these transactions made. Throws ApiError 503. */
  async added(
    caller: Caller,
    program: LoyaltyProgram,
    { sessionId, transactionUUIDs }: ActivatePoints,
  ): Promise<readonly StoredEntry[]> {
    const { id: application } = caller.application;
    const filter = { kinds: 'added', sessionIds: sessionId, transactionUuids: transactionUUIDs?.join() };
    const found = await this.reads.ask(caller, {
      projection: 'PROFILE_PROJECTION_URL',
      path: `/loyalty_programs/${program.id}/entries?${queryText({ total: 'false', pageSize: '1000', ...filter })}`,
      entity: sessionId === undefined ? '' : sessionKey(application, normalId(sessionId)),
    });
    const { data } = entriesFound.parse(found?.body);
    return sessionId === undefined ? data : data.filter((one) => BigInt(one.application) === application);
  }

  private async ledger(
    caller: Caller,
    place: LedgerPlace,
    at: bigint,
  ): Promise<{ readonly ledger: LedgerAt; readonly stale: boolean }> {
    const found = await this.ask(caller, place, '');
    return { ledger: ledgerAt(place.program, ledgerFound.parse(found.body).ledger, at), stale: found.stale };
  }

  private async entries(
    caller: Caller,
    place: LedgerPlace,
    filter: Readonly<Record<string, string | undefined>>,
  ): Promise<Shown> {
    const found = await this.ask(caller, place, `/entries?${queryText({ total: 'false', ...filter })}`);
    const { hasMore, data } = entriesFound.parse(found.body);
    return { body: { hasMore, data: data.map((one) => renderTransaction(place.program.id, one)) }, stale: found.stale };
  }

  private async additions(caller: Caller, place: LedgerPlace, uuids: readonly string[]) {
    if (uuids.length === 0) return new Map<string, never>();
    const filter = { kinds: 'added,opened', transactionUuids: uuids.join(), total: 'false', pageSize: '1000' };
    const found = await this.ask(caller, place, `/entries?${queryText(filter)}`);
    return new Map(entriesFound.parse(found.body).data.map((one) => [one.transactionUUID, one]));
  }

  private async ask(caller: Caller, { program, profileId }: LedgerPlace, path: string): Promise<Found> {
    const id = encodeURIComponent(normalId(profileId));
    const found = await this.reads.ask(caller, {
      projection: 'PROFILE_PROJECTION_URL',
      path: `/loyalty_programs/${program.id}/profiles/${id}${path}`,
      entity: profileKey(caller.application.id, profileId),
    });
    if (found === undefined) throw profileMissing();
    return found;
  }
}

/** Throws ApiError 404 where the application is not subscribed to such a program. */
export function programOf({ catalog, application }: Caller, id: string): LoyaltyProgram {
  const program = catalog.loyaltyPrograms(application.id).find((one) => String(one.id) === id);
  if (program === undefined) throw ApiError.notFound('loyalty.not_found', 'There is no such loyalty program');
  return program;
}

function queryText(query: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return new URLSearchParams(given).toString();
}
