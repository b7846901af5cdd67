import { discount, leftIn, type DiscountScope } from '../deciding/bill';
import { applying } from './applying';
import { capped, NEEDS_SESSION, NOTHING_TO_GIVE, withGranted } from './cap';
import type { EffectType } from './effect-type';

const SCOPES: readonly DiscountScope[] = ['sessionTotal', 'cartItems', 'additionalCosts'];

export const setDiscount: EffectType = {
  type: 'setDiscount',
  summary: 'Takes an amount off the session, spread over its lines and units.',
  lasting: 'close',
  onFailure: false,
  props: [
    { name: 'name', type: 'text', required: true, about: 'What the customer reads.' },
    { name: 'value', type: 'decimal', required: true, about: 'The amount, in major units; rounded once.' },
    { name: 'scope', type: SCOPES.join(' | '), required: false, about: 'What it may take from; sessionTotal.' },
  ],
  compile(read) {
    const props = {
      name: read.text('name'),
      value: read.decimal('value'),
      scope: read.choice('scope', SCOPES, 'sessionTotal'),
    };
    return applying(props, ({ name, value, scope }, run) => {
      if (!run.hasSession) return NEEDS_SESSION;
      const { wish, amount } = capped(run, value, leftIn(run.draft.bill, scope));
      if (amount === 0n) return NOTHING_TO_GIVE;
      const { bill, shares } = discount(run.draft.bill, scope, amount);
      const cut = wish === amount ? {} : { desiredValue: wish };
      return {
        draft: withGranted({ ...run.draft, bill }, run, amount),
        effects: [{ props: { name, value: amount, scope, ...cut }, shares, value: '' }],
      };
    });
  },
};
