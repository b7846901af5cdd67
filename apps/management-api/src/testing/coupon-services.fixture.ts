import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { type Json, renderCoupon, renderReferral } from '@tessera/api-contracts';
import {
  bulkEvents,
  decodeReadToken,
  type InboxRecord,
  integrationEvents,
  integrationReplies,
} from '@tessera/event-contracts';
import { GroupConsumer, type LogRecord, PlainProducer } from '@tessera/kafka';
import {
  type Coupon,
  type CouponChange,
  type CouponOpening,
  type CouponOpeningsReceived,
  type DomainEvent,
  emptyLedger,
  type LedgerOpeningReceived,
  type LimitOpeningsReceived,
  openedCounters,
  type ProfileOpeningReceived,
  type Refusal,
} from '@tessera/promotion';
import { ServiceTokens } from '@tessera/service-kit';
import type { Settings } from '../settings';

interface Answered {
  readonly status: number;
  readonly events?: readonly DomainEvent[];
  readonly refusals?: readonly Refusal[];
  readonly repeated?: boolean;
}

/**
 * Stands for the evaluator and the coupon projection: takes requests from both inbox topics, keeps coupons in memory,
 * replies, and answers the projection's internal HTTP. It decides only as much as these specs need.
 */
export class CouponServices {
  readonly records: { topic: string; record: InboxRecord }[] = [];
  readonly questions: { url: URL; token: string | undefined }[] = [];
  readonly coupons = new Map<bigint, Coupon>();
  private readonly openings = new Map<string, string>();
  /** While it is true nothing is decided. */
  silent = false;
  /** While it is true all is decided, and no reply arrives. */
  losingReplies = false;
  /** While it is true the evaluator refuses everything, as if the coupons were gone. */
  refusing = false;
  /** While it is true the projection has reached no token that it is asked for. */
  behind = false;
  /** While it is true the projection ends every connection. */
  down = false;
  private readonly decided = new Set<string>();
  private nextId = 1000n;
  private seq = 0n;
  private server!: Server;
  private consumer!: GroupConsumer;
  private producer!: PlainProducer;
  private tokens!: ServiceTokens;

  /** The environment that a Management API needs to find it. */
  async listen(): Promise<Readonly<Record<string, string>>> {
    this.server = createServer((request, response) => void this.answer(request, response));
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return { COUPON_PROJECTION_URL: url, SESSION_PROJECTION_URL: url, PROFILE_PROJECTION_URL: url };
  }

  async evaluate(settings: Settings): Promise<void> {
    const kafka = { brokers: settings.KAFKA_BROKERS, clientId: 'evaluator', topicPrefix: settings.TOPIC_PREFIX };
    this.tokens = new ServiceTokens('coupon-projection', settings.TESSERA_SERVICE_SECRET);
    this.producer = new PlainProducer({ kafka });
    await this.producer.start();
    this.consumer = new GroupConsumer({ kafka, groupId: `${settings.TESSERA_CLUSTER}.evaluator` });
    await this.consumer.start([integrationEvents.name, bulkEvents.name], (records) => this.take(records));
  }

  async stop(): Promise<void> {
    await this.consumer.stop();
    await this.producer.close();
    this.server.close();
  }

  private async take(records: readonly LogRecord[]): Promise<void> {
    const replies: Promise<void>[] = [];
    for (const one of records) {
      const topic = one.topic === bulkEvents.name ? bulkEvents : integrationEvents;
      const record = topic.receive(one, 2);
      this.records.push({ topic: topic.name, record });
      if (!this.silent) replies.push(this.reply(record, one.partition));
    }
    await Promise.all(replies);
  }

  private async reply(record: InboxRecord, partition: number): Promise<void> {
    const { status, events = [], refusals = [], repeated = false } = this.decideOnce(record);
    if (this.losingReplies) return;
    this.seq += 1n;
    const value = integrationReplies.toWire({
      ...{
        id: record.id,
        src: record.src,
        seq: this.seq,
        requestId: record.requestId,
        application: record.application,
      },
      ...{
        at: record.recordedAt,
        recordedAt: record.recordedAt,
        catalogVersion: record.catalogVersion,
        currency: record.currency,
      },
      payload: {
        ...{ kind: 'Reply', status, position: this.seq, partition, decisionSeq: this.seq, coupons: [] },
        ...{ session: null, profile: null, activity: null, idempotencyMismatch: false, ledgers: [] },
        decision: {
          ...{
            outcome: refusals.length > 0 ? 'refused' : repeated ? 'repeated' : 'accepted',
            request: record.payload,
            repeats: null,
            engineVersion: 'spec',
          },
          ...{ entropy: new Uint8Array(32), reads: [], effects: [], ruleFailures: [], refusals },
          evaluationPlaces: [],
          events,
        },
      },
    });
    const key = Buffer.from(record.requestId);
    await this.producer.send([
      { topic: integrationReplies.name, partition, key, value, timestamp: BigInt(Date.now()), headers: {} },
    ]);
  }

