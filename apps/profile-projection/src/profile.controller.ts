import { Controller, Get, Param, Query, UseGuards, UseInterceptors } from '@nestjs/common';
import type { Json } from '@tessera/api-contracts';
import { type Listed, ReadOwnWrites } from '@tessera/projection';
import { ApiError, CallingService, type ServiceClaims, ServiceGuard } from '@tessera/service-kit';
import { type ProfileFilter, ProfileQueries } from './profile.queries';

/** Profiles belong to the account, activity to an application: the token must name the application that is asked about. */
function applicationOf(asked: string | undefined, claims: ServiceClaims): string | null {
  if (asked === undefined || asked === claims.application) return asked ?? null;
  throw ApiError.notFound('application.not_found', 'There is no such application');
}

@Controller('internal/customer_profiles')
@UseGuards(ServiceGuard)
@UseInterceptors(ReadOwnWrites)
export class ProfileController {
  constructor(private readonly queries: ProfileQueries) {}

  @Get()
  list(
    @Query() filter: ProfileFilter,
    @Query('application') application: string | undefined,
    @CallingService() claims: ServiceClaims,
  ): Promise<Listed<Json>> {
    return this.queries.list(applicationOf(application, claims), filter);
  }

  @Get(':integrationId')
  one(
    @Param('integrationId') id: string,
    @Query('application') application: string | undefined,
    @CallingService() claims: ServiceClaims,
  ): Promise<Json> {
    return this.queries.one(applicationOf(application, claims), id);
  }
}
