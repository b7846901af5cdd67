import { canonicalCode } from '../codes/canonical-code';
import type { Coupon } from '../coupon';
import { applying } from './applying';
import { EffectFailure, type EffectOutcome, type EffectRun, type EffectType } from './effect-type';

interface Props {
  readonly code: string;
  readonly profile: string;
}

export const reserveCoupon: EffectType = {
  type: 'reserveCoupon',
  summary: 'Reserves a coupon for a profile, once per session; cancelling keeps it.',
  lasting: 'once',
  onFailure: false,
  props: [
    { name: 'code', type: 'text', required: false, about: "The coupon's code; the rule's coupon." },
    { name: 'profile', type: 'text', required: false, about: 'For whom; the profile.' },
  ],
  compile(read) {
    return applying<Props>({ code: read.plain('code', false), profile: read.plain('profile', false) }, reserve);
  },
};

function reserve(props: Props, run: EffectRun): EffectOutcome {
  const profileId = (props.profile || run.profileId).normalize('NFC');
  const coupon = props.code === '' ? run.coupon : run.find(canonicalCode(props.code));
  if (profileId === '') return NOBODY;
  if (coupon === null || coupon.settings.advocate !== null) return NO_COUPON;
  const given = { couponValue: coupon.code, profileIntegrationId: profileId };
  if (isHeld(coupon, profileId, run)) return told(run.draft, { ...given, isNewReservation: false });
  if (reservationsLeft(coupon, run) <= 0n) return USED_UP;
  const draft = { ...run.draft, reserved: [...run.draft.reserved, { coupon, profileId }] };
  return told(draft, { ...given, isNewReservation: true });
}

function told(draft: EffectRun['draft'], props: Readonly<Record<string, string | boolean>>): EffectOutcome {
  return { draft, effects: [{ props, shares: [], value: '' }] };
}

function isHeld(coupon: Coupon, profileId: string, run: EffectRun): boolean {
  const here = run.draft.reserved.some((one) => one.coupon.id === coupon.id && one.profileId === profileId);
  return here || run.isReserved(coupon, profileId);
}

/** 0 is no limit. */
function reservationsLeft({ id, settings, reservationCounter }: Coupon, { draft }: EffectRun): bigint {
  if (settings.reservationLimit === 0n) return 1n;
  const here = draft.reserved.filter(({ coupon }) => coupon.id === id).length;
  return settings.reservationLimit - reservationCounter - BigInt(here);
}

const NOBODY = new EffectFailure('a reservation needs a profile', false);
const NO_COUPON = new EffectFailure('there is no such coupon to reserve', false);
const USED_UP = new EffectFailure('all reservations of the coupon are taken', false);
