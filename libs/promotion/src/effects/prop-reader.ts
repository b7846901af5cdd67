import { CelError, DECIMAL, INT, listOf, TIMESTAMP, Timestamp, type Activation, type Type } from '@tessera/expression';
import { Rational } from '@tessera/money';
import { isList, isMap } from '../attributes/kind';
import type { RuleEffect } from '../catalog-event';
import { Bound } from '../rules/activation';
import type { RuleContext } from '../rules/compiled-rule';
import { itemOf } from '../rules/environment';
import { readsPersonal } from '../rules/personal-reads';
import { problem } from '../rules/problem';
import { parseDuration } from '../loyalty/duration';
import type { Each, Sources } from '../rules/sources';
import { ItemObject } from '../rules/session-object';
import { LIMITS } from '../validation/limits';
import { pointerPart } from '../validation/problem';
import type { Instant, Value } from '../value';
import { bundlesOf, MOST_SELECTIONS, type Bundle } from './bundles';
import type { Getter } from './effect-type';
import { attributeGetter } from './attribute-prop';

/** An expression that is one name. */
const BUNDLE_NAME = /^[A-Za-z_]\w*$/;

/** A value that is computed for one cart item, which the expression names `item`. */
export type PerItem<T> = (item: ItemObject) => T | CelError;

/** Reads the props of one rule effect. What is wrong goes to the sources' problems; the getters are then never run. */
export class PropReader {
  private readonly read = new Set<string>();

  constructor(
    readonly sources: Sources,
    private readonly effect: RuleEffect,
    private readonly pointer: string,
    private readonly context: Pick<RuleContext, 'attributeTypes' | 'personal'>,
  ) {}

  /** A text with `{{ expression }}` in it; '' where it is left out. */
  text(name: string, required = true): Getter<string> {
    const value = this.take(name, required);
    if (value === undefined) return () => '';
    if (typeof value !== 'string') return this.wrong(name, 'is a text', '');
    return this.template(value, this.at(name));
  }

  /** A text that lasts and is not sealed, such as whose something is: nothing personal may get into it. */
  plain(name: string, required = true): Getter<string> {
    return this.unsealed(this.at(name), () => this.text(name, required));
  }

  /** A text that is the same for everybody, so that nothing personal gets into a ledger; '' where it is left out. */
  constant(name: string, required = true): Getter<string> {
    const value = this.take(name, required);
    if (value === undefined) return () => '';
    const isConstant = typeof value === 'string' && !value.includes('{{') && value.length <= LIMITS.idLength;
    return isConstant ? () => value : this.wrong(name, 'is a text without expressions', '');
  }

  /** A duration by the calendar, or one of the words that stand for none; null where it is left out. */
  duration(name: string, words: readonly string[]): Getter<string | null> {
    const value = this.take(name, false) ?? null;
    if (value === null) return () => null;
    const isDuration = typeof value === 'string' && (words.includes(value) || parseDuration(value) !== undefined);
    return isDuration ? () => value : this.wrong(name, `is a duration like 30D, or ${words.join(', ')}`, null);
  }

  /** A duration by the calendar. */
  requiredDuration(name: string): Getter<string> {
    const value = this.take(name, true);
    if (value === undefined) return () => '';
    const isDuration = typeof value === 'string' && parseDuration(value) !== undefined;
    return isDuration ? () => value : this.wrong(name, 'is a duration like 30D', '');
  }

  /** One of a few words. */
  choice<T extends string>(name: string, words: readonly T[], otherwise: T): Getter<T> {
    const value = this.take(name, false) ?? otherwise;
    const word = words.find((each) => each === value);
    return word === undefined ? this.wrong(name, `is one of ${words.join(', ')}`, otherwise) : () => word;
  }

  /** A list of texts as they stand. */
  names(name: string): Getter<readonly string[]> {
    const value = this.take(name, false);
    if (value === undefined) return () => [];
    const names = isList(value) ? value.items.filter((item) => typeof item === 'string') : [];
    const isWhole = isList(value) && names.length === value.items.length;
    return isWhole ? () => names : this.wrong(name, 'is a list of texts', []);
  }

  decimal(name: string): Getter<Rational> {
    return this.expression(name, DECIMAL, exactNumber, Rational.ZERO);
  }

  optionalDecimal(name: string): Getter<Rational | null> {
    return this.has(name) ? this.decimal(name) : this.leftOut(name, null);
  }

  int(name: string, otherwise: bigint): Getter<bigint> {
    return this.has(name) ? this.expression(name, INT, wholeNumber, otherwise) : this.leftOut(name, otherwise);
  }

  optionalTime(name: string): Getter<Instant | null> {
    return this.has(name) ? this.expression(name, TIMESTAMP, instant, null) : this.leftOut(name, null);
  }

  time(name: string): Getter<Instant> {
    return this.expression(name, TIMESTAMP, instant, 0n);
  }

