import { Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query, UseGuards } from '@nestjs/common';
import type { Json } from '@tessera/api-contracts';
import type { Listed, ListQuery } from '@tessera/projection';
import { ApiError, ServiceGuard } from '@tessera/service-kit';
import { Dispatcher } from '../dispatcher';
import { Deliveries } from './deliveries';
import { DeliveryQueries } from './delivery.queries';

@Controller('internal/webhook_deliveries')
@UseGuards(ServiceGuard)
export class DeliveryController {
  constructor(
    private readonly queries: DeliveryQueries,
    private readonly deliveries: Deliveries,
    private readonly dispatcher: Dispatcher,
  ) {}

  @Get()
  list(@Query() query: ListQuery): Promise<Listed<Json>> {
    return this.queries.list(query);
  }

  @Post(':id/retry')
  @HttpCode(200)
  async retry(@Param('id', ParseUUIDPipe) id: string): Promise<{ id: string }> {
    const before = await this.deliveries.retry(id);
    if (before === undefined) throw ApiError.notFound('webhook.call', 'There is no such call');
    if (before === 'waiting' || before === 'delivered') throw notEnded(before);
    this.dispatcher.wake();
    return { id };
  }
}

function notEnded(status: 'waiting' | 'delivered'): ApiError {
  const details = status === 'waiting' ? 'It is going to be tried by itself' : 'It was delivered';
  return ApiError.conflict('webhook.not_failed', 'Only a call that has failed is tried again', details);
}
