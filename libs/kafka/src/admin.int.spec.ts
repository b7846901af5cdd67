import { topics as catalogue } from '@tessera/event-contracts';
import { deleteTopics, services, uniqueName } from '@tessera/testing';
import { createTopics, TopicsUnfit, verifyTopics } from './admin';
import { connect, withAdmin } from './connect';

const name = uniqueName();
const layout = { partitions: 3, replicationFactor: 1 };
const settings = (prefix: string) => ({
  brokers: services().brokers,
  clientId: name,
  topicPrefix: `${name}.${prefix}.`,
});
const topic = (over: object = {}) => ({ name: 'a.v1', partitions: 'shared' as const, config: {}, ...over });

describe('topics', () => {
  afterAll(() => deleteTopics(name));

  it('are created as the catalogue says, once', async () => {
    const here = settings('all');
    await expect(createTopics(here, catalogue, layout)).resolves.toEqual([]);
    await expect(createTopics(here, catalogue, layout)).resolves.toEqual([]);
    const names = catalogue.map((t) => here.topicPrefix + t.name);
    const { topics } = await withAdmin(connect(here), (admin) => admin.fetchTopicMetadata({ topics: names }));
    const partitions = Object.fromEntries(topics.map((t) => [t.name.slice(here.topicPrefix.length), t.partitions.length])); // prettier-ignore
    expect(partitions).toMatchObject({ 'integration.events.v1': 3, 'decisions.v1': 3, 'catalog.events.v1': 1 });
  });

  it('another number of partitions is fatal', async () => {
    const here = settings('partitions');
    await createTopics(here, [topic()], layout);
    const other = createTopics(here, [topic()], { ...layout, partitions: 4 });
    await expect(other).rejects.toThrow('a.v1: partitions is 3, must be 4');
    await expect(other).rejects.toBeInstanceOf(TopicsUnfit);
  });

  it('another setting is told', async () => {
    const here = settings('config');
    await createTopics(here, [topic({ config: { 'retention.ms': '1000' } })], layout);
    const wanted = [topic({ config: { 'retention.ms': '2000' } })];
    await expect(createTopics(here, wanted, layout)).resolves.toEqual([
      { topic: 'a.v1', what: 'retention.ms', expected: '2000', actual: '1000', fatal: false },
    ]);
  });

  it('a missing topic is fatal', async () => {
    await expect(verifyTopics(settings('missing'), [topic()], layout)).resolves.toEqual([
      { topic: 'a.v1', what: 'exists', expected: 'true', actual: 'false', fatal: true },
    ]);
  });
});
