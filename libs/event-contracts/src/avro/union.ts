import { type Schema, Type } from 'avsc';
import type { ContractError } from '../contract-error';
import {
  codecOf,
  decodeError,
  encodeError,
  type Codec,
  type OpenResolver,
  type Reader,
  type Resolver,
  type Tap,
} from './internals';
import { kindOf } from './kind';

/** Which branch a value takes; undefined: none. */
type Pick = (value: unknown) => number | undefined;

/**
 * A union as TypeScript writes it: null beside one other type, or records told apart by `kind`, and a string, which has
 * none. avsc would wrap each value in an object with the branch's name.
 */
export class Union extends Type {
  override readonly typeName = 'union:plain';
  readonly types: readonly Type[];
  private readonly branches: readonly Codec[];
  private readonly pick: Pick;

  constructor(schemas: readonly Schema[], options: object) {
    super();
    this.types = schemas.map((schema) => Type.forSchema(schema, options));
    this.branches = this.types.map(codecOf);
    this.pick = pickFor(schemas, this.types);
  }

  _read(tap: Tap): unknown {
    const index = tap.readLong();
    const branch = this.branches[index];
    if (!branch) throw noBranch(index);
    return branch._read(tap);
  }

  _write(tap: Tap, value: unknown): void {
    const index = this.pick(value);
    const branch = index === undefined ? undefined : this.branches[index];
    if (index === undefined || !branch) throw encodeError(value, 'one of a union');
    tap.writeLong(index);
    branch._write(tap, value);
  }

  _skip(tap: Tap): void {
    this.branches[tap.readLong()]?._skip(tap);
  }

  _check(value: unknown): boolean {
    const index = this.pick(value);
    return index !== undefined && this.branches[index]?._check(value) === true;
  }

  /** The default of a union field is one of its first branch. */
  _copy(value: unknown, options: object): unknown {
    return this.branches[0]?._copy(value, options);
  }

  /** avsc's own reader of an older version's union knows no ContractError: its branch number is looked at before. */
  override createResolver(writer: Type, options?: object): Resolver {
    const resolver = super.createResolver(writer, options) as unknown as Reader;
    if (!(writer instanceof Union)) return resolver;
    const read = (tap: Tap): unknown => {
      writer.lookAtBranch(tap);
      return resolver._read(tap);
    };
    return Object.freeze({ ...resolver, _read: read });
  }

  private lookAtBranch(tap: Tap): void {
    const { pos } = tap;
    const index = tap.readLong();
    if (!this.branches[index]) throw noBranch(index);
    tap.pos = pos;
  }

  /** avsc reads the writer's branch number itself and asks for each branch of the writer how this union reads it. */
  _update(resolver: OpenResolver, writer: Type, options: object): void {
    const reader = this.types.find((type) => sameBranch(type, writer));
    if (!reader) return;
    const branch = reader.createResolver(writer, options) as unknown as Reader;
    resolver._read = (tap) => branch._read(tap);
  }

  _deref(_schema: unknown, options: object): unknown {
    return this.branches.map((branch) => branch._attrs(options));
  }
}

const noBranch = (index: number): ContractError => decodeError(`a union branch ${index} that does not exist`);

const sameBranch = (reader: Type, writer: Type): boolean =>
  reader.name === undefined ? reader.typeName === writer.typeName : reader.name === writer.name;

function pickFor(schemas: readonly Schema[], types: readonly Type[]): Pick {
  const none = types.findIndex((type) => type.typeName === 'null');
  const others = types.flatMap((type, index) => (index === none ? [] : [{ index, kind: kindOf(type) }]));
  const [only] = others;
  if (others.length === 1 && only) return (value) => (value === null && none >= 0 ? none : only.index);
  const kinds = new Map(others.map(({ kind, index }) => [kind, index]));
  const nameless = others.some(({ index, kind }) => kind === undefined && types[index]?.typeName !== 'string');
  if (nameless || kinds.size !== others.length) {
    throw new Error(`no way to tell the branches apart: ${JSON.stringify(schemas)}`);
  }
  return (value) => {
    if (value === null) return none >= 0 ? none : undefined;
    return kinds.get((value as { kind?: string }).kind);
  };
}
