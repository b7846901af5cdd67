import { toMinorHalfUp, type Rational } from '@tessera/money';
import { canonicalCode } from '../codes/canonical-code';
import { drawCode } from '../codes/draw-code';
import type { CreatedCoupon } from '../deciding/draft';
import type { CouponSettings } from '../request';
import type { Instant, Value } from '../value';
import { patternRefusals, settingsRefusals } from '../validation/coupon';
import { applying } from './applying';
import { EffectFailure, type EffectOutcome, type EffectRun, type EffectType } from './effect-type';

/** 13 characters of 31 are 64 bits: nobody guesses one. */
export const DEFAULT_PATTERN = '#############';

/** After so many codes that exist already the pattern is as good as used up. */
const MAX_DRAWS = 20;

interface Props {
  readonly pattern: string;
  readonly usageLimit: bigint;
  readonly discountLimit: Rational | null;
  readonly startDate: Instant | null;
  readonly expiryDate: Instant | null;
  readonly recipient: string;
  readonly attributes: Readonly<Record<string, Value>>;
}

export const couponCreated: EffectType = {
  type: 'couponCreated',
  summary: 'Creates a coupon of this campaign, once per session; cancelling keeps it.',
  lasting: 'once',
  onFailure: false,
  props: [
    { name: 'pattern', type: 'text', required: false, about: "`#` is a random character; the campaign's pattern." },
    { name: 'usageLimit', type: 'int', required: false, about: 'How often it can be used; 1. 0 is no limit.' },
    { name: 'discountLimit', type: 'decimal', required: false, about: 'How much it can give in all; no limit.' },
    { name: 'startDate', type: 'timestamp', required: false, about: 'Valid from; at once.' },
    { name: 'expiryDate', type: 'timestamp', required: false, about: 'Valid until, exclusive; for ever.' },
    { name: 'recipient', type: 'text', required: false, about: 'Whose it is; the profile. `*` is anybody.' },
    {
      name: 'attributes',
      type: 'object',
      required: false,
      about: "Coupon attributes; beside them the campaign's for new coupons.",
    },
  ],
  compile(read) {
    const props = {
      pattern: read.plain('pattern', false),
      usageLimit: read.int('usageLimit', 1n),
      discountLimit: read.optionalDecimal('discountLimit'),
      startDate: read.optionalTime('startDate'),
      expiryDate: read.optionalTime('expiryDate'),
      recipient: read.plain('recipient', false),
      attributes: read.attributes('attributes', 'Coupon'),
    };
    return applying<Props>(props, create);
  },
};

function create(props: Props, run: EffectRun): EffectOutcome {
  const recipient = props.recipient === '' ? run.profileId : props.recipient;
  const { couponSettings } = run.campaign;
  const pattern = props.pattern || couponSettings?.couponPattern || DEFAULT_PATTERN;
  const characters = couponSettings?.validCharacters ?? [];
  const settings = settingsOf(props, run, recipient === '*' ? '' : recipient);
  const coupon = drawFree(pattern, characters, settings, run);
  if (coupon instanceof EffectFailure) return coupon;
  const draft = { ...run.draft, created: [...run.draft.created, coupon] };
  const shown = { value: coupon.code, profileId: coupon.settings.recipient ?? '' };
  return { draft, effects: [{ props: shown, shares: [], value: '' }] };
}

function settingsOf(props: Props, run: EffectRun, recipient: string): CouponSettings {
  return {
    campaign: run.campaign.id,
    usageLimit: props.usageLimit,
    profileLimit: null,
    discountLimit: props.discountLimit === null ? null : toMinorHalfUp(props.discountLimit, run.exponent),
    startDate: props.startDate,
    expiryDate: props.expiryDate,
    attributes: { ...run.campaign.couponAttributes, ...props.attributes },
    recipient: recipient === '' ? null : recipient,
    ...PLAIN,
  };
}

/** What coupons that effects create do not have. */
export const PLAIN = {
  reservationLimit: 0n,
  reservationMandatory: false,
  implicitlyReserved: false,
  advocate: null,
} as const;

/** A code that nobody has yet, with these settings. */
export function drawFree(
  pattern: string,
  characters: readonly string[],
  settings: CouponSettings,
  run: EffectRun,
): CreatedCoupon | EffectFailure {
  const unusable = [
    ...patternRefusals(pattern, characters, 1),
    ...settingsRefusals(run.catalog, run.campaign.application, settings),
  ].map(({ code, details }) => `${code}: ${details}`);
  if (unusable.length > 0) return new EffectFailure(unusable.join('; '), true);
  for (let draw = 0; draw < MAX_DRAWS; draw += 1) {
    const code = drawCode(pattern, characters, run.random);
    const canonical = canonicalCode(code);
    if (isFree(canonical, run)) return { code, canonical, settings };
  }
  return new EffectFailure('the pattern has no free codes left', true);
}

function isFree(canonical: string, run: EffectRun): boolean {
  return !run.draft.created.some((created) => created.canonical === canonical) && run.find(canonical) === null;
}