  /** A number of the catalog, not computed: an id. */
  id(name: string, required = true): Getter<bigint> {
    const value = this.take(name, required);
    if (value === undefined) return () => 0n;
    const id = idOf(value);
    return id === undefined ? this.wrong(name, 'is an id', 0n) : () => id;
  }

  /** Cart items; all of the cart where it is left out. */
  items(name: string): Getter<readonly ItemObject[]> {
    const type = listOf(itemOf(this.sources.names), LIMITS.cartItems);
    const source = this.has(name) ? (this.source(name) ?? '') : 'cartItems';
    this.read.add(name);
    const program = this.sources.program(source, this.at(name), type);
    return (activation) => {
      const value = program?.evaluate(activation);
      if (value instanceof CelError) return value;
      return Array.isArray(value) ? value.filter((item) => item instanceof ItemObject) : [];
    };
  }

  /** The bundles of the cart: units of which each belongs to one of some lists. */
  bundles(name: string): Getter<readonly Bundle[]> {
    const items = listOf(itemOf(this.sources.names), LIMITS.cartItems);
    const source = this.source(name) ?? '';
    const program = this.sources.program(source, this.at(name), listOf(items, MOST_SELECTIONS));
    const bundleName = BUNDLE_NAME.test(source) ? source : '';
    return (activation) => {
      const value = program?.evaluate(activation);
      if (value instanceof CelError) return value;
      const lists = Array.isArray(value) ? (value as readonly (readonly unknown[])[]) : [];
      if (lists.length > MOST_SELECTIONS) return new CelError('expr.overflow', `at most ${MOST_SELECTIONS} lists`);
      return bundlesOf(
        bundleName,
        lists.map((list) => list.filter((one) => one instanceof ItemObject)),
      );
    };
  }

  decimalPerItem(name: string): Getter<PerItem<Rational>> {
    return this.perItem(name, DECIMAL, exactNumber);
  }

  /** A whole number for each item; `otherwise` says it where the prop is left out. */
  intPerItem(name: string, otherwise: string): Getter<PerItem<bigint>> {
    return this.perItem(name, INT, wholeNumber, otherwise);
  }

  /** A map of texts with `{{ expression }}` in them; constants of other types stay as they are. */
  payload(name: string, each?: Each): Getter<Readonly<Record<string, Value>>> {
    const value = this.take(name, false);
    if (value === undefined) return () => ({});
    if (!isMap(value)) return this.wrong(name, 'is an object', {});
    const getters = Object.entries(value.entries).map(([key, entry]) => {
      const at = `${this.at(name)}/${pointerPart(key)}`;
      return [key, typeof entry === 'string' ? this.template(entry, at, each) : () => entry] as const;
    });
    return recordOf(getters);
  }

  /** Whether the prop is there. */
  gives(name: string): boolean {
    this.read.add(name);
    return this.has(name);
  }

  /** A payload for each item, which its texts name `item`. */
  payloadPerItem(name: string): Getter<PerItem<Readonly<Record<string, Value>>>> {
    const payload = this.payload(name, this.eachItem());
    return (activation) => (item) => payload(new Bound(activation, 'item', item));
  }

  /** A map of attribute values, each as its declaration wants it. */
  attributes(name: string, entity: string): Getter<Readonly<Record<string, Value>>> {
    const value = this.take(name, false);
    if (value === undefined) return () => ({});
    if (!isMap(value)) return this.wrong(name, 'is an object', {});
    const getters = Object.entries(value.entries).map(([key, entry]) => {
      return [key, this.attribute(entity, key, entry, `${this.at(name)}/${pointerPart(key)}`)] as const;
    });
    return recordOf(getters);
  }

  /**
   * The value for a declared attribute: a text for a string, an expression or a constant for the others. A personal value
   * may only get into a personal attribute of the customer or the session: any other is not sealed, and what a coupon
   * holds is not erased with the customer.
   */
  attribute(entity: string, attribute: string, value: Value, at: string, each?: Each): Getter<Value> {
    const isSealed = entity !== 'Coupon' && this.context.personal.get(entity)?.has(attribute) === true;
    return this.attributeValue({ entity, attribute, isSealed }, value, at, each);
  }

  /** The same of somebody else, who is not erased with the customer: nothing personal may get into it. */
  attributeOfOther(entity: string, attribute: string, value: Value, at: string): Getter<Value> {
    return this.attributeValue({ entity, attribute, isSealed: false }, value, at);
  }

  private attributeValue(
    { entity, attribute, isSealed }: { entity: string; attribute: string; isSealed: boolean },
    value: Value,
    at: string,
    each?: Each,
  ): Getter<Value> {
    const type = this.context.attributeTypes(entity).get(attribute);
    if (type !== undefined) {
      const getter = () => attributeGetter(this.sources, type, value, at, each);
      return isSealed ? getter() : this.unsealed(at, getter);
    }
    this.sources.problems.push(problem('attribute.unknown', at, `${entity} has no attribute ${attribute}`));
    return () => null;
  }

