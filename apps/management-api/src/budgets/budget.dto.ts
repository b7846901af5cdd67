import { budgetCourse, budgetQuery, campaignBudget } from '@tessera/api-contracts';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';

export class BudgetQueryDto extends createZodDto(budgetQuery) {}
export class BudgetsDto extends createZodDto(z.object({ totalResultSize: z.int(), data: z.array(campaignBudget) })) {}
export class BudgetCoursesDto extends createZodDto(
  z.object({ totalResultSize: z.int(), data: z.array(budgetCourse) }),
) {}
