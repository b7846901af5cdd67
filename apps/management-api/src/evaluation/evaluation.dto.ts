import {
  evaluationGroup,
  evaluationTree,
  evaluationTreeQuery,
  pageOf,
  updateEvaluationGroup,
  updateEvaluationTree,
} from '@tessera/api-contracts';
import { createZodDto } from 'nestjs-zod';

export class EvaluationGroupDto extends createZodDto(evaluationGroup) {}
export class EvaluationGroupPageDto extends createZodDto(pageOf(evaluationGroup)) {}
export class UpdateEvaluationGroupDto extends createZodDto(updateEvaluationGroup) {}
export class EvaluationTreeDto extends createZodDto(evaluationTree) {}
export class EvaluationTreeQueryDto extends createZodDto(evaluationTreeQuery) {}
export class UpdateEvaluationTreeDto extends createZodDto(updateEvaluationTree) {}