  /** As the evaluator: a request id is decided once. */
  private decideOnce(record: InboxRecord): Answered {
    if (this.decided.has(record.requestId)) return { status: 200, repeated: true };
    const answered = this.decide(record);
    this.decided.add(record.requestId);
    return answered;
  }

  private decide({ application, payload, recordedAt: created }: InboxRecord): Answered {
    if (this.refusing) return GONE;
    switch (payload.kind) {
      case 'CouponChunkReceived': {
        const { batch, chunk, chunks, settings, recipients } = payload;
        const codes = payload.codes.length > 0 ? payload.codes : drawn(payload.pattern, payload.count, chunk);
        const known = new Set([...this.coupons.values()].map(({ canonical }) => canonical));
        const coupons = codes.flatMap((code, index) => {
          if (known.has(code.toUpperCase())) return [];
          const recipient = recipients[index] || null;
          const own = recipient === null ? settings : { ...settings, recipient };
          const { id, canonical } = this.keep({ application, code, batch, settings: own, created });
          return [{ id, code, canonical, recipient }];
        });
        const skipped = codes.filter((code) => known.has(code.toUpperCase()));
        return { status: 200, events: [{ kind: 'CouponsCreated', batch, chunk, chunks, settings, coupons, skipped }] };
      }
      case 'CouponChangeReceived':
        return this.change([payload]) ?? GONE;
      case 'CouponDeletionReceived':
        return this.change([{ couponId: payload.couponId, settings: null }]) ?? GONE;
      case 'CouponsChangeReceived':
        return this.change(payload.changes) ?? { status: 200 };
      case 'CouponOpeningsReceived':
      case 'LimitOpeningsReceived':
      case 'ProfileOpeningReceived':
        return this.open(payload);
      case 'LedgerOpeningReceived':
        return this.openLedger(payload);
      default:
        throw new Error(`nobody asks for ${payload.kind} here`);
    }
  }

  /** As the evaluator: what was said before changes nothing. */
  private open(request: CouponOpeningsReceived | LimitOpeningsReceived | ProfileOpeningReceived): Answered {
    const all = request.kind === 'ProfileOpeningReceived' ? [request] : request.openings;
    const events = all.flatMap((one): DomainEvent[] => {
      const whose = 'action' in one ? openedCounters(one).counter : whoseOpening(one);
      const [said, before] = [inspect(one), this.openings.get(whose)];
      this.openings.set(whose, said);
      if (said === before) return [];
      if ('action' in one) {
        const { campaign, action, amount } = one;
        return [
          { kind: 'LimitOpeningChanged', campaign, action, counter: whose, amount, delta: amount, value: amount },
        ];
      }
      if (!('couponId' in one)) return [{ kind: 'CounterChanged', counter: whose, delta: 0n, value: 0n }];
      const { couponId, profileId, redemptions } = one;
      const of = { campaign: 0n, code: '', referral: false, discountDelta: 0n, discountCounter: 0n };
      const counters = { delta: redemptions, usageCounter: redemptions };
      return [{ kind: 'CouponOpeningChanged', couponId, profileId, redemptions, ...counters, ...of }];
    });
    return { status: 200, events };
  }

  /** As the evaluator, for profiles that it knows: all but `nobody`. */
  private openLedger(request: LedgerOpeningReceived): Answered {
    const said = { ...request, importId: 0n };
    const { profileId, program, subledger } = said;
    if (profileId === 'nobody') return { status: 404, refusals: [NO_PROFILE] };
    const whose = `${program}/${profileId}/${subledger}`;
    const before = this.openings.get(whose);
    this.openings.set(whose, inspect(said));
    if (before === inspect(said)) return { status: 200 };
    const sums = { spentDelta: said.spent, expiredDelta: said.expired, negativeDelta: said.negative };
    const ledger = emptyLedger(program, profileId);
    const booked = { entries: [], tierChanges: [], ledger };
    return { status: 200, events: [{ kind: 'LedgerOpeningChanged', subledger, ...sums, ...booked }] };
  }

