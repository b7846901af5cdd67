import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import type { Json } from '@tessera/api-contracts';
import type { Listed, ListQuery } from '@tessera/projection';
import { ServiceGuard } from '@tessera/service-kit';
import { DeliveryQueries } from './delivery.queries';

@Controller('internal/webhook_deliveries')
@UseGuards(ServiceGuard)
export class DeliveryController {
  constructor(private readonly queries: DeliveryQueries) {}

  @Get()
  list(@Query() query: ListQuery): Promise<Listed<Json>> {
    return this.queries.list(query);
  }
}
