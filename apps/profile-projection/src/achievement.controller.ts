import { Controller, Get, Param, UseGuards, UseInterceptors } from '@nestjs/common';
import type { Json } from '@tessera/api-contracts';
import { ReadOwnWrites } from '@tessera/projection';
import { ServiceGuard } from '@tessera/service-kit';
import { DataSource } from 'typeorm';

interface Progress {
  readonly achievement: string;
  readonly trackers: Json;
}

@Controller('internal/applications/:app/customer_profiles')
@UseGuards(ServiceGuard)
@UseInterceptors(ReadOwnWrites)
export class AchievementController {
  constructor(private readonly dataSource: DataSource) {}

  /** How far a profile is with the achievements that it has begun: at most as many as the application has. */
  @Get(':integrationId/achievements')
  async list(@Param('app') application: string, @Param('integrationId') profile: string): Promise<Json> {
    const rows = await this.dataSource.query<Progress[]>(
      'SELECT achievement, trackers FROM achievement WHERE application = $1 AND profile_id = $2 ORDER BY achievement',
      [application, profile.normalize('NFC')],
    );
    return { data: rows.map(({ achievement, trackers }) => ({ achievementId: Number(achievement), trackers })) };
  }
}
