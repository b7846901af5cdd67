import { rowKey } from '@tessera/promotion';
import { CommitUnknown } from '../errors';
import { type Lane, LANES } from '../lane';
import { MemoryDatabase } from './memory-database';
import { Chance } from './chance';
import { type Seen, unfinished, violation, wrongTotal } from './invariants';
import { type Ports, PROTOCOL } from './mutants';
import { COUPON_LIMIT, Process } from './process';
import { type Machine, Scheduler } from './scheduler';
import { SimulatedBroker } from './simulated-broker';
import type { Delivery } from './simulated-log';
import { toyCoupon, toyRequest } from './toy-core';
import { TOY_TOPICS, toyRecord } from './toy-wire';

const PARTITIONS = 2;
const PROCESSES = 3;
/** Two, so that the counter of a profile is not guarded by the lock of a coupon that everybody takes. */
const COUPONS = ['C', 'D'];
const PROFILES = 16;
const HEALED_STEPS = 20_000;
const NOBODY = -1;

/** How likely each fault is in one step; a seed draws its own mixture. */
interface Faults {
  readonly request: number;
  readonly database: number;
  readonly crash: number;
  readonly pause: number;
  readonly rebalance: number;
}

/**
 * Two partitions, three evaluators, two coupons with limits, and everything that can go wrong, drawn from one seed:
 * crashes, pauses, rebalances that leave zombies, commits whose answer is lost, requests that are lost or come late.
 */
export class Simulation {
  private readonly chance: Chance;
  private readonly scheduler: Scheduler;
  private readonly broker = new SimulatedBroker();
  private readonly database = new MemoryDatabase();
  private readonly processes: Process[];
  private readonly owners: number[] = [];
  private readonly seen: Seen;
  private later: (() => void)[] = [];
  private faults: Faults;
  private sent = 0;

  constructor(
    private readonly seed: number,
    private readonly ports: Ports = PROTOCOL,
  ) {
    this.chance = new Chance(seed);
    this.scheduler = new Scheduler(this.chance);
    this.faults = this.drawFaults();
    this.seen = { broker: this.broker, database: this.database, partitions: PARTITIONS, couponLimit: COUPON_LIMIT };
    COUPONS.forEach((code) => this.create(code));
    this.processes = Array.from({ length: PROCESSES }, () => this.newProcess());
    for (let partition = 0; partition < PARTITIONS; partition++) this.deal(partition);
  }

  private create(code: string): void {
    const row = { kind: 'coupon', application: 1n, canonical: code } as const;
    this.database.states.set(rowKey(row), { kind: 'coupon', row, value: toyCoupon(code), version: 1n });
  }

  /** @returns what went wrong, with the seed that repeats it; null: nothing */
  async run(steps: number): Promise<string | null> {
    const wrong = (await this.suffer(steps)) ?? (await this.heal());
    this.processes.forEach(({ machine }) => (machine.dead = true));
    return wrong === null ? null : `seed ${this.seed}: ${wrong}`;
  }

  private async suffer(steps: number): Promise<string | null> {
    for (let step = 0; step < steps; step++) {
      this.disturb();
      await this.scheduler.runOne();
      const wrong = step % 8 === 0 ? violation(this.seen) : null;
      if (wrong) return `${wrong} (step ${step})`;
    }
    return violation(this.seen);
  }

  /** No more faults: everything must come to an end, and the sums must be right. */
  private async heal(): Promise<string | null> {
    this.faults = { request: 0, database: 0, crash: 0, pause: 0, rebalance: 0 };
    this.later.splice(0).forEach((act) => act());
    this.processes.forEach(({ machine }) => (machine.paused = false));
    for (let partition = 0; partition < PARTITIONS; partition++) this.settle(partition);
    for (let step = 0; step < HEALED_STEPS; step++) {
      if (!unfinished(this.seen)) return violation(this.seen) ?? wrongTotal(this.seen, COUPONS);
      this.fetch();
      await this.scheduler.runOne();
    }
    return `liveness: ${unfinished(this.seen)}`;
  }

  private disturb(): void {
    const { chance, faults } = this;
    if (chance.happens(0.15)) this.send();
    if (chance.happens(0.3)) this.fetch();
    if (chance.happens(0.05)) this.takeHold();
    if (chance.happens(faults.rebalance)) this.deal(chance.below(PARTITIONS));
    if (chance.happens(0.02)) this.learn();
    if (chance.happens(faults.crash)) this.crash(chance.below(PROCESSES));
    if (chance.happens(faults.pause)) this.pause(chance.below(PROCESSES));
    if (chance.happens(0.01)) this.processes.forEach(({ machine }) => (machine.paused = false));
  }

  private send(): void {
    const { chance } = this;
    const again = this.sent > 0 && chance.happens(0.05);
    const id = again ? chance.below(this.sent) : this.sent++;
    const profile = `p${chance.below(PROFILES)}`;
    // The same id may come by either partition and either lane, as a client may send it to anyone.
    const lane = chance.happens(0.3) ? 'bulk' : 'live';
    const request = toyRequest(`s${id}`, profile, COUPONS[chance.below(COUPONS.length)] ?? '');
    this.broker.append({
      ...toyRecord(TOY_TOPICS[lane], chance.below(PARTITIONS), `r${id}`, request),
      timestamp: this.scheduler.now,
    });
  }

