import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { findApplication } from '../applications/find-application';
import { Allow } from '../auth/access';
import type { Actor } from '../auth/actor';
import { CurrentActor } from '../auth/actor';
import { IdPipe } from '../lists/id.pipe';
import { userNames } from '../users/user-names';
import {
  EvaluationGroupDto,
  EvaluationGroupPageDto,
  EvaluationTreeDto,
  EvaluationTreeQueryDto,
  UpdateEvaluationGroupDto,
  UpdateEvaluationTreeDto,
} from './evaluation.dto';
import { groupsOf } from './evaluation-set';
import type { EvaluationTreeEntity } from './evaluation-tree.entity';
import { showGroup, showTree } from './evaluation-tree.wire';
import { EvaluationTrees } from './evaluation-trees.service';
import { campaignIds, currentTree, groupWithin, treeAt } from './find-tree';

@ApiTags('evaluation')
@Controller('v1/applications/:applicationId')
export class EvaluationController {
  constructor(
    private readonly trees: EvaluationTrees,
    private readonly dataSource: DataSource,
  ) {}

  @Get('evaluation_tree')
  @Allow('viewer')
  @ApiOkResponse({ type: EvaluationTreeDto })
  async tree(
    @Param('applicationId', IdPipe) applicationId: bigint,
    @Query() { version }: EvaluationTreeQueryDto,
  ): Promise<EvaluationTreeDto> {
    const { manager } = this.dataSource;
    const application = await findApplication(manager, applicationId);
    return this.show(
      version === undefined
        ? await currentTree(manager, application)
        : await treeAt(manager, application, Number(version)),
    );
  }

  @Put('evaluation_tree')
  @Allow('editor')
  @ApiOkResponse({ type: EvaluationTreeDto })
  async replace(
    @CurrentActor() actor: Actor,
    @Param('applicationId', IdPipe) applicationId: bigint,
    @Body() body: UpdateEvaluationTreeDto,
  ): Promise<EvaluationTreeDto> {
    return this.show(await this.trees.replace(actor, applicationId, body));
  }

  @Get('evaluation_groups')
  @Allow('viewer')
  @ApiOkResponse({ type: EvaluationGroupPageDto })
  async groups(@Param('applicationId', IdPipe) applicationId: bigint): Promise<EvaluationGroupPageDto> {
    const { manager } = this.dataSource;
    const { set } = await currentTree(manager, await findApplication(manager, applicationId));
    const data = groupsOf(set).map((place) => showGroup(applicationId, place));
    return { totalResultSize: data.length, hasMore: false, data };
  }

  @Get('evaluation_groups/:groupId')
  @Allow('viewer')
  @ApiOkResponse({ type: EvaluationGroupDto })
  async group(
    @Param('applicationId', IdPipe) applicationId: bigint,
    @Param('groupId', IdPipe) groupId: bigint,
  ): Promise<EvaluationGroupDto> {
    const { manager } = this.dataSource;
    const { set } = await currentTree(manager, await findApplication(manager, applicationId));
    return showGroup(applicationId, groupWithin(set, Number(groupId)));
  }

  @Put('evaluation_groups/:groupId')
  @Allow('editor')
  @ApiOkResponse({ type: EvaluationGroupDto })
  async changeGroup(
    @CurrentActor() actor: Actor,
    @Param('applicationId', IdPipe) applicationId: bigint,
    @Param('groupId', IdPipe) groupId: bigint,
    @Body() body: UpdateEvaluationGroupDto,
  ): Promise<EvaluationGroupDto> {
    const { set } = await this.trees.changeGroup(actor, applicationId, groupId, body);
    return showGroup(applicationId, groupWithin(set, Number(groupId)));
  }

  private async show(row: EvaluationTreeEntity): Promise<EvaluationTreeDto> {
    const { manager } = this.dataSource;
    const names = await userNames(manager, [row.createdBy]);
    return showTree(row, await campaignIds(manager, row.applicationId), names.get(row.createdBy) ?? '');
  }
}
