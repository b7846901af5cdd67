import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { Allow } from '../auth/access';
import type { Actor } from '../auth/actor';
import { CurrentActor } from '../auth/actor';
import { findCampaign, type Place } from '../campaigns/find-campaign';
import { InCampaign } from '../campaigns/in-campaign';
import { IdPipe } from '../lists/id.pipe';
import { ListQueryDto } from '../lists/list.dto';
import { Pages } from '../lists/pages';
import { AchievementDto, AchievementPageDto, NewAchievementDto, UpdateAchievementDto } from './achievement.dto';
import { AchievementEntity } from './achievement.entity';
import { showAchievement } from './achievement.wire';
import { Achievements, findAchievement } from './achievements.service';

@ApiTags('achievements')
@Controller('v1/applications/:applicationId/campaigns/:campaignId/achievements')
export class AchievementsController {
  constructor(
    private readonly achievements: Achievements,
    private readonly dataSource: DataSource,
    private readonly pages: Pages,
  ) {}

  @Post()
  @HttpCode(201)
  @Allow('editor')
  @ApiCreatedResponse({ type: AchievementDto })
  async create(
    @CurrentActor() actor: Actor,
    @InCampaign() place: Place,
    @Body() body: NewAchievementDto,
  ): Promise<AchievementDto> {
    return showAchievement(await this.achievements.create(actor, place, body));
  }

  @Get()
  @Allow('viewer')
  @ApiOkResponse({ type: AchievementPageDto })
  async list(
    @InCampaign() { applicationId, campaignId }: Place,
    @Query() query: ListQueryDto,
  ): Promise<AchievementPageDto> {
    await findCampaign(this.dataSource.manager, applicationId, campaignId);
    return this.pages.read({
      list: `campaigns/${campaignId}/achievements`,
      ...{ entity: AchievementEntity, query, show: showAchievement },
      where: (rows) => rows.where('row.campaign_id = :campaignId', { campaignId: campaignId.toString() }),
    });
  }

  @Get(':achievementId')
  @Allow('viewer')
  @ApiOkResponse({ type: AchievementDto })
  async get(@InCampaign() place: Place, @Param('achievementId', IdPipe) id: bigint): Promise<AchievementDto> {
    return showAchievement(await findAchievement(this.dataSource.manager, place, id));
  }

  @Put(':achievementId')
  @Allow('editor')
  @ApiOkResponse({ type: AchievementDto })
  async update(
    @CurrentActor() actor: Actor,
    @InCampaign() place: Place,
    @Param('achievementId', IdPipe) id: bigint,
    @Body() body: UpdateAchievementDto,
  ): Promise<AchievementDto> {
    return showAchievement(await this.achievements.update(actor, place, id, body));
  }

  /** 409 where rules name it, with each of their rulesets. */
  @Delete(':achievementId')
  @HttpCode(204)
  @Allow('editor')
  @ApiNoContentResponse()
  async delete(
    @CurrentActor() actor: Actor,
    @InCampaign() place: Place,
    @Param('achievementId', IdPipe) id: bigint,
  ): Promise<void> {
    await this.achievements.delete(actor, place, id);
  }
}
