import { effectId } from './effect-id';

describe('an effect id', () => {
  it('stays what it was when it was first published', () => {
    expect(effectId(1n, 0)).toBe('fbd0c4de-8c04-58fd-90d8-05ef407c98e4');
    expect(effectId(9007199254740993n, 12)).toBe('1c9c1b19-5fde-5920-942b-6faff68937f9');
  });

  it('is a uuid of version 5', () => {
    expect(effectId(5n, 1)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('tells position and index apart', () => {
    expect(effectId(11n, 1)).not.toBe(effectId(1n, 11));
  });
});
