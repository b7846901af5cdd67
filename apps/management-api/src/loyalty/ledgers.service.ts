import { Injectable } from '@nestjs/common';
import {
  type Json,
  ledgerAt,
  type LedgerAt,
  type LoyaltyStatistics,
  type ProgramTransactionsQuery,
  renderTransaction,
  storedEntry,
  type StoredEntry,
  storedLedger,
  TRANSACTION_KINDS,
} from '@tessera/api-contracts';
import type { Ledger } from '@tessera/promotion';
import { Clock } from '@tessera/service-kit';
import { z } from 'zod';
import { allPages } from '../exports/all-pages';
import { parts } from '../imports/once';
import { Projections } from '../read-models/projections';
import type { AddedAt } from './ledger.wire';
import { loyaltyProgramOf } from './loyalty-program.wire';
import type { LoyaltyProgramEntity } from './loyalty-program.entity';
import { statisticsOf } from './statistics';

const ledgerFound = z.object({ ledger: storedLedger.nullable() });
const entriesFound = z.object({ hasMore: z.boolean(), data: z.array(storedEntry) });

const whole = z.int().transform(BigInt);
const sumsFound = z.object({
  sums: z.object({ members: whole, active: whole, pending: whole, spent: whole, expired: whole, negative: whole }),
  owing: z.array(storedLedger),
  day: z.object({
    ...{ members: whole, earnedByHand: whole, earnedByRules: whole, spentByHand: whole, spentByRules: whole },
  }),
});

/** Programs are the account's. */
const ACCOUNT = 0n;

/** Their ids stand in the address of a question. */
const TRANSACTIONS_AT_ONCE = 100;

/** Ledgers as the read model has them, and what time brought since. */
@Injectable()
export class Ledgers {
  constructor(
    private readonly projections: Projections,
    private readonly clock: Clock,
  ) {}

  /** Throws ApiError 404 profile.not_found, 503. */
  async one(program: LoyaltyProgramEntity, profileId: string): Promise<LedgerAt> {
    const path = `/loyalty_programs/${program.id}/profiles/${encodeURIComponent(profileId)}`;
    const answer = await this.projections.ask({ projection: 'profile', application: ACCOUNT, path });
    return this.now(program, ledgerFound.parse(answer).ledger);
  }

  /** Of one profile, oldest first. Throws as `one`. */
  entries(
    { id }: LoyaltyProgramEntity,
    profileId: string,
    filter: Readonly<Record<string, string | undefined>>,
  ): Promise<AsyncIterable<StoredEntry>> {
    const path = `/loyalty_programs/${id}/profiles/${encodeURIComponent(profileId)}/entries`;
    const question = { projection: 'profile', application: ACCOUNT, path, query: filter } as const;
    return allPages(this.projections, question, storedEntry);
  }

  /** When what a ledger holds was added, by transaction. Throws as `one`. */
  async addedAt(program: LoyaltyProgramEntity, profileId: string, { ledger }: LedgerAt): Promise<AddedAt> {
    const held = ledger.subledgers.flatMap(({ lots }) => lots.map(({ transactionUUID }) => transactionUUID));
    const addedAt = new Map<string, string>();
    for (const some of parts([...new Set(held)], TRANSACTIONS_AT_ONCE)) {
      const filter = { kinds: 'added,opened,givenBack', transactionUuids: some.join() };
      for await (const { transactionUUID, created } of await this.entries(program, profileId, filter))
        addedAt.set(transactionUUID, created);
    }
    return addedAt;
  }

  /** What people and rules did to the points of a program, the last first. Throws ApiError 503. */
  async transactions(
    { id }: LoyaltyProgramEntity,
    { subledgerId: subledger, loyaltyTransactionType: type, ...page }: ProgramTransactionsQuery,
  ): Promise<{ hasMore: boolean; data: { [name: string]: Json }[] }> {
    const path = `/loyalty_programs/${id}/entries`;
    const query = { total: 'false', sort: '-id', kinds: TRANSACTION_KINDS.join(), subledger, type, ...page };
    const answer = await this.projections.ask({ projection: 'profile', application: ACCOUNT, path, query });
    const { hasMore, data } = entriesFound.parse(answer);
    return { hasMore, data: data.map((one) => ({ ...renderTransaction(id, one), customerProfileId: one.profileId })) };
  }

  /** All of a program. Throws ApiError 503. */
  all({ id }: LoyaltyProgramEntity): Promise<AsyncIterable<Ledger>> {
    const path = `/loyalty_programs/${id}/ledgers`;
    return allPages(this.projections, { projection: 'profile', application: ACCOUNT, path }, storedLedger);
  }

  /** The sums over all of a program, as they are now, and what today brought. Throws ApiError 503. */
  async statistics(program: LoyaltyProgramEntity): Promise<LoyaltyStatistics> {
    const path = `/loyalty_programs/${program.id}/sums`;
    const now = this.clock.now();
    const query = { at: now.toString(), zone: program.timezone, joinPolicy: program.programJoinPolicy };
    const answer = await this.projections.ask({ projection: 'profile', application: ACCOUNT, path, query });
    const { sums, owing, day } = sumsFound.parse(answer);
    const others = owing.map((stored) => ledgerAt(loyaltyProgramOf(program), stored, now));
    return statisticsOf(now, { sums, others, day });
  }

  now(program: LoyaltyProgramEntity, stored: Ledger | null): LedgerAt {
    return ledgerAt(loyaltyProgramOf(program), stored, this.clock.now());
  }
}
