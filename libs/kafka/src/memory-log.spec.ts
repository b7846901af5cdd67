import { logContract } from './testing/log-contract';
import { MemoryBroker } from './memory-broker';
import { MemoryLog } from './memory-log';

logContract('the log in memory', () => {
  const broker = new MemoryBroker();
  let names = 0;
  return Promise.resolve({
    client: (atStep) => new MemoryLog(atStep ? { broker, atStep } : { broker }),
    topics: { input: 'input', output: 'output' },
    name: () => `name-${names++}`,
    read: (topic, partition) => Promise.resolve(broker.read(topic, partition)),
  });
});

it('keeps the positions of groups apart', async () => {
  const broker = new MemoryBroker();
  const publisher = await new MemoryLog({ broker, groupId: 'one' }).fence('name');
  const record = { topic: 'output', partition: 0, key: null, value: null, timestamp: 0n, headers: {} };
  await publisher.publish([record], [{ topic: 'input', partition: 0, offset: 4n }]);
  await expect(new MemoryLog({ broker, groupId: 'one' }).committed('input', 0)).resolves.toBe(4n);
  await expect(new MemoryLog({ broker, groupId: 'two' }).committed('input', 0)).resolves.toBeNull();
});

it('a zombie that is held up inside its transaction does not end that of the new holder', async () => {
  const broker = new MemoryBroker();
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const record = (value: string) => ({
    topic: 'output',
    partition: 0,
    key: null,
    value: Buffer.from(value),
    timestamp: 0n,
    headers: {},
  });
  const zombie = await new MemoryLog({ broker, atStep: () => held }).fence('name');
  const late = zombie.publish([record('zombie')], []);
  const holder = await new MemoryLog({ broker }).fence('name');
  release();
  await expect(late).rejects.toThrow('taken over');
  await holder.publish([record('holder')], []);
  expect(broker.read('output', 0).map(({ value }) => Buffer.from(value!).toString())).toEqual(['holder']);
});
