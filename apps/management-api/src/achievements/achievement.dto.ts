import { achievement, newAchievement, pageOf, updateAchievement } from '@tessera/api-contracts';
import { createZodDto } from 'nestjs-zod';

export class NewAchievementDto extends createZodDto(newAchievement) {}
export class UpdateAchievementDto extends createZodDto(updateAchievement) {}
export class AchievementDto extends createZodDto(achievement) {}
export class AchievementPageDto extends createZodDto(pageOf(achievement)) {}
