import { patternCapacity } from '../codes/draw-code';
import { canonicalCode } from '../codes/canonical-code';
import type { Catalog } from '../catalog';
import type { Refusal } from '../decision';
import type { CouponChunkReceived, CouponsChangeReceived, CouponSettings } from '../request';
import { attributeRefusals } from './attributes';
import { LIMITS } from './limits';
import { refusal } from './problem';
import { codeRefusals, idRefusals } from './text';

/** Which characters a pattern may have beside `#`; those of the public API. */
const PATTERN = /^[A-Za-z0-9._%+@#-]{3,100}$/;

export function chunkRefusals(catalog: Catalog, application: bigint, request: CouponChunkReceived): Refusal[] {
  return [
    ...idRefusals(request.batch, '/batch', false),
    ...settingsRefusals(catalog, application, request.settings),
    ...(request.codes.length > 0 ? givenCodes(request.codes) : pattern(request)),
    ...recipientsRefusals(request),
  ];
}

function recipientsRefusals({ codes, count, recipients }: CouponChunkReceived): Refusal[] {
  const wanted = codes.length > 0 ? codes.length : count;
  if (recipients.length > 0 && recipients.length !== wanted) {
    return [refusal('coupon.batch_size', '/recipients', 'a recipient for each coupon, or none')];
  }
  return recipients.flatMap((id, index) => idRefusals(id, `/recipients/${index}`, true));
}

/** Changes of coupons one by one, in one request. */
export function changesRefusals(
  catalog: Catalog,
  application: bigint,
  { batch, changes }: CouponsChangeReceived,
): Refusal[] {
  if (changes.length > LIMITS.chunk) return [refusal('coupon.batch_size', '/changes', `at most ${LIMITS.chunk}`)];
  const ids = new Set(changes.map(({ couponId }) => couponId));
  if (ids.size < changes.length) return [refusal('coupon.batch_size', '/changes', 'a coupon is changed once')];
  return [
    ...idRefusals(batch, '/batch', false),
    ...changes.flatMap(({ settings }) => (settings === null ? [] : settingsRefusals(catalog, application, settings))),
  ];
}

/** The settings of a batch, or of one coupon when it is changed. */
export function settingsRefusals(catalog: Catalog, application: bigint, settings: CouponSettings): Refusal[] {
  return [
    ...campaignRefusals(catalog, application, settings.campaign),
    ...countRefusals(settings.usageLimit, '/usageLimit'),
    ...countRefusals(settings.profileLimit ?? 0n, '/profileLimit'),
    ...countRefusals(settings.reservationLimit, '/reservationLimit'),
    ...amountRefusals(settings.discountLimit, '/discountLimit'),
    ...dateRefusals(settings),
    ...attributeRefusals(settings.attributes, catalog.attributes(application, 'Coupon'), '/attributes'),
    ...idRefusals(settings.recipient ?? '', '/recipientIntegrationId', true),
    ...(settings.advocate === null ? [] : idRefusals(settings.advocate, '/advocate', false)),
  ];
}

function campaignRefusals(catalog: Catalog, application: bigint, campaign: bigint): Refusal[] {
  if (catalog.campaign(application, campaign) !== undefined) return [];
  return [refusal('campaign.unknown', '/campaignId', 'no such campaign in this application', 404)];
}

function countRefusals(count: bigint, pointer: string): Refusal[] {
  if (count >= 0n && count <= LIMITS.usageLimit) return [];
  return [refusal('number.range', pointer, `0 (no limit) to ${LIMITS.usageLimit}`)];
}

function amountRefusals(amount: bigint | null, pointer: string): Refusal[] {
  if (amount === null || (amount >= 0n && amount <= LIMITS.amount)) return [];
  return [refusal(amount < 0n ? 'number.range' : 'money.overflow', pointer, 'an amount from 0 to 2^53 minor units')];
}

function dateRefusals({ startDate, expiryDate }: CouponSettings): Refusal[] {
  if (startDate === null || expiryDate === null || startDate < expiryDate) return [];
  return [refusal('coupon.dates', '/expiryDate', 'the expiry date comes after the start date')];
}

function givenCodes(codes: readonly string[]): Refusal[] {
  if (codes.length > LIMITS.chunk) return [refusal('coupon.batch_size', '/codes', `at most ${LIMITS.chunk} codes`)];
  return codes.flatMap((code, index) => codeRefusals(code, `/codes/${index}`));
}

function pattern({ pattern, characters, count }: CouponChunkReceived): Refusal[] {
  if (!Number.isInteger(count) || count < 1 || count > LIMITS.chunk) {
    return [refusal('coupon.batch_size', '/numberOfCoupons', `1 to ${LIMITS.chunk} coupons in a chunk`)];
  }
  return patternRefusals(pattern, characters, count);
}

/** A pattern that can give `count` codes which stay different in their canonical form. */
export function patternRefusals(pattern: string, characters: readonly string[], count: number): Refusal[] {
  if (!PATTERN.test(pattern)) {
    return [refusal('coupon.pattern', '/couponPattern', '3 to 100 of letters, digits and . _ % + @ # -')];
  }
  if (!characters.every(isCodeCharacter)) {
    return [refusal('coupon.characters', '/validCharacters', 'each is one printable character')];
  }
  const distinct = [...new Set(characters.map(canonicalCode))];
  if (patternCapacity(pattern, distinct) >= count) return [];
  return [refusal('coupon.pattern_exhausted', '/couponPattern', `the pattern gives fewer than ${count} codes`)];
}

function isCodeCharacter(character: string): boolean {
  return [...character].length === 1 && character.trim() !== '' && codeRefusals(character, '').length === 0;
}
