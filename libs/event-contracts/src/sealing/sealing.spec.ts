import fc from 'fast-check';
import { everyValue } from '../samples.fixture';
import { seal, unseal } from './seal-value';
import { openSecret, sealSecret, WEBHOOK_HEADER, WEBHOOK_SECRET } from './secret';
import { newSubjectKey, profileSubject, unwrap, wrap } from './subject-key';

const master = new Uint8Array(32).fill(7);
const anna = newSubjectKey(profileSubject('anna'));
const keyOf = (keyId: string) => (keyId === anna.keyId ? anna.key : undefined);
const broken = expect.objectContaining({ code: 'seal.broken' }) as Error;

describe('a sealed value', () => {
  it.each(Object.entries(everyValue))('opens as it was: %s', (name, value) => {
    expect(unseal(seal(value, anna, name), keyOf, name)).toStrictEqual(value);
  });

  it('does not show what it holds', () => {
    const { bytes } = seal('anna@example.com', anna, 'email');
    expect(Buffer.from(bytes).includes('anna@')).toBe(false);
  });

  it('is another each time, even for the same value', () => {
    expect(seal('x', anna, 'email').bytes).not.toEqual(seal('x', anna, 'email').bytes);
  });

  it('is absent when its key is erased', () => {
    expect(unseal(seal('x', anna, 'email'), () => undefined, 'email')).toBeUndefined();
  });

  it('opens under its own path only', () => {
    expect(() => unseal(seal('x', anna, 'email'), keyOf, 'name')).toThrow(broken);
  });

  it('opens under its own key id only', () => {
    const renamed = { ...seal('x', anna, 'email'), keyId: 'other' };
    expect(() => unseal(renamed, () => anna.key, 'email')).toThrow(broken);
  });

  it('does not open with any bit changed', () => {
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom('nonce', 'bytes'), fc.integer({ min: 0, max: 7 }), (at, part, bit) => {
        const sealed = seal('a personal text', anna, 'email');
        const changed = new Uint8Array(sealed[part]);
        changed[at % changed.length]! ^= 1 << bit;
        expect(() => unseal({ ...sealed, [part]: changed }, keyOf, 'email')).toThrow(broken);
      }),
    );
  });

  it.each<[string, Uint8Array]>([
    ['cut', new Uint8Array(11)],
    ['empty', new Uint8Array(0)],
  ])('does not open with its nonce or bytes %s', (_, bytes) => {
    expect(() => unseal({ ...seal('x', anna, 'email'), bytes }, keyOf, 'email')).toThrow(broken);
    expect(() => unseal({ ...seal('x', anna, 'email'), nonce: bytes }, keyOf, 'email')).toThrow(broken);
  });
});

describe('a subject key', () => {
  it('is 32 random bytes under an id of its own', () => {
    const again = newSubjectKey(anna.subject);
    expect(again.key).toHaveLength(32);
    expect(again.key).not.toEqual(anna.key);
    expect(again.keyId).not.toBe(anna.keyId);
  });

  it('unwraps with the master key that wrapped it', () => {
    expect(unwrap(wrap(anna, master), master)).toEqual(anna);
    expect(Buffer.from(wrap(anna, master).wrapped).includes(Buffer.from(anna.key))).toBe(false);
  });

  it.each([
    ['another master key', {}, new Uint8Array(32)],
    ['another id', { keyId: 'other' }, master],
    ['another subject', { subject: 'p:berta' }, master],
    ['fewer bytes', { wrapped: new Uint8Array(5) }, master],
  ])('does not unwrap with %s', (_, change, key) => {
    expect(() => unwrap({ ...wrap(anna, master), ...change }, key)).toThrow(broken);
  });

  it('is the same for both normal forms of an id', () => {
    expect(profileSubject('caf\u00e9')).toBe(profileSubject('cafe\u0301'));
  });
});

describe('a secret of the catalog', () => {
  const sealed = sealSecret('whsec_abc', master, WEBHOOK_SECRET);

  it('opens with the master key', () => {
    expect(openSecret(sealed, master, WEBHOOK_SECRET)).toBe('whsec_abc');
  });

  it('does not open as another kind, nor with another master key', () => {
    expect(() => openSecret(sealed, master, WEBHOOK_HEADER)).toThrow(broken);
    expect(() => openSecret(sealed, new Uint8Array(32), WEBHOOK_SECRET)).toThrow(broken);
  });

  it('does not tell the master key', () => {
    expect(sealed.keyId).toMatch(/^master:[0-9a-f]{16}$/);
  });
});
