import type { RuleFailure } from '@tessera/promotion';
import { renderRuleFailure } from './effect';
import { keepSealed, openSealed, sealedKeys } from './sealed';
import { type Json, renderAttributes } from './value';

const sealed = {
  kind: 'sealed',
  keyId: 'k1',
  nonce: new Uint8Array([1, 255]),
  bytes: new Uint8Array([0, 16]),
} as const;
const kept: Json = { cart: [renderAttributes({ plain: 'x', secret: sealed }, keepSealed)] };

const FAILURE: RuleFailure = {
  ...{
    campaign: 1n,
    ruleset: 1n,
    ruleId: 'r',
    ruleIndex: 0,
    ruleName: 'never',
    effectIndex: null,
    conditionIndex: null,
  },
  ...{ coupon: null, couponCode: null, referral: null, referralCode: null, details: '', exclusion: null },
  ...{ evaluationGroup: null, evaluationMode: null },
};

describe('sealed values in a read model', () => {
  it('are kept closed', () => {
    expect(JSON.stringify(kept)).toContain('"nonce":"01ff"');
    expect(sealedKeys(kept)).toEqual(new Set(['k1']));
  });

  it('are kept closed where they say why a rule gave nothing', () => {
    const failure = renderRuleFailure({ ...FAILURE, details: sealed }, 'campaign', keepSealed);
    expect(openSealed(failure, () => 'it is no int')).toMatchObject({ ruleName: 'never', details: 'it is no int' });
    expect(openSealed(failure, () => undefined)).not.toHaveProperty('details');
  });

  it('are opened by who has the key', () => {
    const open = jest.fn(() => 'opened');
    expect(openSealed(kept, open)).toEqual({ cart: [{ plain: 'x', secret: 'opened' }] });
    expect(open).toHaveBeenCalledWith(sealed, 'secret');
  });

  it('are absent once their key is erased', () => {
    expect(openSealed(kept, () => undefined)).toEqual({ cart: [{ plain: 'x' }] });
  });
});
