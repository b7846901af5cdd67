import { type Json, type RenderSealed, renderValue } from '@tessera/api-contracts';
import { ContractError, type EffectRecord, effects } from '@tessera/event-contracts';
import type { SubjectKeyTable } from '@tessera/projection';
import { isSealed, type Webhook } from '@tessera/promotion';
import type { Claimed, Deliveries, Result } from './deliveries/deliveries';
import { delayAfter } from './deliveries/schedule';
import type { DisabledEndpoints } from './endpoints/disabled-endpoints';
import { bodyOf } from './sending/body';
import { callOf } from './sending/call';
import type { Answer, Sender } from './sending/sender';

export interface DispatchParts {
  readonly deliveries: Pick<Deliveries, 'freeze' | 'postpone' | 'record'>;
  readonly endpoints: Pick<DisabledEndpoints, 'disable'>;
  readonly keys: Pick<SubjectKeyTable, 'opener'>;
  readonly sender: Pick<Sender, 'send'>;
  readonly masterKey: Uint8Array;
  /** From 0 to 1, for jitter. */
  readonly chance: () => number;
  readonly schedule?: readonly number[];
}

/** A key may come a little later than the effect that is sealed with it; then it is taken for erased. */
const KEY_GRACE_MS = 60_000;
const KEY_WAIT_MS = 1_000;

/** One try of one delivery, from its body to what came of it. */
export class Dispatch {
  constructor(private readonly parts: DispatchParts) {}

  /**
   * Tries a claimed delivery and records what came of it.
   * Rejects when `stop` ends it: nothing is recorded, and it is tried again, with the same id, when its lease is over.
   */
  async run(claimed: Claimed, webhook: Webhook, stop: AbortSignal): Promise<Result | undefined> {
    const began = Date.now();
    const answer = await this.answer(claimed, webhook, stop);
    if (!answer) return undefined;
    if (answer.kind === 'answered' && answer.status === GONE) await this.parts.endpoints.disable(webhook);
    const result = this.resultOf(answer, claimed.attempt, Date.now() - began);
    await this.parts.deliveries.record(claimed, result);
    return result;
  }

  /** Undefined: a key that the body needs is not here yet, and the delivery was put off. */
  private async answer(claimed: Claimed, webhook: Webhook, stop: AbortSignal): Promise<Answer | undefined> {
    const { sender, masterKey } = this.parts;
    try {
      const body = claimed.body ?? (await this.firstBody(claimed, webhook));
      if (body === undefined) return undefined;
      return await sender.send(callOf(webhook, claimed.id, body, new Date(), masterKey), stop);
    } catch (error) {
      // A secret or key that does not open: the master key is another, and may be put right before the next try.
      if (error instanceof ContractError) return { kind: 'unanswered', error: error.message };
      throw error;
    }
  }

  private async firstBody(claimed: Claimed, webhook: Webhook): Promise<string | undefined> {
    const record = effects.fromWire(claimed.effect);
    const { open, missing } = await this.opener(record);
    if (missing && claimed.ageMs < KEY_GRACE_MS) {
      await this.parts.deliveries.postpone(claimed, KEY_WAIT_MS);
      return undefined;
    }
    return this.parts.deliveries.freeze(claimed, bodyOf(webhook, record, open));
  }

  private async opener({ payload }: EffectRecord): Promise<{ open: RenderSealed; missing: boolean }> {
    const sealed = Object.entries(payload.effect.props).flatMap(([name, value]) =>
      isSealed(value) ? [{ name, value }] : [],
    );
    const openSealed = await this.parts.keys.opener(sealed.map(({ value }) => value.keyId));
    const open: RenderSealed = (value, name): Json | undefined => {
      const opened = openSealed(value, name);
      return opened === undefined || isSealed(opened) ? undefined : renderValue(opened);
    };
    return { open, missing: sealed.some(({ name, value }) => openSealed(value, name) === undefined) };
  }

  private resultOf(answer: Answer, attempt: number, durationMs: number): Result {
    const { chance, schedule } = this.parts;
    const status = answer.kind === 'answered' ? answer.status : null;
    const error = answer.kind === 'answered' ? null : answer.error;
    const end = endOf(answer);
    if (end) return { durationMs, status, error, becomes: end, retryInMs: 0 };
    const retryAfter = answer.kind === 'answered' ? answer.retryAfterMs : undefined;
    const delay = delayAfter(attempt, retryAfter, chance(), schedule);
    return { durationMs, status, error, becomes: delay === undefined ? 'failed' : 'waiting', retryInMs: delay ?? 0 };
  }
}

const GONE = 410;

/** What ends a delivery at once; undefined: it may be tried again. A redirect is no success: nobody follows it. */
function endOf(answer: Answer): Result['becomes'] | undefined {
  if (answer.kind === 'blocked') return 'blocked';
  if (answer.kind === 'unanswered') return undefined;
  if (answer.status >= 200 && answer.status < 300) return 'delivered';
  return answer.status === GONE ? 'gone' : undefined;
}
