import { Controller, Get, Param, Query, Res, UseGuards } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Clock } from '@tessera/service-kit';
import type { FastifyReply } from 'fastify';
import { AllowedTo, ApiKeyGuard } from '../auth/api-key.guard';
import { CalledBy, type Caller } from '../auth/caller';
import { Inventories, INVENTORY_PARTS } from '../reads/inventories';
import { STALE } from '../reads/due';
import { DescribesRead } from './describe';
import { CustomerInventory, InventoryQuery } from './dto';

@ApiTags('Customer profiles')
@Controller('v1/customer_profiles/:integrationId/inventory')
@UseGuards(ApiKeyGuard)
export class InventoryController {
  constructor(
    private readonly inventories: Inventories,
    private readonly clock: Clock,
  ) {}

  @Get()
  @AllowedTo(['integration', 'read'])
  @ApiOperation({ operationId: 'getCustomerInventory', summary: 'What a profile has: the parts that are asked for' })
  @ApiOkResponse({ type: CustomerInventory })
  @DescribesRead()
  async read(
    @Param('integrationId') id: string,
    @Query() query: InventoryQuery,
    @CalledBy() caller: Caller,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const parts = INVENTORY_PARTS.filter((part) => query[part] === 'true');
    const { parts: body, stale } = await this.inventories.of(caller, id, parts, this.clock.now());
    if (stale) void reply.header(STALE, 'true');
    await reply.send(body);
  }
}
