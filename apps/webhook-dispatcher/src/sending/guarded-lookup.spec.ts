import type { LookupAddress } from 'node:dns';
import { AddressBlocked } from './address';
import { guardedLookup } from './guarded-lookup';

const PUBLIC: LookupAddress = { address: '93.184.215.14', family: 4 };
const PRIVATE: LookupAddress = { address: '10.0.0.1', family: 4 };

/** What the connection gets for a name that resolves to these addresses. */
function looked(addresses: readonly LookupAddress[], all = true, dev = false): Promise<unknown> {
  const lookup = guardedLookup(dev, (_host, answer) => answer(null, addresses));
  return new Promise((resolve, reject) => {
    lookup('shop.example', { all }, (error, address) => (error ? reject(error) : resolve(address)));
  });
}

describe('the lookup of a connection', () => {
  it('gives the public addresses that it checked', async () => {
    await expect(looked([PUBLIC])).resolves.toEqual([PUBLIC]);
  });

  it('gives one where one is asked for', async () => {
    await expect(looked([PUBLIC], false)).resolves.toBe(PUBLIC.address);
  });

  it.each([[[PRIVATE]], [[PUBLIC, PRIVATE]], [[PRIVATE, PUBLIC]]])(
    'blocks a name with a private address',
    async (all) => {
      await expect(looked(all)).rejects.toThrow(AddressBlocked);
      await expect(looked(all, false)).rejects.toThrow(AddressBlocked);
    },
  );

  it('lets a name of this machine through in development only', async () => {
    const loopback = [{ address: '127.0.0.1', family: 4 }];
    await expect(looked(loopback, true, true)).resolves.toEqual(loopback);
    await expect(looked(loopback)).rejects.toThrow(AddressBlocked);
  });

  it('tells a name without an address from a blocked one', async () => {
    await expect(looked([])).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });

  it('passes on why a name could not be resolved', async () => {
    const lookup = guardedLookup(false, (_host, answer) => answer(new Error('SERVFAIL'), []));
    const asked = new Promise((resolve, reject) => {
      lookup('shop.example', { all: true }, (error) => (error ? reject(error) : resolve(undefined)));
    });
    await expect(asked).rejects.toThrow('SERVFAIL');
  });
});
