import { Injectable } from '@nestjs/common';
import type { OpeningImport, OpeningImportQuery } from '@tessera/api-contracts';
import {
  canonicalCode,
  type CouponOpening,
  type Decision,
  type LimitOpening,
  limitOpeningProblems,
  openedCounters,
  type Request,
} from '@tessera/promotion';
import { Clock } from '@tessera/service-kit';
import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import type { ApplicationEntity } from '../applications/application.entity';
import { findApplication } from '../applications/find-application';
import type { Actor } from '../auth/actor';
import { nextCatalogId } from '../catalog-log/catalog-transaction';
import { CatalogView } from '../catalog-log/catalog-view';
import { CouponRequests } from '../coupons/coupon-requests';
import { csvRows, type Row, type Upload } from '../imports/csv-rows';
import { KnownCodes } from '../imports/known-codes';
import { once, parts } from '../imports/once';
import { leftOut } from './left-out';
import { limitOpeningRow, limitOpenings, type SaidOfLimit } from './limit-opening-rows';
import {
  agreeing,
  couponOpeningRow,
  couponOpenings,
  profileOpeningRow,
  profileOpenings,
  type Read,
  type SaidOfCode,
  sorted,
} from './opening-rows';
import { allDecided, showImport, type Taken } from './taken';

/** Codes of one request: with profiles whose ids are as long as they may be its decision still fits into a record. */
const CHUNK = 100;

/** Chunks, and profiles, that are under way at the same time: a slice of the evaluator may hold them all. */
const CHUNKS_AT_ONCE = 4;
const PROFILES_AT_ONCE = 500;

const NO_COUPON = 'there is no coupon and no referral with this code';

export interface OpeningFile {
  readonly query: OpeningImportQuery;
  readonly file: Upload;
}

/** What is asked of the evaluator, and what becomes of the file's rows. */
interface Asked extends Omit<Taken, 'changed'> {
  readonly requests: readonly Request[];
  readonly atOnce: number;
}

/**
 * Opening balances from files. A balance is what it is, not what is added: a file that is imported again changes nothing, also
 * where it was taken in part only before.
 */
@Injectable()
export class OpeningImports {
  constructor(
    private readonly dataSource: DataSource,
    private readonly requests: CouponRequests,
    private readonly codes: KnownCodes,
    private readonly view: CatalogView,
    private readonly clock: Clock,
  ) {}

  /** Throws ApiError 404; 400 import.*; 409 import.duplicates; 413; 503; 504 outcome.unknown: importing again is safe. */
  async coupons(applicationId: bigint, actor: Actor, { query, file }: OpeningFile): Promise<OpeningImport> {
    const application = await findApplication(this.dataSource.manager, applicationId);
    const read = await csvRows(file, ['value', 'counter'], couponOpeningRow);
    const said = couponOpenings(read.rows, application.currency);
    const { byKey, duplicates } = once(said.rows, keyOf, 'the code, of the same profile,');
    const { rows, wrong, totals } = agreeing([...byKey.values()], canonicalCode);
    const codes = [...new Set(rows.map(({ value }) => canonicalCode(value.code)))];
    const ids = await this.idsOf(applicationId, codes);
    const isKnown = ({ code }: SaidOfCode): boolean => ids.has(canonicalCode(code));
    const unknown = rows.filter(({ value }) => !isKnown(value)).map(({ line }) => ({ line, reason: NO_COUPON }));
    const skipped = leftOut(query, [...read.wrong, ...said.wrong, ...wrong, ...unknown], duplicates);
    const known = [...totals, ...rows.map(({ value }) => value)].filter(isKnown);
    const requests = couponChunks(known.map((one) => openingOf(one, ids)));
    const amount = rows.length - unknown.length;
    return this.ask(application, actor, { entity: 'CouponOpening', requests, atOnce: CHUNKS_AT_ONCE, amount, skipped });
  }

  /** Throws as `coupons`. */
  async profiles(applicationId: bigint, actor: Actor, { query, file }: OpeningFile): Promise<OpeningImport> {
    const application = await findApplication(this.dataSource.manager, applicationId);
    const columns = ['integrationid', 'closedsessions', 'totalsales', 'lastactivity'];
    const read = await csvRows(file, columns, profileOpeningRow);
    const said = profileOpenings(read.rows, application.currency);
    const { byKey, duplicates } = once(said.rows, ({ value }) => value.profileId, 'the profile');
    const skipped = leftOut(query, [...read.wrong, ...said.wrong], duplicates);
    const requests = [...byKey.values()].map(({ value }): Request => ({ kind: 'ProfileOpeningReceived', ...value }));
    const asked = { entity: 'ProfileOpening', requests, atOnce: PROFILES_AT_ONCE, amount: requests.length } as const;
    return this.ask(application, actor, { ...asked, skipped });
  }

