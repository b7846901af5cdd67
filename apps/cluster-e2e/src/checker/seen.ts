import type { Fields } from '@tessera/testing/log';

/** A record of a topic, decoded by the schema that the cluster's registry answers with, knowing nothing of the product. */
export interface Seen {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly key: string;
  readonly value: Fields;
}
