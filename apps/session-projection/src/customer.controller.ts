import { Controller, Get, Param, Query, UseGuards, UseInterceptors } from '@nestjs/common';
import { type Listed, ReadOwnWrites } from '@tessera/projection';
import { ServiceGuard } from '@tessera/service-kit';
import { type CustomerFilter, type CustomerOrders, CustomerQueries } from './customer.queries';

@Controller('internal/applications/:app/customers')
@UseGuards(ServiceGuard)
@UseInterceptors(ReadOwnWrites)
export class CustomerController {
  constructor(private readonly queries: CustomerQueries) {}

  @Get()
  list(@Param('app') application: string, @Query() filter: CustomerFilter): Promise<Listed<CustomerOrders>> {
    return this.queries.list(application, filter);
  }
}
