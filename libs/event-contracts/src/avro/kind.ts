import { Type } from 'avsc';
import { encodeError, type OpenResolver, type Tap } from './internals';

/**
 * The type of the field `kind`, which TypeScript needs and the wire has not: it reads as a constant and takes no bytes.
 * So avsc's compiled reader makes the whole object in one go.
 */
export class Kind extends Type {
  override readonly typeName = 'kind';

  constructor(readonly text: string) {
    super();
  }

  _read(): string {
    return this.text;
  }

  _write(_tap: Tap, value: unknown): void {
    if (value !== this.text) throw encodeError(value, `the kind ${this.text}`);
  }

  _skip(): void {
    // Nothing is there to be skipped.
  }

  _check(value: unknown): boolean {
    return value === this.text;
  }

  _copy(): string {
    return this.text;
  }

  _update(resolver: OpenResolver): void {
    resolver._read = () => this.text;
  }

  _deref(): string {
    return 'null';
  }
}

/** The kind of a record type that has one. */
export function kindOf(type: Type): string | undefined {
  const { fields } = type as { fields?: readonly { name: string; type: unknown }[] };
  const first = fields?.[0]?.type;
  return first instanceof Kind ? first.text : undefined;
}
