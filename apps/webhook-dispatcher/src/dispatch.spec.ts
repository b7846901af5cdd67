import { effects, newSubjectKey, profileSubject, seal, unseal } from '@tessera/event-contracts';
import type { Claimed, Result } from './deliveries/deliveries';
import { Dispatch, type DispatchParts } from './dispatch';
import type { Answer, Call } from './sending/sender';
import { claimed, MASTER_KEY, webhook, webhookEffect } from './testing.fixture';

const anna = newSubjectKey(profileSubject('anna'));
const personal = webhookEffect(1n, { params: seal({ kind: 'map', entries: { name: 'Anna' } }, anna, 'params') });
const template = webhook({ payload: '{"who": "${$name}"}' });
const never = new AbortController().signal;

/** A dispatch whose world is written down. */
class Scene {
  readonly calls: Call[] = [];
  readonly results: Result[] = [];
  readonly postponed: number[] = [];
  readonly disabled: bigint[] = [];
  readonly frozen: string[] = [];
  keys: readonly { keyId: string; key: Uint8Array }[] = [anna];

  constructor(private readonly answer: Answer | Error = { kind: 'answered', status: 200, retryAfterMs: undefined }) {}

  run(one: Partial<Claimed> = {}, record = webhookEffect(1n), of = template): Promise<Result | undefined> {
    return new Dispatch(this.parts).run(claimed(effects.toWire(record), one), of, never);
  }

  private readonly parts: DispatchParts = {
    masterKey: MASTER_KEY,
    chance: () => 0.5,
    keys: {
      opener: () =>
        Promise.resolve((sealed, name) => unseal(sealed, (id) => this.keys.find((k) => k.keyId === id)?.key, name)),
    },
    sender: {
      send: (call) => {
        this.calls.push(call);
        return this.answer instanceof Error ? Promise.reject(this.answer) : Promise.resolve(this.answer);
      },
    },
    endpoints: { disable: ({ id }) => Promise.resolve(void this.disabled.push(id)) },
    deliveries: {
      freeze: (_claimed, body) => Promise.resolve((this.frozen.push(body), body)),
      postpone: (_claimed, ms) => Promise.resolve(void this.postponed.push(ms)),
      record: (_claimed, result) => Promise.resolve((this.results.push(result), true)),
    },
  };
}

const answered = (status: number, retryAfterMs?: number): Answer => ({ kind: 'answered', status, retryAfterMs });

describe('what a try comes to', () => {
  it.each<[string, Answer, Partial<Result>]>([
    ['any 2xx delivers', answered(204), { becomes: 'delivered', status: 204 }],
    ['500 is tried again', answered(500), { becomes: 'waiting', status: 500, retryInMs: 5_000 }],
    ['a redirect is no success', answered(302), { becomes: 'waiting', status: 302 }],
    ['429 waits as asked', answered(429, 60_000), { becomes: 'waiting', retryInMs: 60_000 }],
    ['410 ends it', answered(410), { becomes: 'gone', status: 410 }],
    ['a blocked address ends it', { kind: 'blocked', error: 'private' }, { becomes: 'blocked', error: 'private' }],
    ['no answer is tried again', { kind: 'unanswered', error: 'late' }, { becomes: 'waiting', error: 'late' }],
  ])('%s', async (_, answer, expected) => {
    const scene = new Scene(answer);
    await scene.run();
    expect(scene.results).toEqual([expect.objectContaining(expected)]);
  });

  it('the tenth failure ends it', async () => {
    await expect(new Scene(answered(500)).run({ attempt: 10 })).resolves.toMatchObject({ becomes: 'failed' });
  });

  it('410 disables the endpoint, and only 410', async () => {
    const [gone, broken] = [new Scene(answered(410)), new Scene(answered(500))];
    await Promise.all([gone.run(), broken.run()]);
    expect([gone.disabled, broken.disabled]).toEqual([[7n], []]);
  });

  it('nothing is recorded when the stop of the service ends it', async () => {
    const scene = new Scene(new Error('stopped'));
    await expect(scene.run()).rejects.toThrow('stopped');
    expect(scene.results).toEqual([]);
  });
});

describe('the body', () => {
  it('is made by the first try and kept before it is sent', async () => {
    const scene = new Scene();
    await scene.run();
    expect(scene.frozen).toEqual(['{"who": "Anna"}']);
    expect(scene.calls[0]?.body).toBe('{"who": "Anna"}');
  });

  it('is sent again as it was, whatever the template says now', async () => {
    const scene = new Scene();
    await scene.run({ body: '{"who": "as before"}', attempt: 2 });
    expect(scene.frozen).toEqual([]);
    expect(scene.calls[0]?.body).toBe('{"who": "as before"}');
  });

  it('has personal values open', async () => {
    const scene = new Scene();
    await scene.run({}, personal);
    expect(scene.calls[0]?.body).toBe('{"who": "Anna"}');
  });

  it('waits a little for a key that may still come', async () => {
    const scene = new Scene();
    scene.keys = [];
    await expect(scene.run({ ageMs: 10 }, personal)).resolves.toBeUndefined();
    expect(scene.postponed).toEqual([1_000]);
    expect(scene.calls).toEqual([]);
  });

  it('lacks what an erased key sealed', async () => {
    const scene = new Scene();
    scene.keys = [];
    await scene.run({ ageMs: 61_000 }, personal);
    expect(scene.calls[0]?.body).toBe('{"who": ""}');
  });

  it('that does not open is a failure that is told', async () => {
    const scene = new Scene();
    scene.keys = [{ keyId: anna.keyId, key: new Uint8Array(32) }];
    await scene.run({}, personal);
    expect(scene.results).toEqual([
      expect.objectContaining({ becomes: 'waiting', error: expect.stringContaining('seal.broken') as string }),
    ]);
  });
});
