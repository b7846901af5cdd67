import type { Refusal } from '../decision';

/** Every code of a content refusal, with its title. Codes are API: they are added, never renamed. */
export const REFUSAL_TITLES = {
  'application.unknown': 'Unknown application',
  'attribute.too_many': 'Too many attributes',
  'attribute.type': 'Wrong attribute type',
  'attribute.unknown': 'Unknown attribute',
  'attribute.value': 'Value is not one of those allowed',
  'attribute.list_length': 'List is too long',
  'audience.too_many': 'Too many audiences',
  'audience.unknown': 'Unknown audience',
  'audience.until': 'A membership that ends too early',
  'campaign.unknown': 'Unknown campaign',
  'cart.too_many_items': 'Too many cart items',
  'cart.too_many_units': 'Too many units',
  'cost.too_many': 'Too many additional costs',
  'coupon.batch_size': 'Wrong number of coupons',
  'coupon.code': 'Not a coupon code',
  'coupon.characters': 'Not usable as code characters',
  'coupon.dates': 'Expires before it starts',
  'coupon.not_found': 'Coupon not found',
  'coupon.pattern': 'Not a code pattern',
  'coupon.pattern_exhausted': 'The pattern has no free codes left',
  'coupon.too_many': 'Too many coupon codes',
  'event.exists': 'The event is known',
  'event.unknown': 'Unknown event type',
  'field.required': 'Required field is missing',
  'giveaway.batch_size': 'Wrong number of codes',
  'giveaway.dates': 'Dates in the wrong order',
  'giveaway.dates_count': 'Too many dates',
  'giveaway.pool': 'Unknown giveaway pool',
  'id.length': 'Wrong id length',
  'id.normal_form': 'Id is not in Unicode normal form C',
  'identifier.too_many': 'Too many identifiers',
  'list.length': 'Wrong number of items',
  'loyalty.balance': 'Not enough points',
  'loyalty.not_waiting': 'No points wait to be activated',
  'loyalty.dates': 'Expires before it is active',
  'loyalty.duration': 'Not a duration',
  'loyalty.subledger': 'No such subledger',
  'loyalty.tier': 'No such tier',
  'loyalty.too_many': 'Too many open additions',
  'loyalty.unknown': 'Unknown loyalty program',
  'money.overflow': 'Amount is too large',
  'name.reserved': 'Reserved name',
  'number.finite': 'Not a finite number',
  'number.integer': 'Not a whole number',
  'number.range': 'Number is out of range',
  'opening.codes': 'Said of codes',
  'opening.dates': 'Last activity is before the first',
  'opening.day': 'Not a day of a period',
  'opening.debt': 'Nobody owes points in the program',
  'opening.discount': 'Discount of a single profile',
  'opening.limit': 'No such limit',
  'opening.spent': 'Spent already',
  'opening.twice': 'Said twice',
  'profile.not_found': 'Customer profile not found',
  'return.empty': 'Nothing is returned',
  'return.position': 'Not a cart item of the session',
  'return.quantity': 'More units than there are',
  'return.sku': 'Another sku',
  'return.too_many': 'Too many returns',
  'session.closed': 'The session is closed',
  'session.not_found': 'Session not found',
  'session.profile': 'The session is of another profile',
  'session.state': 'State is not allowed',
  'string.control': 'Control character in a text',
  'string.encoding': 'Text is not valid Unicode',
  'string.length': 'Text is too long',
} as const;

export type RefusalCode = keyof typeof REFUSAL_TITLES;

/**
 * A refusal. `pointer` is an RFC 6901 pointer into the entity that the request carries (`/cartItems/0/quantity`), the same
 * for HTTP and for Avro; a gateway whose body wraps the entity puts its own prefix before it.
 */
export function refusal(code: RefusalCode, pointer: string | null, details: string, status = 400): Refusal {
  return { code, title: REFUSAL_TITLES[code], details, pointer, status };
}

/** Escapes a name for use in a JSON pointer (RFC 6901, section 3). */
export function pointerPart(name: string | number): string {
  return String(name).replaceAll('~', '~0').replaceAll('/', '~1');
}
