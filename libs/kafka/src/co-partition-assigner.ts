import { AssignerProtocol, type PartitionAssigner } from 'kafkajs';

const NAME = 'co-partition';
const VERSION = 0;

export interface Member {
  readonly id: string;
  /** The partition numbers that it holds now, by its own account. */
  readonly held: readonly number[];
}

/**
 * Shares partition numbers out: each to one member, no member has two more than another, and a member keeps what it holds as
 * far as that allows. Depends on the sets only, not on their order.
 */
export function shareOut(partitions: readonly number[], members: readonly Member[]): Map<string, number[]> {
  const sorted = [...members].sort((a, b) => (a.id < b.id ? -1 : 1));
  const shares = new Map(sorted.map(({ id }) => [id, [] as number[]]));
  const free = new Set([...partitions].sort((a, b) => a - b));
  const least = Math.floor(free.size / sorted.length);
  let larger = free.size % sorted.length;
  for (const { id, held } of byClaim(sorted, free)) {
    const kept = claim(held, free).sort((a, b) => a - b);
    const quota = kept.length > least && larger > 0 ? least + 1 : least;
    if (quota > least) larger--;
    for (const partition of kept.slice(0, quota)) take(partition, free, shares.get(id));
  }
  for (const partition of free) take(partition, free, smallest(shares));
  return shares;
}

/** Who holds most comes first, so that the larger shares stay where they are. */
function byClaim(members: readonly Member[], free: ReadonlySet<number>): Member[] {
  return [...members].sort((a, b) => claim(b.held, free).length - claim(a.held, free).length);
}

/** A member's account may be wrong: of what it names, once each, only what is still to be had. */
const claim = (held: readonly number[], free: ReadonlySet<number>): number[] =>
  [...new Set(held)].filter((partition) => free.has(partition));

function take(partition: number, free: Set<number>, share: number[] | undefined): void {
  free.delete(partition);
  share?.push(partition);
}

function smallest(shares: ReadonlyMap<string, number[]>): number[] | undefined {
  return [...shares.values()].reduce((a, b) => (b.length < a.length ? b : a));
}

/** The assignment per topic: partition p of every topic that has it goes to the owner of p. */
export function assignTopics(
  topics: ReadonlyMap<string, readonly number[]>,
  members: readonly Member[],
): Map<string, Record<string, number[]>> {
  const numbers = [...new Set([...topics.values()].flat())];
  const shares = shareOut(numbers, members);
  const owned = (share: readonly number[]) =>
    Object.fromEntries([...topics].map(([topic, has]) => [topic, share.filter((p) => has.includes(p))]));
  return new Map([...shares].map(([id, share]) => [id, owned(share)]));
}

/**
 * trap 13: kafkajs has only a round-robin assigner, which would give the two lanes of one partition to two evaluators. This
 * one owns partition p of all subscribed topics as one unit.
 * @param held what this member holds now
 */
export function coPartitionAssigner(held: () => readonly number[]): PartitionAssigner {
  return ({ cluster }) => ({
    name: NAME,
    version: VERSION,
    protocol: ({ topics }) => ({
      name: NAME,
      metadata: AssignerProtocol.MemberMetadata.encode({ version: VERSION, topics, userData: toUserData(held()) }),
    }),
    assign: ({ members, topics }) => {
      const partitions = (topic: string) => cluster.findTopicPartitionMetadata(topic).map((p) => p.partitionId);
      const known = members.map(({ memberId, memberMetadata }) => ({
        id: memberId,
        held: fromMetadata(memberMetadata),
      }));
      const assigned = assignTopics(new Map(topics.map((topic) => [topic, partitions(topic)])), known);
      return Promise.resolve([...assigned].map(([memberId, assignment]) => toAssignment(memberId, assignment)));
    },
  });
}

function toAssignment(memberId: string, assignment: Record<string, number[]>) {
  const memberAssignment = { version: VERSION, assignment, userData: Buffer.alloc(0) };
  return { memberId, memberAssignment: AssignerProtocol.MemberAssignment.encode(memberAssignment) };
}

const toUserData = (held: readonly number[]): Buffer => Buffer.from(JSON.stringify(held));

function fromMetadata(metadata: Buffer): number[] {
  const { userData } = AssignerProtocol.MemberMetadata.decode(metadata) ?? {};
  return userData && userData.length > 0 ? (JSON.parse(userData.toString()) as number[]) : [];
}
