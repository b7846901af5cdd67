import type { CatalogRecord } from '@tessera/event-contracts';
import { webhook } from '../testing.fixture';
import { applyWebhook, type Webhooks } from './webhooks';

const record = (payload: CatalogRecord['payload']): CatalogRecord => ({
  ...{ id: '1', src: '', seq: 1n, requestId: '', application: 0n, at: 0n, recordedAt: 0n, catalogVersion: 1n },
  ...{ currency: '', actor: { userId: 1n, requestId: '' }, payload },
});

describe('the webhooks of the catalog', () => {
  const held: Webhooks = new Map([[7n, webhook()]]);

  it('have what was saved last', () => {
    const saved = webhook({ title: 'New' });
    expect(applyWebhook(held, record({ kind: 'WebhookSaved', entity: saved })).get(7n)).toBe(saved);
    expect(held.get(7n)?.title).toBe('CRM');
  });

  it('lack what was deleted', () => {
    expect(applyWebhook(held, record({ kind: 'WebhookDeleted', id: 7n })).size).toBe(0);
  });

  it('do not change with anything else', () => {
    expect(applyWebhook(held, record({ kind: 'CampaignDeleted', application: 1n, id: 7n }))).toBe(held);
  });
});
