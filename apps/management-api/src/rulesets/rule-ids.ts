import { randomUUID } from 'node:crypto';
import type { Rule } from '@tessera/api-contracts';
import { ApiError } from '@tessera/service-kit';
import type { StoredRule } from './ruleset-version.entity';

/**
 * Gives each rule its stable id. A rule may bring it; one that does not keeps the id that a rule of the same title had in
 * the version before (the official SDK drops the field), and is a new rule otherwise.
 * Throws ApiError 400 `rule.id` where two rules bring the same id.
 */
export function withIds(rules: readonly Rule[], before: readonly StoredRule[]): StoredRule[] {
  const taken = new Set(rules.map(({ id }) => id));
  const free = before.filter(({ id }) => !taken.has(id));
  const stored = rules.map((rule) => ({ ...rule, id: rule.id ?? takeIdOf(rule.title, free) ?? randomUUID() }));
  checkOnce(stored);
  return stored;
}

function takeIdOf(title: string, free: StoredRule[]): string | undefined {
  const index = free.findIndex((rule) => rule.title === title);
  return index < 0 ? undefined : free.splice(index, 1)[0]?.id;
}

function checkOnce(rules: readonly StoredRule[]): void {
  const seen = new Set<string>();
  for (const [index, { id }] of rules.entries()) {
    if (seen.has(id)) throw ApiError.invalid('rule.id', 'Two rules have the same id', `/rules/${index}/id`);
    seen.add(id);
  }
}
