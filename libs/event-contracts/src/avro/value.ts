import { type Schema, Type } from 'avsc';
import { ContractError } from '../contract-error';
import type { Value as ValueOf } from '../generated/records.generated';
import { codecOf, decodeError, encodeError, type Codec, type OpenResolver, type Tap } from './internals';

/** As deep as JSON may be on the HTTP side. */
const MAX_DEPTH = 32;

const LIST = 8;
const MAP = 9;

/** Branch numbers of the closed set of values, as schemas/types/value.avsc orders them. */
const KINDS: Readonly<Record<string, number>> = {
  decimal: 5,
  instant: 6,
  location: 7,
  list: LIST,
  map: MAP,
  sealed: 10,
};

/** The record `Value` with its one union field, as the plain TypeScript union that it means. */
export class Value extends Type {
  override readonly typeName = 'value';
  readonly branchNames: readonly string[];
  private readonly branches: readonly Codec[];

  constructor(
    schema: { readonly namespace: string; readonly fields: readonly [{ readonly type: readonly Schema[] }] },
    options: object,
  ) {
    // Registers the name, so that the lists and maps within find it. Only the declaration hides the two parameters.
    super(...([schema, options] as unknown as []));
    const within = { ...options, namespace: schema.namespace };
    const types = schema.fields[0].type.map((branch) => Type.forSchema(branch, within));
    this.branchNames = types.map((type) => type.branchName ?? type.typeName);
    this.branches = types.map(codecOf);
  }

  _read(tap: Tap): unknown {
    const index = tap.readLong();
    const branch = this.branches[index];
    if (!branch) throw decodeError(`a value of type ${index}, which does not exist`);
    return index === LIST || index === MAP ? readNested(tap, index, branch) : branch._read(tap);
  }

  _write(tap: Tap, value: ValueOf): void {
    const index = indexOf(value);
    const branch = this.branches[index];
    if (!branch) throw encodeError(value, 'a value');
    tap.writeLong(index);
    if (index === LIST || index === MAP) writeNested(tap, branch, value);
    else if (index !== 0) branch._write(tap, value);
  }

  _skip(tap: Tap): void {
    this.branches[tap.readLong()]?._skip(tap);
  }

  _check(value: ValueOf): boolean {
    return this.branches[indexOf(value)] !== undefined;
  }

  /** A default can only be of the first branch, which is null. */
  _copy(): null {
    return null;
  }

  /** Branches are only appended and none of their records changes, so what an older version wrote reads the same. */
  _update(resolver: OpenResolver, writer: Type): void {
    if (writer instanceof Value && writer.branchNames.every((name, index) => this.branchNames[index] === name)) {
      resolver._read = (tap) => this._read(tap);
    }
  }

  _deref(schema: { fields: unknown }, options: object): void {
    schema.fields = [{ name: 'value', type: this.branches.map((branch) => branch._attrs(options)) }];
  }
}

function indexOf(value: ValueOf): number {
  switch (typeof value) {
    case 'string':
      return 1;
    case 'boolean':
      return 2;
    case 'bigint':
      return 3;
    case 'number':
      return 4;
    case 'object':
      return value === null ? 0 : (KINDS[value.kind] ?? -1);
    default:
      return -1;
  }
}

function readNested(tap: Tap, index: number, branch: Codec): unknown {
  enter(tap);
  const content = branch._read(tap);
  tap.depth = (tap.depth ?? 1) - 1;
  return index === LIST ? { kind: 'list', items: content } : { kind: 'map', entries: content };
}

function writeNested(tap: Tap, branch: Codec, value: ValueOf): void {
  const nested = value as Extract<ValueOf, { kind: 'list' | 'map' }>;
  enter(tap);
  branch._write(tap, nested.kind === 'list' ? nested.items : nested.entries);
  tap.depth = (tap.depth ?? 1) - 1;
}

function enter(tap: Tap): void {
  tap.depth = (tap.depth ?? 0) + 1;
  if (tap.depth > MAX_DEPTH) throw new ContractError('avro.limits', `values nested deeper than ${MAX_DEPTH}`);
}
