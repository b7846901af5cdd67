import type { WebhookActivation, WebhookLogEntry } from '@tessera/api-contracts';
import { z } from 'zod';

const attempt = z.object({
  number: z.int(),
  at: z.string(),
  durationMs: z.int().nullable(),
  status: z.int().nullable(),
  error: z.string().nullable(),
});

/** A call of a webhook as the dispatcher shows it. */
export const delivery = z.object({
  id: z.string(),
  requestId: z.string(),
  applicationId: z.int(),
  campaignId: z.int(),
  webhookId: z.int(),
  status: z.enum(['waiting', 'delivered', 'failed', 'blocked', 'gone']),
  created: z.string(),
  due: z.string().nullable(),
  attempts: z.array(attempt),
});
export type Delivery = z.infer<typeof delivery>;

export function showActivation(one: Delivery): WebhookActivation {
  const { requestId, webhookId, applicationId, campaignId, created } = one;
  return { integrationRequestUuid: requestId, webhookId, applicationId, campaignId, created: instant(created) };
}

/** @param urls of today's webhooks */
export function showCall(one: Delivery, urls: ReadonlyMap<number, string>): WebhookLogEntry {
  const { id, requestId, webhookId, applicationId, campaignId, created, due, attempts, status } = one;
  const last = attempts.at(-1);
  return {
    ...{ id, integrationRequestUuid: requestId, webhookId, applicationId, campaignId },
    ...{ url: urls.get(webhookId) ?? '', request: '', response: '' },
    ...(last && last.status !== null && { status: last.status }),
    requestTime: instant(last?.at ?? created),
    ...(last && last.durationMs !== null && { responseTime: instant(last.at, last.durationMs) }),
    state: status,
    ...(due !== null && { due: instant(due) }),
    attempts: attempts.map(showAttempt),
  };
}

function showAttempt({ number, at, durationMs, status, error }: Delivery['attempts'][number]) {
  return {
    ...{ number, at: instant(at) },
    ...(durationMs !== null && { durationMs }),
    ...(status !== null && { status }),
    ...(error !== null && { error }),
  };
}

/** PostgreSQL's JSON has instants with microseconds and an offset. */
function instant(text: string, laterMs = 0): string {
  return new Date(Date.parse(text) + laterMs).toISOString();
}
