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
import { NewRulesetDto, RulesetDto, RulesetPageDto } from './ruleset.dto';
import { RulesetEntity } from './ruleset.entity';
import { showRuleset } from './ruleset.wire';
import { currentRuleset, Rulesets } from './rulesets.service';

@ApiTags('rulesets')
@Controller('v1/applications/:applicationId/campaigns/:campaignId/rulesets')
export class RulesetsController {
  constructor(
    private readonly rulesets: Rulesets,
    private readonly dataSource: DataSource,
    private readonly pages: Pages,
  ) {}

  @Post()
  @HttpCode(201)
  @Allow('editor')
  @ApiCreatedResponse({ type: RulesetDto })
  async create(
    @CurrentActor() actor: Actor,
    @InCampaign() place: Place,
    @Body() body: NewRulesetDto,
  ): Promise<RulesetDto> {
    const { row, version, active } = await this.rulesets.create(actor, place, body);
    return showRuleset(row, version, active);
  }

  @Get()
  @Allow('viewer')
  @ApiOkResponse({ type: RulesetPageDto })
  async list(
    @InCampaign() { applicationId, campaignId }: Place,
    @Query() query: ListQueryDto,
  ): Promise<RulesetPageDto> {
    const { manager } = this.dataSource;
    const place = await findCampaign(manager, applicationId, campaignId);
    const page = await this.pages.read({
      list: `rulesets/${campaignId}`,
      entity: RulesetEntity,
      query,
      where: (rows) => rows.andWhere({ campaignId }),
      show: ({ id }) => id,
    });
    const rulesets = await Promise.all(page.data.map((id) => currentRuleset(manager, place, id)));
    return { ...page, data: rulesets.map(({ row, version, active }) => showRuleset(row, version, active)) };
  }

  @Get(':rulesetId')
  @Allow('viewer')
  @ApiOkResponse({ type: RulesetDto })
  async get(
    @InCampaign() { applicationId, campaignId }: Place,
    @Param('rulesetId', IdPipe) id: bigint,
  ): Promise<RulesetDto> {
    const { manager } = this.dataSource;
    const place = await findCampaign(manager, applicationId, campaignId);
    const { row, version, active } = await currentRuleset(manager, place, id);
    return showRuleset(row, version, active);
  }

  @Put(':rulesetId')
  @Allow('editor')
  @ApiOkResponse({ type: RulesetDto })
  async update(
    @CurrentActor() actor: Actor,
    @InCampaign() place: Place,
    @Param('rulesetId', IdPipe) id: bigint,
    @Body() body: NewRulesetDto,
  ): Promise<RulesetDto> {
    const { row, version, active } = await this.rulesets.update(actor, place, id, body);
    return showRuleset(row, version, active);
  }

  @Delete(':rulesetId')
  @HttpCode(204)
  @Allow('editor')
  @ApiNoContentResponse()
  async delete(
    @CurrentActor() actor: Actor,
    @InCampaign() place: Place,
    @Param('rulesetId', IdPipe) id: bigint,
  ): Promise<void> {
    await this.rulesets.delete(actor, place, id);
  }
}
