import { Injectable } from '@nestjs/common';
import { Metrics } from '@tessera/service-kit';
import { Counter, Gauge } from 'prom-client';
import { type Result, Deliveries } from './deliveries/deliveries';

/** What an operator watches: what tries came to, and what waits. */
@Injectable()
export class WebhookMetrics {
  private readonly tries: Counter<'becomes'>;

  constructor({ registry }: Metrics, deliveries: Deliveries) {
    const registers = [registry];
    this.tries = new Counter({
      name: 'tessera_webhook_tries_total',
      help: 'Tries of webhook deliveries by what the delivery became',
      labelNames: ['becomes'] as const,
      registers,
    });
    const overdue = new Gauge({
      name: 'tessera_webhook_overdue_seconds',
      help: 'For how long the delivery that is due longest has been',
      registers,
    });
    new Gauge({
      name: 'tessera_webhook_deliveries_waiting',
      help: 'Deliveries that are not finished',
      registers,
      async collect() {
        const { waiting, overdueMs } = await deliveries.backlog();
        this.set(waiting);
        overdue.set(overdueMs / 1000);
      },
    });
  }

  tried(result: Result | undefined): Result | undefined {
    if (result) this.tries.inc({ becomes: result.becomes });
    return result;
  }
}
