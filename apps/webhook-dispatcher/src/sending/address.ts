import ipaddr from 'ipaddr.js';

/** Public by its range, and yet only reachable within Azure: its metadata and agents. */
const AZURE_WIRE_SERVER = '168.63.129.16';

/** IANA has given out global unicast addresses from this block only; ranges such as ::/96 look unicast to a range table. */
const GLOBAL_V6 = ipaddr.parseCIDR('2000::/3');

/**
 * Whether a webhook may be sent to this address: only to public ones. Private, link-local (metadata services), shared (CGNAT),
 * translated (NAT64, 6to4, Teredo), mapped and reserved ones are refused.
 * @param address an IPv4 or IPv6 address
 * @param dev also this machine itself
 */
export function mayConnect(address: string, dev: boolean): boolean {
  if (!ipaddr.isValid(address)) return false;
  const ip = ipaddr.process(address);
  if (dev && ip.range() === 'loopback') return true;
  if (ip.range() !== 'unicast' || ip.toString() === AZURE_WIRE_SERVER) return false;
  return ip.kind() === 'ipv4' || ip.match(GLOBAL_V6);
}

/** An address, or all that a name stands for, may not be called. It is never tried again. */
export class AddressBlocked extends Error {
  override readonly name = 'AddressBlocked';
}

/** 443 and what is usual beside it, as the Management API lets them be saved. */
const PORTS = new Set(['', '443', '8443']);

/**
 * The URL of a webhook that may be called as far as its text tells; what its name resolves to is checked at connect.
 * Throws AddressBlocked.
 */
export function callableUrl(text: string, dev: boolean): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const problem = url ? problemOf(url, dev) : 'it is no absolute URL';
  if (!url || problem !== undefined) throw new AddressBlocked(`the URL may not be called: ${problem}`);
  return url;
}

function problemOf(url: URL, dev: boolean): string | undefined {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (url.username !== '' || url.password !== '') return 'it has credentials';
  // Node connects to a literal address without asking the lookup that guards names.
  if (ipaddr.isValid(host) && !mayConnect(host, dev)) return 'its address is not public';
  if (dev && isLoopback(host) && url.protocol === 'http:') return undefined;
  if (url.protocol !== 'https:') return 'it is not https';
  return PORTS.has(url.port) || (dev && isLoopback(host)) ? undefined : 'its port is none of 443, 8443';
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || (ipaddr.isValid(host) && ipaddr.process(host).range() === 'loopback');
