import { keepSealed, openSealed, sealedKeys } from './sealed';
import { type Json, renderAttributes } from './value';

const sealed = {
  kind: 'sealed',
  keyId: 'k1',
  nonce: new Uint8Array([1, 255]),
  bytes: new Uint8Array([0, 16]),
} as const;
const kept: Json = { cart: [renderAttributes({ plain: 'x', secret: sealed }, keepSealed)] };

describe('sealed values in a read model', () => {
  it('are kept closed', () => {
    expect(JSON.stringify(kept)).toContain('"nonce":"01ff"');
    expect(sealedKeys(kept)).toEqual(new Set(['k1']));
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
