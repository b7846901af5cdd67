import { CelError } from '@tessera/expression';
import { sameValue, valueText } from '../attributes/same-value';
import type { ItemObject } from '../rules/session-object';
import { attributeRefusals } from '../validation/attributes';
import type { Attributes, Value } from '../value';
import { applying, failed } from './applying';
import { CART_ITEM, itemPath, TARGETS, type Target } from './attribute-targets';
import {
  EffectFailure,
  type Apply,
  type EffectOutcome,
  type EffectRun,
  type EffectType,
  type Getter,
  type GivenEffect,
} from './effect-type';
import type { PerItem, PropReader } from './prop-reader';

const PATH = /^([A-Za-z]+)\.attributes\.([A-Za-z]\w*)$/i;
const PLACES = 'Session, Profile, CartItem, Coupon, Referral or Advocate';

export const updateAttribute: EffectType = {
  type: 'updateAttribute',
  summary:
    "Writes an attribute of the session, its profile or its items, of the rule's coupon or referral, or of the referral's advocate; again only when its value differs.",
  lasting: 'once',
  onFailure: false,
  props: [
    {
      name: 'path',
      type: '<place>.attributes.<name>',
      required: true,
      about: `Which one; the place is ${PLACES}.`,
    },
    {
      name: 'value',
      type: "the attribute's",
      required: true,
      about: 'A text for a string attribute, else an expression or a constant; for items with `item`.',
    },
    { name: 'items', type: 'list(cart item)', required: false, about: 'Of CartItem: which ones; all.' },
  ],
  compile(read) {
    const path = pathOf(read);
    if (path === undefined) return () => NOWHERE;
    return path.place === CART_ITEM ? forItems(read, path.attribute) : forTarget(read, path);
  },
};

const NOWHERE = new EffectFailure('there is no such attribute', true);

type Path =
  | { readonly place: typeof CART_ITEM; readonly attribute: string }
  | { readonly place: 'target'; readonly path: string; readonly target: Target; readonly attribute: string };

type TargetPath = Extract<Path, { place: 'target' }>;

/** Undefined: it is none, and the author is told. */
function pathOf(read: PropReader): Path | undefined {
  const path = read.take('path', true);
  const [text = '', word = '', attribute = ''] = (typeof path === 'string' ? PATH.exec(path) : null) ?? [];
  const place = word.toLowerCase();
  if (place === CART_ITEM) return { place, attribute };
  const target = TARGETS[place];
  if (target !== undefined) return { place: 'target', path: text, target, attribute };
  if (path !== undefined) read.wrong('path', `is ${PLACES}, and then .attributes.<name>`, null);
  read.take('value', true);
  read.take('items', false);
  return undefined;
}

function forTarget(read: PropReader, path: TargetPath): Apply {
  const { target, attribute } = path;
  const given = read.take('value', true);
  const value = given === undefined ? () => null : valueFor(read, target, attribute, given);
  return applying({ value }, ({ value: written }, run) => write(path, written, run));
}

/** What the session does not remember is somebody else's: a coupon's, or the advocate's. */
function valueFor(read: PropReader, { entity, remembered }: Target, attribute: string, given: Value): Getter<Value> {
  const at = read.at('value');
  return remembered
    ? read.attribute(entity, attribute, given, at)
    : read.attributeOfOther(entity, attribute, given, at);
}

function write({ path, target, attribute }: TargetPath, value: Value, run: EffectRun): EffectOutcome {
  const held = target.held(run);
  const unfit = held instanceof EffectFailure ? held : unfitValue(target.entity, attribute, value, run);
  if (unfit !== undefined || held instanceof EffectFailure) return unfit ?? NOWHERE;
  const isSame = sameValue(held.attributes[attribute] ?? null, value);
  if (isSame && !target.remembered) return { draft: run.draft, effects: [], repeats: true };
  const draft = isSame ? run.draft : held.write({ ...held.attributes, [attribute]: value });
  const effects = [{ props: { path, value }, shares: [], value: valueText(value) }];
  return target.remembered ? { draft, effects } : { draft, effects, repeats: true };
}

/** What a rule computes is held to the declaration like what an integration sends. */
function unfitValue(
  entity: Target['entity'],
  attribute: string,
  value: Value,
  run: EffectRun,
): EffectFailure | undefined {
  const definitions = run.catalog.attributes(run.campaign.application, entity);
  const [wrong] = attributeRefusals({ [attribute]: value }, definitions, '');
  return wrong === undefined ? undefined : new EffectFailure(`${wrong.code}: ${wrong.details}`, true);
}

interface ItemProps {
  readonly items: readonly ItemObject[];
  readonly value: PerItem<Value>;
}

function forItems(read: PropReader, attribute: string): Apply {
  const given = read.take('value', true);
  const none: PerItem<Value> = () => null;
  const value =
    given === undefined ? () => none : read.attributePerItem('CartItem', attribute, given, read.at('value'));
  const props = { items: read.items('items'), value };
  return applying<ItemProps>(props, (computed, run) => writeItems(computed, attribute, run));
}

/** One effect for each item whose attribute changes. */
function writeItems({ items, value: perItem }: ItemProps, attribute: string, run: EffectRun): EffectOutcome {
  if (!run.hasSession) return new EffectFailure('there is no session to write', false);
  const itemAttributes = new Map<number, Attributes>(run.draft.itemAttributes);
  const effects: GivenEffect[] = [];
  for (const object of new Set(items)) {
    const { position, attributes: stored } = object.item;
    const value = perItem(object);
    if (value instanceof CelError) return failed(value);
    const unfit = unfitValue('CartItem', attribute, value, run);
    if (unfit !== undefined) return unfit;
    const before = itemAttributes.get(position) ?? stored;
    if (sameValue(before[attribute] ?? null, value)) continue;
    itemAttributes.set(position, { ...before, [attribute]: value });
    const props = { path: itemPath(attribute), value, cartItemPosition: BigInt(position) };
    effects.push({ props, shares: [], value: '' });
  }
  return { draft: { ...run.draft, itemAttributes }, effects, repeats: true };
}
