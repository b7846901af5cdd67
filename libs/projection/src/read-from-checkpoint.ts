import type { Assignment, AssignmentListener, GroupConsumer } from '@tessera/kafka';
/** What it needs of a consumer. */
type Reader = Pick<GroupConsumer, 'assignment' | 'pause' | 'seek'>;

/** Folds a topic, and knows by its own rows how far it is. */
export interface Checkpointed {
  /** The offset where a partition is to be read on. */
  position(partition: number): Promise<bigint>;
  /** Told first of all: what it holds in memory may be old. */
  reassigned?(): void;
}

/**
 * Makes the checkpoint the place where reading begins, at every assignment. The group's committed position is advice only: it
 * may be ahead of the rows, after a halt or where the schema was made anew or restored, and records left out for it
 * would look like a gap for ever.
 * @param reader a function, since a consumer is made with its listeners
 */
export function readFromCheckpoint(folding: Checkpointed, topic: string, reader: () => Reader): AssignmentListener {
  return {
    onAssigned: async ({ generation, partitions }: Assignment) => {
      folding.reassigned?.();
      const own = partitions.filter((place) => place.topic === topic);
      // Paused before the first fetch, so that nothing comes from the committed position.
      const resumes = own.map((place) => reader().pause(place));
      const offsets = await Promise.all(own.map(({ partition }) => folding.position(partition)));
      if (reader().assignment?.generation !== generation) return;
      own.forEach((place, index) => reader().seek(place, offsets[index] ?? 0n));
      resumes.forEach((resume) => resume());
    },
  };
}