  private change(changes: readonly CouponChange[]): Answered | undefined {
    const events = changes.flatMap(({ couponId, settings }): DomainEvent[] => {
      const coupon = this.coupons.get(couponId);
      if (!coupon) return [];
      this.coupons.delete(couponId);
      if (settings === null) return [{ kind: 'CouponDeleted', couponId, campaign: 0n, code: coupon.code }];
      this.coupons.set(couponId, { ...coupon, settings });
      return [{ kind: 'CouponChanged', coupon: { ...coupon, settings } }];
    });
    return events.length > 0 ? { status: 200, events } : undefined;
  }

  private keep(coupon: Pick<Coupon, 'application' | 'code' | 'batch' | 'settings' | 'created'>): Coupon {
    const id = this.nextId++;
    const kept = { ...coupon, id, canonical: coupon.code.toUpperCase(), ...NOTHING_COUNTED };
    this.coupons.set(id, kept);
    return kept;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.down) return void request.socket.destroy();
    const url = new URL(request.url ?? '', 'http://none');
    const [, , , application = '', list, id] = url.pathname.split('/');
    const token = request.headers['x-tessera-token'];
    this.questions.push({ url, token: typeof token === 'string' ? token : undefined });
    const claims = await this.tokens.verify(request.headers.authorization);
    if (claims.application !== application) return send(response, 404, notFound());
    if (typeof token === 'string' && !decodeReadToken(token)) return send(response, 400, notFound());
    if (typeof token === 'string' && this.behind) response.setHeader('x-tessera-stale', 'true');
    const found = [...this.coupons.values()].filter(
      (coupon) => coupon.application === BigInt(application) && isReferral(coupon) === (list === 'referrals'),
    );
    if (id === undefined) return send(response, 200, listOf(found, url.searchParams));
    const coupon = found.find((one) => one.id === BigInt(id));
    return coupon ? send(response, 200, shown(coupon)) : send(response, 404, notFound());
  }
}

function whoseOpening(one: CouponOpening | ProfileOpeningReceived): string {
  return 'couponId' in one ? `${one.couponId}/${one.profileId}` : one.profileId;
}

const NOTHING_COUNTED = { usageCounter: 0n, discountCounter: 0n, reservationCounter: 0n };

function drawn(pattern: string, count: number, chunk: number): string[] {
  return Array.from({ length: count }, (_, index) => pattern.replace(/#+/, `${chunk}-${index}`));
}

const GONE_REFUSAL: Refusal = {
  ...{ code: 'coupon.not_found', title: 'Coupon not found', details: '', pointer: null, status: 404 },
};
const GONE: Answered = {
  status: 404,
  refusals: [GONE_REFUSAL],
};

const NO_PROFILE: Refusal = { ...GONE_REFUSAL, code: 'profile.not_found' };

const notFound = (): Json => ({
  message: 'Not found',
  errors: [{ code: 'coupon.not_found', title: 'none' }],
  requestId: '',
});

const isReferral = ({ settings }: Coupon): boolean => settings.advocate !== null;

const shown = (coupon: Coupon): Json => (isReferral(coupon) ? renderReferral(coupon) : renderCoupon(coupon, 'EUR'));

function listOf(coupons: readonly Coupon[], query: URLSearchParams): Json {
  const [size, cursor] = [Number(query.get('pageSize') ?? 1000), Number(query.get('cursor') ?? 0)];
  const chosen = coupons.filter(
    ({ id, batch, code, settings }) =>
      id > cursor &&
      (!query.has('campaignId') || settings.campaign === BigInt(query.get('campaignId') ?? 0)) &&
      (!query.has('codes') || (JSON.parse(query.get('codes') ?? '') as string[]).includes(code.toUpperCase())) &&
      (!query.has('advocate') || settings.advocate === query.get('advocate')) &&
      (!query.has('batchId') || batch === query.get('batchId')) &&
      (!query.has('value') || code.startsWith(query.get('value') ?? '')),
  );
  chosen.sort((a, b) => Number(a.id - b.id));
  const data = chosen.slice(0, size);
  const hasMore = chosen.length > size;
  return {
    ...(query.get('total') === 'false' ? {} : { totalResultSize: chosen.length }),
    hasMore,
    ...(hasMore ? { cursor: String(data.at(-1)?.id ?? 0) } : {}),
    data: data.map(shown),
  };
}

function send(response: ServerResponse, status: number, body: Json): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
