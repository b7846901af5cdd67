import type { Personal } from '@tessera/event-contracts';
import type { AttributeEntity, Catalog, Effect } from '@tessera/promotion';

const ENTITIES: readonly AttributeEntity[] = [
  'Application',
  'Campaign',
  'CustomerProfile',
  'CustomerSession',
  'CartItem',
  'Coupon',
];

/** What is personal in one application: declared attributes, and texts of rules that read one. */
export class PersonalValues implements Personal {
  private readonly known = new Map<string, ReadonlySet<string>>();

  /** @param eventType the custom event that is decided on; null: none */
  constructor(
    private readonly catalog: Catalog,
    private readonly application: bigint,
    private readonly eventType: string | null,
  ) {}

  names(entity: AttributeEntity, eventType?: string): ReadonlySet<string> {
    return this.remembered(`${entity}/${eventType ?? ''}`, () => {
      const definitions = this.catalog.attributes(this.application, entity, eventType);
      return [...definitions.values()].filter(({ personal }) => personal).map(({ name }) => name);
    });
  }

  /**
   * Which part of a text came from which attribute is not known, so every text that a rule gives counts as personal if
   * the rule reads a personal attribute anywhere.
   */
  prop(effect: Effect, name: string): boolean {
    return effect.ruleId !== '' && typeof effect.props[name] === 'string' && this.readsPersonal(effect);
  }

  private readsPersonal({ campaign, ruleId, rulesetVersion }: Effect): boolean {
    const found = this.catalog.campaign(this.application, campaign);
    const compiled = found && this.catalog.compiled(found);
    const rule = compiled?.rules.find((one) => one.rule.id === ruleId);
    // What an older version of the rule read is not in the catalog any more.
    if (!rule || compiled?.ruleset.version !== rulesetVersion) return this.all.size > 0;
    return [...rule.reads.paths].some((path) => this.isPersonal(path));
  }

  /** `profile.attributes.email`, or all of `profile.attributes` at once; of past events the type is not known. */
  private isPersonal(path: string): boolean {
    const steps = path.replaceAll('[]', '').split('.');
    const at = steps.indexOf('attributes');
    if (at < 0) return false;
    const name = steps[at + 1];
    if (name === undefined || path.startsWith('history.events')) return this.all.size > 0;
    return this.all.has(name);
  }

  private get all(): ReadonlySet<string> {
    return this.remembered('all', () => [
      ...ENTITIES.flatMap((entity) => [...this.names(entity)]),
      ...(this.eventType === null ? [] : this.names('Event', this.eventType)),
    ]);
  }

  private remembered(key: string, find: () => readonly string[]): ReadonlySet<string> {
    const found = this.known.get(key) ?? new Set(find());
    this.known.set(key, found);
    return found;
  }
}
