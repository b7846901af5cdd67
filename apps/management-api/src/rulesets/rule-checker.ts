import { Injectable } from '@nestjs/common';
import { checkRuleset, type RuleProblem, type Ruleset } from '@tessera/promotion';
import { ApiError, type ErrorDetail } from '@tessera/service-kit';
import type { CatalogTransaction } from '../catalog-log/catalog-transaction';
import { CatalogView } from '../catalog-log/catalog-view';

const TITLE = 'The rule cannot be saved';

/** Checks a ruleset against what the application declares, before it is saved. */
@Injectable()
export class RuleChecker {
  constructor(private readonly view: CatalogView) {}

  /**
   * Against what is declared when the write ends: what it brings itself counts.
   * @returns what each rule costs: elementary steps in the worst case
   * Throws ApiError 400 with a detail for each problem: its code, its place in the body and in the expression.
   */
  async check(transaction: CatalogTransaction, ruleset: Ruleset): Promise<readonly number[]> {
    const catalog = await this.view.within(transaction);
    const { problems, costs } = checkRuleset(catalog, ruleset.application, ruleset);
    if (problems.length > 0) throw new ApiError(400, problems.map(detailOf));
    return costs;
  }
}

export function detailOf({ code, message, pointer, place }: RuleProblem): ErrorDetail {
  const position = place ? { line: place.line, column: place.column, start: place.start } : {};
  const where = place ? ` (line ${place.line}, column ${place.column})` : '';
  return { code, title: TITLE, details: message + where, source: { pointer: bodyPointer(pointer), ...position } };
}

/** The domain names expressions and props; in the body an expression is `["cel", …]` and an effect `[type, props]`. */
function bodyPointer(pointer: string): string {
  return pointer
    .replace(/\/(condition|expression)$/, '/$1/1')
    .replace(/\/(effects|onFailure)\/(\d+)\/props(?=\/|$)/, '/$1/$2/1')
    .replace(/\/(effects|onFailure)\/(\d+)$/, '/$1/$2/0');
}
