import { attributesFrom } from '../attributes/attributes-from';
import { withoutNulls } from '../attributes/merge';
import { canonicalCode } from '../codes/canonical-code';
import { drawCode } from '../codes/draw-code';
import { RandomSource } from '../codes/random-source';
import type { Verdict } from '../decide';
import type { DomainEvent, NewCoupon } from '../event';
import type {
  CouponChange,
  CouponChangeReceived,
  CouponChunkReceived,
  CouponDeletionReceived,
  CouponsChangeReceived,
  CouponSettings,
  Request,
} from '../request';
import { refusal } from '../validation/problem';
import { writeCoupons } from './coupons-created';
import type { Desk } from './desk';
import { NOTHING_CREATED, type Created } from './numbers';
import { refused, verdict } from './verdict';

type NewCode = Omit<NewCoupon, 'id'>;

/** The codes of a chunk that did not exist, and the given ones that did. */
interface ChunkCodes {
  readonly fresh: readonly NewCode[];
  readonly skipped: readonly string[];
}

/** A pattern that meets more taken codes than this for each one it gives is as good as used up. */
const MAX_DRAWS_PER_CODE = 20;

/** Part of a pool: given codes, where those that exist are skipped, or codes drawn until there are as many as wanted. */
export function decideChunk(desk: Desk, request: CouponChunkReceived): Verdict {
  const codes = request.codes.length > 0 ? givenCodes(desk, request) : drawnCodes(desk, request);
  if (codes === undefined) return refused(desk, request, [EXHAUSTED]);
  writeCoupons(desk, codes.fresh);
  const { batch, chunk, chunks } = request;
  const settings = soundSettings(desk, request.settings);
  const created: Created = { ...NOTHING_CREATED, coupons: codes.fresh.length };
  return concluded(desk, request, created, (ids) => [
    {
      kind: 'CouponsCreated',
      batch,
      chunk,
      chunks,
      settings,
      coupons: codes.fresh.map((code, index) => ({ id: ids[index] ?? 0n, ...code })),
      skipped: codes.skipped,
    },
  ]);
}

const EXHAUSTED = refusal('coupon.pattern_exhausted', '/couponPattern', 'nearly all codes of the pattern exist');

function givenCodes(desk: Desk, { codes, recipients }: CouponChunkReceived): ChunkCodes {
  const fresh = new Map<string, NewCode>();
  const skipped: string[] = [];
  for (const [index, code] of codes.entries()) {
    const canonical = canonicalCode(code);
    if (fresh.has(canonical) || desk.coupon(canonical) !== null) skipped.push(code);
    else fresh.set(canonical, { code, canonical, recipient: recipients[index] || null });
  }
  return { fresh: [...fresh.values()], skipped };
}

function drawnCodes(desk: Desk, request: CouponChunkReceived): ChunkCodes | undefined {
  const { pattern, characters, count, recipients } = request;
  const random = new RandomSource(desk.situation.entropy);
  const fresh = new Map<string, NewCode>();
  for (let draws = 0; fresh.size < count; draws += 1) {
    if (draws === count * MAX_DRAWS_PER_CODE) return undefined;
    const code = drawCode(pattern, characters, random);
    const canonical = canonicalCode(code);
    if (fresh.has(canonical) || desk.coupon(canonical) !== null) continue;
    fresh.set(canonical, { code, canonical, recipient: recipients[fresh.size] || null });
  }
  return { fresh: [...fresh.values()], skipped: [] };
}

function soundSettings(desk: Desk, settings: CouponSettings): CouponSettings {
  const { catalog, application } = desk.situation;
  const attributes = withoutNulls(attributesFrom(settings.attributes, catalog.attributes(application, 'Coupon')));
  return { ...settings, attributes, recipient: settings.recipient === '' ? null : settings.recipient };
}

/** New settings for one coupon; what it was used stays. A coupon stays in its campaign. */
export function decideChange(desk: Desk, request: CouponChangeReceived): Verdict {
  return decideOne(desk, request, request);
}

export function decideDeletion(desk: Desk, request: CouponDeletionReceived): Verdict {
  return decideOne(desk, request, { couponId: request.couponId, settings: null });
}

function decideOne(desk: Desk, request: Request, change: CouponChange): Verdict {
  const event = changeOf(desk, change);
  if (event === undefined) return refused(desk, request, [NOT_FOUND]);
  return concluded(desk, request, NOTHING_CREATED, () => [event]);
}

const NOT_FOUND = refusal('coupon.not_found', null, 'no such coupon in this application', 404);

/** Many coupons at once: what is not there any more needs no change. */
export function decideChanges(desk: Desk, request: CouponsChangeReceived): Verdict {
  const events = request.changes.flatMap((change) => changeOf(desk, change) ?? []);
  return concluded(desk, request, NOTHING_CREATED, () => events);
}

/** Held for writing if it is there; that it is not there is only read. */
function changeOf(desk: Desk, { couponId, settings }: CouponChange): DomainEvent | undefined {
  const coupon = desk.couponById(couponId);
  if (coupon === null) return undefined;
  desk.writes({ kind: 'couponId', application: desk.situation.application, id: couponId });
  const { campaign } = coupon.settings;
  if (settings === null) return { kind: 'CouponDeleted', couponId, campaign, code: coupon.code };
  return { kind: 'CouponChanged', coupon: { ...coupon, settings: { ...soundSettings(desk, settings), campaign } } };
}

function concluded(
  desk: Desk,
  request: Request,
  created: Created,
  events: (ids: readonly bigint[]) => readonly DomainEvent[],
): Verdict {
  const complete = ({ coupons }: { coupons: readonly bigint[] }) => ({
    events: events(coupons),
    effects: [],
    ruleFailures: [],
  });
  return verdict(desk, request, { at: desk.situation.at, created, complete });
}
