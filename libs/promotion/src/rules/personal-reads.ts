import type { AttributeEntity } from '../catalog-event';

/** Names of the attributes that an application declares personal, by entity; for Event, of all its types. */
export type PersonalNames = ReadonlyMap<string, ReadonlySet<string>>;

/** What a rule gets at who holds the whole of it, as in `[profile][0]`, where the text does not say which attribute. */
const WHOLES: Readonly<Record<string, readonly AttributeEntity[]>> = {
  application: ['Application'],
  campaign: ['Campaign'],
  profile: ['CustomerProfile'],
  session: ['CustomerSession', 'CartItem'],
  cartItems: ['CartItem'],
  item: ['CartItem'],
  'session.cartItems': ['CartItem'],
  coupon: ['Coupon'],
  referral: ['Coupon'],
  event: ['Event'],
  'history.sessions': ['CustomerSession', 'CartItem'],
  'history.sessions.cartItems': ['CartItem'],
  'history.events': ['Event'],
};

/**
 * Whether what reads these paths may come to hold a personal value. It rather says so once too often: a name counts
 * whosever attribute it is.
 */
export function readsPersonal(paths: Iterable<string>, personal: PersonalNames): boolean {
  return personal.size > 0 && [...paths].some((path) => isPersonal(path.replaceAll('[]', ''), personal));
}

/** `profile.attributes.email`, all of `profile.attributes`, or all of `profile`. */
function isPersonal(path: string, personal: PersonalNames): boolean {
  const steps = path.split('.');
  const at = steps.indexOf('attributes');
  if (at < 0) return (WHOLES[path] ?? []).some((entity) => personal.has(entity));
  const name = steps[at + 1];
  return name === undefined || [...personal.values()].some((names) => names.has(name));
}
