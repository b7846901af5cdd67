import Cluster from 'kafkajs/src/cluster';

/** kafkajs's number for the coordinator of a transactional id; that of a group is 0. */
const TRANSACTION = 1;
/** Long enough for the requests of some transactions, short enough not to matter where a coordinator moves. */
const KEPT_MS = 1_000;

interface Known {
  readonly answer: Promise<unknown>;
  readonly until: number;
}

/** What the clients of transactional producers know; others, such as consumers that join, always ask. */
const clients = new WeakMap<object, Map<string, Known>>();
const { prototype } = Cluster;
const ask = prototype.findGroupCoordinatorMetadata;

/**
 * trap 26: kafkajs asks who coordinates before each request of a transaction: four questions beside five requests (measured: a
 * fifth of all that the broker of a cluster is asked). From here on a transactional producer asks once a second.
 */
export function rememberCoordinators(): void {
  prototype.findGroupCoordinatorMetadata = function (question) {
    const { groupId, coordinatorType } = question;
    const known = knownTo(this, coordinatorType);
    const key = `${coordinatorType} ${groupId}`;
    const found = known?.get(key);
    if (found && found.until > Date.now()) return found.answer;
    const answer = ask.call(this, question);
    known?.set(key, { answer, until: Date.now() + KEPT_MS });
    answer.catch(() => known?.delete(key));
    return answer;
  };
}

function knownTo(client: object, coordinatorType: number): Map<string, Known> | undefined {
  if (coordinatorType === TRANSACTION && !clients.has(client)) clients.set(client, new Map());
  return clients.get(client);
}
