import { ContractError, decisions, deadLetters, effectId, effects, integrationReplies } from '@tessera/event-contracts';
import type { LogRecord, NewRecord } from '@tessera/kafka';
import type { Decision, Effect } from '@tessera/promotion';
import { Overflow, Unwritable } from '../errors';
import type { Inbound } from '../inbound';
import type { Judged } from '../judge';
import type { Seqs, SubjectKey } from '../ports';
import { sessionIdIn } from '../shown';
import { beside, envelopeOf } from './envelope';
import { readInbox } from './read-inbox';
import { readdressed, replyRecord, type ReplyRecord } from './reply';
import { Sealer } from './sealer';
import type { Answered, Wire, Writing, Written } from './wire';

/** Effects that become records of their own; the rest is in the reply and in the decision. */
const PUBLISHED = new Set(['committed', 'durable', 'rolledBack']);
const DEAD_LETTER_BYTES = 64 * 1024;
const DEAD_LETTER_KEY_BYTES = 4 * 1024;
/** Of one slice's records: what an outbox row and a transaction take without harm. */
const SLICE_BYTES = 16 * 1024 * 1024;

/** The wire of the cluster's topics: Avro in Confluent's frame, personal values sealed. */
export class AvroWire implements Wire {
  private readonly sealer: Sealer;

  /** @param partitions of the inbox topics */
  constructor(
    private readonly partitions: number,
    masterKey: Uint8Array,
  ) {
    this.sealer = new Sealer(masterKey);
  }

  read(record: LogRecord): Inbound {
    return readInbox(record, this.partitions);
  }

  subjectKeys(catalog: Writing['catalog'], answered: readonly Answered[]): readonly SubjectKey[] {
    return this.sealer.newKeys(catalog, answered);
  }

  /** @throws Unwritable naming the request whose decision no topic takes; Overflow where the slice is too large */
  write(writing: Writing): Written {
    const page = new Page(writing, this.sealer);
    for (const answered of writing.answered) page.add(answered);
    return page.written();
  }
}

/** Whose effect it is where the request is nobody's: the clock's. */
function recipientOf({ ruleId, props: { recipientIntegrationId, profileIntegrationId } }: Effect): string | null {
  const id = recipientIntegrationId ?? (ruleId === '' ? profileIntegrationId : undefined);
  return typeof id === 'string' ? id : null;
}

/** The records of one slice while they are written, with the sequences as they go on. */
class Page {
  private readonly records: NewRecord[] = [];
  private readonly replies: NewRecord[] = [];
  private readonly kept = new Map<bigint, Uint8Array>();
  private seqs: Seqs;
  private bytes = 0;

  constructor(
    private readonly writing: Writing,
    private readonly sealer: Sealer,
  ) {
    this.seqs = writing.seqs;
  }

  add(answered: Answered): void {
    try {
      this.addAll(answered);
    } catch (error) {
      if (error instanceof ContractError) throw new Unwritable(answered.inbound.record.offset, error.message);
      throw error;
    }
  }

  written(): Written {
    if (this.bytes > SLICE_BYTES && this.writing.answered.length > 1)
      throw new Overflow(`${this.bytes} bytes in one slice`);
    return { records: this.records, replies: this.replies, kept: this.kept, seqs: this.seqs };
  }

  private addAll(answered: Answered): void {
    const sealed = this.sealer.seal(this.writing.catalog, answered, this.writing.keys);
    this.addDecision(answered, sealed);
    const published = sealed.effects.filter(({ phase }) => PUBLISHED.has(phase));
    for (const effect of published) this.addEffect(answered, effect, published.length);
    if (answered.inbound.kind === 'undecodable') this.addDeadLetter(answered.inbound, answered);
    this.addReply(answered);
  }

  private addDecision(answered: Answered, payload: Decision): void {
    const { topic, partition, offset } = answered.inbound.record;
    const id = String(answered.position);
    const seq = this.next('decisions');
    const source = { topic, partition, offset };
    const value = decisions.toWire({ ...envelopeOf(this.writing.catalog, answered, id, seq), source, payload });
    this.publish(answered.inbound, decisions.name, id, 'Decision', value);
  }

  private addEffect(answered: Answered, effect: Effect, count: number): void {
    const { position, shown, decision, inbound } = answered;
    const id = effectId(position, effect.index);
    const session = sessionIdIn(decision.request);
    const profile = shown.session?.profileId || shown.profile?.integrationId || recipientOf(effect);
    const value = effects.toWire({
      ...envelopeOf(this.writing.catalog, answered, id, this.next('effects')),
      payload: { kind: 'EffectGiven', position, index: effect.index, count, session, profile, effect },
    });
    this.publish(inbound, effects.name, id, 'EffectGiven', value);
  }

  private addDeadLetter(inbound: Extract<Inbound, { kind: 'undecodable' }>, judged: Judged): void {
    const { record, code, details } = inbound;
    const { topic, partition, offset, key, value } = record;
    const id = String(judged.position);
    const bytes = deadLetters.toWire({
      ...envelopeOf(this.writing.catalog, judged, id, this.next('deadLetters')),
      payload: {
        kind: 'DeadLetter',
        ...{ topic, partition, offset, reason: code, details, size: value?.length ?? 0 },
        key: key && key.slice(0, DEAD_LETTER_KEY_BYTES),
        bytes: value && value.slice(0, DEAD_LETTER_BYTES),
      },
    });
    this.publish(inbound, deadLetters.name, id, 'DeadLetter', bytes);
  }

  private addReply(answered: Answered): void {
    const { inbound, position } = answered;
    const keySent = inbound.kind === 'received' && inbound.keySent;
    if (inbound.src === '' && !keySent) return;
    const reply = this.firstReply(answered) ?? replyRecord(this.writing, answered, this.seqs.decisions);
    const value = integrationReplies.toWire(reply);
    if (keySent && answered.first) this.kept.set(position, value);
    if (inbound.src === '') return;
    const headers = { id: String(position), type: 'Reply', value, timestamp: this.writing.now };
    this.replies.push({ ...beside(inbound, integrationReplies.name, headers), key: null });
  }

  /** A repeat is answered as the first was: from the database, or from earlier in this slice. */
  private firstReply({ inbound, repeats }: Answered): ReplyRecord | null {
    const bytes = repeats && (repeats.reply ?? this.kept.get(repeats.position));
    return bytes ? readdressed(integrationReplies.fromWire(bytes), inbound) : null;
  }

  private publish(inbound: Inbound, topic: string, id: string, type: string, value: Uint8Array): void {
    this.bytes += value.length;
    this.records.push(beside(inbound, topic, { id, type, value, timestamp: this.writing.now }));
  }

  private next(topic: keyof Seqs): bigint {
    this.seqs = { ...this.seqs, [topic]: this.seqs[topic] + 1n };
    return this.seqs[topic];
  }
}
