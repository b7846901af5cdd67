import { newRuleset, pageOf, ruleset } from '@tessera/api-contracts';
import { createZodDto } from 'nestjs-zod';

export class NewRulesetDto extends createZodDto(newRuleset) {}
export class RulesetDto extends createZodDto(ruleset) {}
export class RulesetPageDto extends createZodDto(pageOf(ruleset)) {}
