import { Injectable } from '@nestjs/common';
import type { NewLoyaltyProgram, UpdateLoyaltyProgram } from '@tessera/api-contracts';
import { ApiError } from '@tessera/service-kit';
import type { EntityManager } from 'typeorm';
import { requireApplications } from '../applications/find-application';
import { AttributeEntity } from '../attributes/attribute.entity';
import type { Actor } from '../auth/actor';
import type { CatalogTransaction } from '../catalog-log/catalog-transaction';
import { CatalogWriter } from '../catalog-log/catalog-writer';
import { Dependents } from '../rulesets/dependents';
import { LoyaltyProgramEntity, type StoredTier } from './loyalty-program.entity';
import { loyaltyProgramOf } from './loyalty-program.wire';
import { checkProgram } from './program-check';

type Fresh = Omit<LoyaltyProgramEntity, 'id' | 'name' | 'title' | 'timezone' | 'created' | 'modified'>;

const DEFAULTS: Fresh = {
  description: '',
  applicationIds: [],
  defaultValidity: 'unlimited',
  defaultPending: 'immediate',
  allowSubledger: false,
  tiers: [],
  tiersExpirationPolicy: null,
  tiersExpireIn: null,
  tierCycleStartDate: null,
  tiersExpirationAttribute: null,
  tiersDowngradePolicy: 'balance_based',
  programJoinPolicy: 'points_earned',
  returnPolicy: 'only_pending',
};

@Injectable()
export class LoyaltyPrograms {
  constructor(
    private readonly catalog: CatalogWriter,
    private readonly dependents: Dependents,
  ) {}

  /** Throws ApiError 400 application.unknown, loyalty.*; 409 loyalty.exists. */
  create(actor: Actor, { name, ...body }: NewLoyaltyProgram): Promise<LoyaltyProgramEntity> {
    return this.catalog.write(actor, async (transaction) => {
      const { manager, now } = transaction;
      if (await manager.existsBy(LoyaltyProgramEntity, { name })) throw exists();
      const id = await transaction.nextId();
      const { title, timezone } = body;
      return this.save(transaction, { id, name, created: now, modified: now, ...DEFAULTS, title, timezone }, body);
    });
  }

  /** The name stays: rules have it. Throws as `create`, and ApiError 404; 409 loyalty.in_use where rules would lose it. */
  update(actor: Actor, id: bigint, body: UpdateLoyaltyProgram): Promise<LoyaltyProgramEntity> {
    return this.catalog.write(actor, async (transaction) => {
      return this.save(transaction, await findLoyaltyProgram(transaction.manager, id), body);
    });
  }

  private async save(
    transaction: CatalogTransaction,
    stored: LoyaltyProgramEntity,
    { subscribedApplications, tierCycleStartDate: start, tiers, ...body }: UpdateLoyaltyProgram,
  ): Promise<LoyaltyProgramEntity> {
    const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
    const program: LoyaltyProgramEntity = {
      ...stored,
      ...given,
      applicationIds: subscribedApplications?.map(BigInt) ?? stored.applicationIds,
      tierCycleStartDate: start === undefined ? stored.tierCycleStartDate : dateOf(start),
      tiers: tiers === undefined ? stored.tiers : tiersOf(tiers, stored.tiers, transaction.now),
      modified: transaction.now,
    };
    await requireApplications(transaction.manager, program.applicationIds, '/subscribedApplications');
    checkProgram(program);
    await requireExpirationAttribute(transaction.manager, program);
    const change = { kind: 'LoyaltyProgramSaved', entity: loyaltyProgramOf(program) } as const;
    const names = [program.name, String(program.id)];
    await this.dependents.refuseIfNeeded(transaction.manager, { change, names, code: 'loyalty.in_use' });
    const row = await transaction.manager.save(LoyaltyProgramEntity, program);
    transaction.record(change);
    return row;
  }
}

/** By their points. Those whose names were there are as old as they were. */
function tiersOf(
  given: readonly Omit<StoredTier, 'created'>[],
  stored: readonly StoredTier[],
  now: Date,
): StoredTier[] {
  const createdOf = (name: string): string => {
    return stored.find((tier) => tier.name === name)?.created ?? now.toISOString();
  };
  return given
    .toSorted((a, b) => a.minPoints - b.minPoints)
    .map(({ name, minPoints }) => ({ name, minPoints, created: createdOf(name) }));
}

/** Throws ApiError 400 loyalty.attribute: a date in ledgers is not sealed. */
async function requireExpirationAttribute(
  manager: EntityManager,
  { tiersExpirationPolicy: policy, tiersExpirationAttribute: name }: LoyaltyProgramEntity,
): Promise<void> {
  if (policy !== 'customer_attribute') return;
  const wanted = { entity: 'CustomerProfile', name: name ?? '', type: 'time', personal: false };
  if (await manager.existsBy(AttributeEntity, wanted)) return;
  const details = 'customer_attribute needs an attribute of profiles of the type time that is not personal';
  throw ApiError.invalid('loyalty.attribute', 'There is no such attribute', '/tiersExpirationAttribute', details);
}

function dateOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}

function exists(): ApiError {
  return ApiError.conflict('loyalty.exists', 'There is a loyalty program of this name');
}

/** Throws ApiError 404 `loyalty.not_found`. */
export async function findLoyaltyProgram(manager: EntityManager, id: bigint): Promise<LoyaltyProgramEntity> {
  const program = await manager.findOneBy(LoyaltyProgramEntity, { id });
  if (!program) throw ApiError.notFound('loyalty.not_found', 'There is no such loyalty program');
  return program;
}
