import { type LookupAddress, lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { AddressBlocked, mayConnect } from './address';

type Resolve = (host: string, answer: (error: Error | null, addresses: readonly LookupAddress[]) => void) => void;

const resolveAll: Resolve = (host, answer) => lookup(host, { all: true }, answer);

/**
 * The lookup of the connection itself: the addresses that it lets through are those that are connected to, so that a name
 * which resolves to another address a moment later (DNS rebinding) gains nothing. One address that is not public blocks the
 * name: an honest endpoint has none.
 */
export function guardedLookup(dev: boolean, resolve: Resolve = resolveAll): LookupFunction {
  return (host, { all }, callback) => {
    resolve(host, (error, addresses) => {
      const refused = addresses?.find(({ address }) => !mayConnect(address, dev));
      const [first] = addresses ?? [];
      if (error) callback(error, '');
      else if (refused) callback(new AddressBlocked(`${host} is not at a public address`), '');
      else if (!first) callback(Object.assign(new Error(`${host} has no address`), { code: 'ENOTFOUND' }), '');
      else if (all) callback(null, [...addresses]);
      else callback(null, first.address, first.family);
    });
  };
}