  /** Throws as `coupons`. */
  async limits(applicationId: bigint, actor: Actor, { query, file }: OpeningFile): Promise<OpeningImport> {
    const application = await findApplication(this.dataSource.manager, applicationId);
    const read = await csvRows(file, ['campaignid', 'action', 'counter'], limitOpeningRow);
    const said = limitOpenings(read.rows, application.currency);
    const checked = await this.checked(applicationId, said.rows);
    const { byKey, duplicates } = once(checked.rows, ({ value }) => openedCounters(value).counter, 'the counter');
    const skipped = leftOut(query, [...read.wrong, ...said.wrong, ...checked.wrong], duplicates);
    const openings = [...byKey.values()].map(({ value }) => value);
    const requests = limitChunks(openings);
    const asked = { entity: 'LimitOpening', requests, atOnce: CHUNKS_AT_ONCE, amount: openings.length } as const;
    return this.ask(application, actor, { ...asked, skipped });
  }

  /** With the ids of their codes; what the evaluator would refuse is wrong. */
  private async checked(applicationId: bigint, rows: readonly Row<SaidOfLimit>[]): Promise<Read<LimitOpening>> {
    const catalog = await this.view.current(this.dataSource.manager);
    const ids = await this.idsByCampaign(applicationId, rows);
    return sorted(rows, ({ code, ...counted }) => {
      const couponId = code === null ? null : ids.get(nameOf(counted.campaign, code));
      if (couponId === undefined) return `value: ${NO_COUPON} in the campaign`;
      const opening = { ...counted, couponId };
      const [problem] = limitOpeningProblems(catalog, applicationId, opening, '');
      return problem === undefined ? opening : problem.details;
    });
  }

  private async idsByCampaign(
    application: bigint,
    rows: readonly Row<SaidOfLimit>[],
  ): Promise<ReadonlyMap<string, bigint>> {
    const ids = new Map<string, bigint>();
    for (const campaign of new Set(rows.map(({ value }) => value.campaign))) {
      const own = rows.flatMap(({ value }) => (value.campaign === campaign ? (value.code ?? []) : []));
      const found = await this.idsOf(application, [...new Set(own.map(canonicalCode))], campaign);
      for (const [code, id] of found) ids.set(nameOf(campaign, code), id);
    }
    return ids;
  }

  /** Of coupons and referrals, by canonical code. */
  private async idsOf(
    application: bigint,
    codes: readonly string[],
    campaign?: bigint,
  ): Promise<ReadonlyMap<string, bigint>> {
    const coupons = await this.codes.coupons(application, codes, campaign);
    const others = codes.filter((code) => !coupons.has(code));
    return new Map([...coupons, ...(await this.codes.referrals(application, others, campaign))]);
  }

  private async ask(application: ApplicationEntity, actor: Actor, asked: Asked): Promise<OpeningImport> {
    let changed = 0;
    for (const some of parts(asked.requests, asked.atOnce)) {
      const replies = allDecided(await this.requests.decide({ application }, 'bulk', some));
      changed += replies.reduce((sum, { payload }) => sum + changedBy(payload.decision), 0);
    }
    const { entity, amount, skipped } = asked;
    const id = await nextCatalogId(this.dataSource.manager);
    return showImport(id, this.clock.now(), actor, { entity, amount, changed, skipped });
  }
}

function keyOf({ value: { code, profileId } }: Row<SaidOfCode>): string {
  return `${canonicalCode(code)}\n${profileId}`;
}

function openingOf({ code, ...same }: SaidOfCode, ids: ReadonlyMap<string, bigint>): CouponOpening {
  return { couponId: ids.get(canonicalCode(code)) ?? 0n, ...same };
}

function nameOf(campaign: bigint, code: string): string {
  return `${campaign}/${canonicalCode(code)}`;
}

function couponChunks(openings: readonly CouponOpening[]): Request[] {
  return chunksOf(openings).map((part) => ({ kind: 'CouponOpeningsReceived', ...part }));
}

function limitChunks(openings: readonly LimitOpening[]): Request[] {
  return chunksOf(openings).map((part) => ({ kind: 'LimitOpeningsReceived', ...part }));
}

function chunksOf<O>(all: readonly O[]): { batch: string; chunk: number; openings: readonly O[] }[] {
  const batch = randomUUID();
  return parts(all, CHUNK).map((openings, chunk) => ({ batch, chunk, openings }));
}

/** Coupons, with and without a profile, and counters, each by an event; a profile by some or none. */
function changedBy({ request, events }: Decision): number {
  if (request?.kind === 'ProfileOpeningReceived') return events.length > 0 ? 1 : 0;
  return events.filter(({ kind }) => kind === 'CouponOpeningChanged' || kind === 'LimitOpeningChanged').length;
}
