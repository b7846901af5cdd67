import { Controller, Get, Param, Query, UseGuards, UseInterceptors } from '@nestjs/common';
import type { Json } from '@tessera/api-contracts';
import { ReadOwnWrites } from '@tessera/projection';
import { ServiceGuard } from '@tessera/service-kit';
import { Explanations } from './explanations';

@Controller('internal/applications/:app/events/:event/explanation')
@UseGuards(ServiceGuard)
@UseInterceptors(ReadOwnWrites)
export class ExplanationController {
  constructor(private readonly explanations: Explanations) {}

  /** `campaigns` are ids with commas between; left out: all that ran. */
  @Get()
  explain(
    @Param('app') application: string,
    @Param('event') event: string,
    @Query('campaigns') campaigns?: string,
  ): Promise<Json> {
    const only = campaigns === undefined ? null : new Set(campaigns.split(',').map(BigInt));
    return this.explanations.of(BigInt(application), BigInt(event), only);
  }
}