  /** The same for each item, which the value names `item`. */
  attributePerItem(entity: string, attribute: string, value: Value, at: string): Getter<PerItem<Value>> {
    const getter = this.attribute(entity, attribute, value, at, this.eachItem());
    return (activation) => (item) => getter(new Bound(activation, 'item', item));
  }

  /** A prop as it stands; undefined where it is left out. */
  take(name: string, required: boolean): Value | undefined {
    this.read.add(name);
    const value = this.has(name) ? this.effect.props[name] : undefined;
    if (value === undefined && required) {
      this.sources.problems.push(problem('prop.required', this.at(name), `${this.effect.type} needs ${name}`));
    }
    return value;
  }

  /** To be called when all are read: a misspelt prop must not be ignored. */
  refuseOthers(): void {
    for (const name of Object.keys(this.effect.props)) {
      if (this.read.has(name)) continue;
      this.sources.problems.push(problem('prop.unknown', this.at(name), `${this.effect.type} has no prop ${name}`));
    }
  }

  at(name: string): string {
    return `${this.pointer}/props/${pointerPart(name)}`;
  }

  wrong<T>(name: string, message: string, value: T): Getter<T> {
    this.sources.problems.push(problem('prop.type', this.at(name), `${name} ${message}`));
    return () => value;
  }

  private unsealed<T>(at: string, compile: () => Getter<T>): Getter<T> {
    const before = this.sources.checked.length;
    const getter = compile();
    if (readsPersonal(this.sources.readsSince(before).paths, this.context.personal))
      this.sources.problems.push(problem('prop.personal', at, 'a personal attribute may not be written here'));
    return getter;
  }

  private has(name: string): boolean {
    return Object.hasOwn(this.effect.props, name) && this.effect.props[name] !== null;
  }

  private leftOut<T>(name: string, value: T): Getter<T> {
    this.read.add(name);
    return () => value;
  }

  private eachItem(): Each {
    return { bound: { item: itemOf(this.sources.names) }, times: LIMITS.cartItems };
  }

  private template(source: string, at: string, each?: Each): Getter<string> {
    const program = this.sources.template(source, at, each);
    return (activation) => program?.render(activation) ?? '';
  }

  /** The text of an expression; a number that was not quoted is one as well. */
  private source(name: string): string | undefined {
    const value = this.take(name, true);
    if (typeof value === 'string' || value === undefined) return value;
    if (typeof value === 'number' || typeof value === 'bigint') return String(value);
    this.wrong(name, 'is an expression', undefined);
    return undefined;
  }

  private expression<T>(name: string, type: Type, convert: (value: unknown) => T | CelError, none: T): Getter<T> {
    const source = this.source(name);
    if (source === undefined) return () => none;
    const program = this.sources.program(source, this.at(name), type);
    return (activation) => convert(program?.evaluate(activation));
  }

  private perItem<T>(
    name: string,
    type: Type,
    convert: (value: unknown) => T | CelError,
    otherwise?: string,
  ): Getter<PerItem<T>> {
    const source = otherwise !== undefined && !this.has(name) ? otherwise : this.source(name);
    this.read.add(name);
    const program =
      source === undefined ? undefined : this.sources.program(source, this.at(name), type, this.eachItem());
    return (activation: Activation) => (item: ItemObject) =>
      convert(program?.evaluate(new Bound(activation, 'item', item)));
  }
}

/** Ids come as numbers or, from clients without large ones, as their digits. */
export function idOf(value: Value): bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  return typeof value === 'string' && /^\d{1,18}$/.test(value) ? BigInt(value) : undefined;
}

function recordOf(getters: readonly (readonly [string, Getter<Value>])[]): Getter<Readonly<Record<string, Value>>> {
  return (activation) => {
    const entries: [string, Value][] = [];
    for (const [name, getter] of getters) {
      const value = getter(activation);
      if (value instanceof CelError) return value;
      entries.push([name, value]);
    }
    return Object.fromEntries(entries);
  };
}

function exactNumber(value: unknown): Rational | CelError {
  return value instanceof Rational || value instanceof CelError ? value : wrongKind('a decimal');
}

function wholeNumber(value: unknown): bigint | CelError {
  return typeof value === 'bigint' || value instanceof CelError ? value : wrongKind('an int');
}

function instant(value: unknown): Instant | CelError {
  if (value instanceof Timestamp) return value.nanos / 1_000_000n;
  return value instanceof CelError ? value : wrongKind('a timestamp');
}

/** Only a `dyn` gets here: everything else is settled when the rule is saved. */
function wrongKind(wanted: string): CelError {
  return new CelError('expr.overload', `${wanted} is wanted here`);
}
