import { ApiError } from '@tessera/service-kit';
import ipaddr from 'ipaddr.js';

/** 443 and what is usual beside it; other ports belong to services that nobody means to call. */
const PORTS = new Set(['', '443', '8443']);

/**
 * The URL in its normal form. https on a usual port, without credentials, and not an address that is no public one; with
 * `dev` also http and any port on this machine itself. Names are not looked up here: what they resolve to when the webhook
 * is called is checked at connect, which alone is safe.
 * Throws ApiError 400 `webhook.url`.
 */
export function webhookUrl(text: string, dev: boolean): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const problem = url ? problemOf(url, dev) : 'it is no absolute URL';
  if (url && problem === undefined) return url.href;
  throw ApiError.invalid('webhook.url', 'The URL cannot be called', '/url', problem);
}

function problemOf(url: URL, dev: boolean): string | undefined {
  if (url.username !== '' || url.password !== '') return 'it has credentials; use a header';
  if (dev && isLoopback(url.hostname) && /^https?:$/.test(url.protocol)) return undefined;
  if (url.protocol !== 'https:') return 'it must be https';
  if (!PORTS.has(url.port)) return 'the port must be 443 or 8443';
  return isPublic(url.hostname) ? undefined : 'it names an address that is not public';
}

/** Of a name that is no address: all but those that are this machine by definition (RFC 6761). */
function isPublic(host: string): boolean {
  const address = addressOf(host);
  if (address) return address.range() === 'unicast';
  return !isLocalName(host);
}

function isLoopback(host: string): boolean {
  const address = addressOf(host);
  return address ? address.range() === 'loopback' : isLocalName(host);
}

function isLocalName(host: string): boolean {
  return /(?:^|\.)localhost\.?$/.test(host);
}

/** URL has already turned decimal, octal and hex forms into the usual ones. An IPv4 address within IPv6 counts as itself. */
function addressOf(host: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  const text = host.replace(/^\[(.*)\]$/, '$1');
  return ipaddr.isValid(text) ? ipaddr.process(text) : undefined;
}
