import { Injectable } from '@nestjs/common';
import { type CouponImport, type CouponImportQuery, COUPONS_PER_CHUNK } from '@tessera/api-contracts';
import type { ReplyRecord } from '@tessera/event-contracts';
import { canonicalCode, type CouponChunkReceived, type CouponSettings } from '@tessera/promotion';
import { ApiError, Clock } from '@tessera/service-kit';
import { randomUUID } from 'node:crypto';
import { ACCOUNT_ID } from '../applications/application.wire';
import type { Actor } from '../auth/actor';
import type { CampaignPlace, Place } from '../campaigns/find-campaign';
import { nextCatalogId } from '../catalog-log/catalog-transaction';
import { CouponRequests } from '../coupons/coupon-requests';
import { DataSource } from 'typeorm';
import { csvRows, NAMED_ROWS, refusedRows, type Row, type Upload, type WrongRow } from './csv-rows';
import { KnownCodes } from './known-codes';
import { inOrder, once, parts } from './once';
import type { ImportedCode, ImportKind, Shared } from './imported-code';

const NOT_RESERVED = { reservationLimit: 0, isReservationMandatory: false, implicitlyReserved: false };

const EXISTS = 'there is a coupon with this code';

/** Chunks that are under way at the same time; where codes have little in common they are small. */
const CHUNKS_AT_ONCE = 20;

/** A row with settings as the catalog allows them. */
type Settings = Row<ImportedCode> & { readonly settings: CouponSettings };

/** Creates coupons, or referrals, from a file. */
@Injectable()
export class CouponImports {
  constructor(
    private readonly dataSource: DataSource,
    private readonly requests: CouponRequests,
    private readonly codes: KnownCodes,
    private readonly clock: Clock,
  ) {}

  /**
   * All rows or none, but for those that the query allows to be left out.
   * Throws ApiError 400 import.*; 409 import.duplicates; 404; 413; 504 outcome.unknown.
   */
  async run<T>(
    place: Place,
    actor: Actor,
    { query, file, kind }: { query: CouponImportQuery; file: Upload; kind: ImportKind<T> },
  ): Promise<CouponImport> {
    const found = await this.requests.place(place);
    const { rows, wrong } = await this.checked(found, file, kind);
    if (wrong.length > 0 && query.skipInvalid !== 'true') throw refusedRows(400, 'import.row', wrong);
    const { fresh, duplicates } = await this.parted(found, rows);
    if (duplicates.length > 0 && query.skipDuplicates !== 'true')
      throw refusedRows(409, 'import.duplicates', duplicates);
    const batchId = randomUUID();
    const late = await this.create(found, batchId, fresh);
    const skipped = inOrder([...wrong, ...duplicates, ...late]);
    return {
      id: Number(await nextCatalogId(this.dataSource.manager)),
      created: new Date(Number(this.clock.now())).toISOString(),
      accountId: ACCOUNT_ID,
      userId: Number(actor.userId),
      entity: kind.entity,
      amount: fresh.length - late.length,
      batchId,
      skipped: skipped.length,
      rows: skipped.slice(0, NAMED_ROWS),
    };
  }

  /** With settings as the catalog allows them. */
  private async checked<T>(place: CampaignPlace, file: Upload, kind: ImportKind<T>) {
    const read = await csvRows(file, kind.required, kind.row);
    const rows: Settings[] = [];
    const wrong = [...read.wrong];
    const known = new Map<string, Promise<CouponSettings | WrongRow>>();
    for (const { line, value: row } of read.rows) {
      const value = kind.codeOf(row);
      const key = JSON.stringify(value.shared);
      const settings = await (known.get(key) ?? keep(known, key, this.settingsOf(place, line, value.shared)));
      if ('reason' in settings) wrong.push({ ...settings, line });
      else rows.push({ line, value, settings });
    }
    return { rows, wrong: inOrder(wrong) };
  }

  private async settingsOf(place: CampaignPlace, line: number, shared: Shared): Promise<CouponSettings | WrongRow> {
    const { advocate, ...body } = shared;
    const of = advocate === null ? place : withoutCouponAttributes(place);
    try {
      const settings = await this.requests.newSettings(of, { ...body, limits: [], ...NOT_RESERVED });
      return { ...settings, advocate };
    } catch (error) {
      if (!(error instanceof ApiError) || error.status >= 500) throw error;
      return {
        line,
        reason: error.errors.map(({ code, title, details }) => details ?? `${code}: ${title}`).join('; '),
      };
    }
  }

  /** Codes that come twice in the file, or that the read model has. */
  private async parted(place: CampaignPlace, rows: readonly Settings[]) {
    const { byKey: byCode, duplicates } = once(rows, ({ value }) => canonicalCode(value.code), 'the code');
    const known = await this.codes.coupons(place.application.id, [...byCode.keys()]);
    const existing = [...known.keys()].map((canonical) => ({ line: byCode.get(canonical)?.line ?? 0, reason: EXISTS }));
    for (const canonical of known.keys()) byCode.delete(canonical);
    return { fresh: [...byCode.values()], duplicates: inOrder([...duplicates, ...existing]) };
  }

  /** @returns rows whose codes somebody else created meanwhile */
  private async create(place: CampaignPlace, batch: string, rows: readonly Settings[]): Promise<WrongRow[]> {
    const pieces = bySettings(rows).flatMap((group) => parts(group, COUPONS_PER_CHUNK));
    const chunks = pieces.map((some, chunk) => chunkOf(some, batch, chunk, pieces.length));
    const skipped = new Set<string>();
    for (const some of parts(chunks, CHUNKS_AT_ONCE)) {
      const replies = await this.requests.decide(place, 'bulk', some);
      if (!replies) throw ApiError.of(504, 'outcome.unknown', `Not all of batch ${batch} was decided in time`);
      replies.flatMap(skippedIn).forEach((code) => skipped.add(code));
    }
    return rows.filter(({ value }) => skipped.has(value.code)).map(({ line }) => ({ line, reason: EXISTS }));
  }
}

function keep<T>(known: Map<string, T>, key: string, value: T): T {
  known.set(key, value);
  return value;
}

function bySettings(rows: readonly Settings[]): Settings[][] {
  const groups = new Map<string, Settings[]>();
  for (const row of rows) {
    const key = JSON.stringify(row.value.shared);
    (groups.get(key) ?? keep(groups, key, [])).push(row);
  }
  return [...groups.values()];
}

function chunkOf(rows: readonly Settings[], batch: string, chunk: number, chunks: number): CouponChunkReceived {
  const [first] = rows;
  if (!first) throw new RangeError('a chunk has coupons');
  return {
    kind: 'CouponChunkReceived',
    ...{ batch, chunk, chunks, settings: first.settings },
    codes: rows.map(({ value }) => value.code),
    ...{ pattern: '', characters: [], count: rows.length },
    recipients: rows.map(({ value }) => value.recipient.normalize('NFC')),
  };
}

function skippedIn({ payload }: ReplyRecord): readonly string[] {
  return payload.decision.events.flatMap((event) => (event.kind === 'CouponsCreated' ? event.skipped : []));
}

/** Referrals are no coupons of the campaign. */
function withoutCouponAttributes({ application, campaign }: CampaignPlace): CampaignPlace {
  return { application, campaign: { ...campaign, couponAttributes: {} } };
}