  /** A consumer gets some records of what it believes to own. */
  private fetch(): void {
    const index = this.chance.below(PROCESSES);
    const process = this.processes[index];
    if (!process || process.machine.paused) return;
    for (const [partition, cursor] of process.cursors)
      for (const lane of LANES) {
        const most = 1 + this.chance.below(6);
        const records = this.broker.readCommitted(TOY_TOPICS[lane], partition, cursor[lane]).slice(0, most);
        const heartbeat = (): Promise<void> => this.heartbeat(index, partition);
        if (records.length > 0) process.offer(partition, { lane, records, heartbeat, pause: () => () => undefined });
      }
  }

  /** A member that lost the partition is told so mostly, not always: it may not know yet. */
  private async heartbeat(index: number, partition: number): Promise<void> {
    await this.scheduler.step(this.processes[index]?.machine ?? { paused: false, dead: true });
    if (this.owners[partition] !== index && this.chance.happens(0.7)) throw new Error('not a member');
  }

  /** The group gives a partition to some process; whoever had it may go on for a while. */
  private deal(partition: number): void {
    const running = this.processes.flatMap(({ machine }, index) => (machine.paused ? [] : index));
    const index = this.chance.pick(running);
    if (index === undefined || index === this.owners[partition]) return;
    this.owners[partition] = index;
    this.processes[index]?.assign(partition, this.committed(partition));
  }

  private settle(partition: number): void {
    if (!this.processes[this.owners[partition] ?? NOBODY]) this.owners[partition] = 0;
    this.processes.forEach((process, index) => {
      if (index === this.owners[partition]) process.assign(partition, this.committed(partition));
      else process.revoke(partition);
    });
  }

  private learn(): void {
    this.processes.forEach((process, index) => {
      if (process.machine.paused) return;
      for (const partition of [...process.cursors.keys()])
        if (this.owners[partition] !== index) process.revoke(partition);
    });
  }

  private committed(partition: number): Record<Lane, bigint> {
    const of = (lane: Lane): bigint => this.broker.committed(TOY_TOPICS[lane], partition) ?? 0n;
    return { live: of('live'), bulk: of('bulk') };
  }

  private crash(index: number): void {
    const process = this.processes[index];
    if (!process) return;
    process.machine.dead = true;
    this.later.push(() => process.store.disconnect());
    this.processes[index] = this.newProcess();
    this.owners.forEach((owner, partition) => {
      if (owner !== index) return;
      this.owners[partition] = NOBODY;
      this.deal(partition);
    });
  }

  private pause(index: number): void {
    const process = this.processes[index];
    if (!process || process.machine.paused) return;
    process.machine.paused = true;
    // What the database does to an idle transaction; the process notices when it goes on.
    if (this.chance.happens(0.5)) this.later.push(() => process.store.disconnect());
    this.owners.forEach((owner, partition) => {
      if (owner === index) this.deal(partition);
    });
  }

  /** Something that was on its way arrives. */
  private takeHold(): void {
    const index = this.chance.below(this.later.length);
    this.later.splice(index, 1).forEach((act) => act());
  }

  private newProcess(): Process {
    const machine: Machine = { paused: false, dead: false };
    const { scheduler, chance, database, broker, ports } = this;
    const { absentRowsCannotBeLocked } = ports;
    const network = { deliver: () => this.deliver(machine), delay: (request: () => void) => this.delay(request) };
    const gate = (step: string): Promise<void> => this.gate(machine, step);
    const store = new ports.Store(database, { gate, absentRowsCannotBeLocked });
    return new Process({
      machine,
      log: new ports.Log(broker, network),
      store,
      scheduler,
      chance,
      partitions: PARTITIONS,
    });
  }

  private async deliver(machine: Machine): Promise<Delivery> {
    await this.scheduler.step(machine);
    if (!this.chance.happens(this.faults.request)) return 'served';
    return this.chance.pick<Delivery>(['lost-before', 'lost-after', 'late']) ?? 'served';
  }

  private delay(request: () => void): void {
    this.later.push(() => {
      try {
        request();
      } catch {
        // The broker refuses it; nobody waits for the answer any more.
      }
    });
  }

  private async gate(machine: Machine, step: string): Promise<void> {
    await this.scheduler.step(machine);
    if (step === 'rollback' || !this.chance.happens(this.faults.database)) return;
    throw step.startsWith('commit') ? new CommitUnknown('no answer to COMMIT') : new Error('connection lost');
  }

  private drawFaults(): Faults {
    const some = (most: number): number => (this.chance.happens(0.3) ? 0 : this.chance.next() * most);
    return { request: some(0.1), database: some(0.03), crash: some(0.01), pause: some(0.01), rebalance: some(0.02) };
  }
}
