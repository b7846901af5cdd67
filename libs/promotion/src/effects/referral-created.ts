import type { CouponSettings } from '../request';
import type { Instant } from '../value';
import { applying } from './applying';
import { DEFAULT_PATTERN, drawFree, PLAIN } from './coupon-created';
import { EffectFailure, type EffectOutcome, type EffectRun, type EffectType } from './effect-type';

interface Props {
  readonly pattern: string;
  readonly advocate: string;
  readonly friend: string;
  readonly usageLimit: bigint;
  readonly startDate: Instant | null;
  readonly expiryDate: Instant | null;
}

export const referralCreated: EffectType = {
  type: 'referralCreated',
  summary: 'Creates a referral of this campaign, once per session; cancelling keeps it.',
  lasting: 'once',
  onFailure: false,
  props: [
    {
      name: 'pattern',
      type: 'text',
      required: false,
      about: '`#` is a random character; the pattern of the campaign’s `referralSettings`, else 13 of them.',
    },
    { name: 'advocate', type: 'text', required: false, about: 'Whose it is; the profile.' },
    { name: 'friend', type: 'text', required: false, about: 'Who alone may use it; anybody.' },
    { name: 'usageLimit', type: 'int', required: false, about: 'How often it can be used; 1. 0 is no limit.' },
    { name: 'startDate', type: 'timestamp', required: false, about: 'Valid from; at once.' },
    { name: 'expiryDate', type: 'timestamp', required: false, about: 'Valid until, exclusive; for ever.' },
  ],
  compile(read) {
    const props = {
      pattern: read.plain('pattern', false),
      advocate: read.plain('advocate', false),
      friend: read.plain('friend', false),
      usageLimit: read.int('usageLimit', 1n),
      startDate: read.optionalTime('startDate'),
      expiryDate: read.optionalTime('expiryDate'),
    };
    return applying<Props>(props, create);
  },
};

function create(props: Props, run: EffectRun): EffectOutcome {
  const advocate = (props.advocate || run.profileId).normalize('NFC');
  if (advocate === '') return NOBODY;
  const { referralSettings } = run.campaign;
  const pattern = props.pattern || referralSettings?.couponPattern || DEFAULT_PATTERN;
  const characters = referralSettings?.validCharacters ?? [];
  const referral = drawFree(pattern, characters, settingsOf(props, advocate, run), run);
  if (referral instanceof EffectFailure) return referral;
  const draft = { ...run.draft, created: [...run.draft.created, referral] };
  return { draft, effects: [{ props: { value: referral.code }, shares: [], value: '' }] };
}

function settingsOf({ friend, ...props }: Props, advocate: string, run: EffectRun): CouponSettings {
  const { usageLimit, startDate, expiryDate } = props;
  return {
    campaign: run.campaign.id,
    ...{ usageLimit, startDate, expiryDate, profileLimit: null, discountLimit: null, attributes: {} },
    recipient: friend === '' ? null : friend.normalize('NFC'),
    ...PLAIN,
    advocate,
  };
}

const NOBODY = new EffectFailure('a referral needs an advocate', false);
