import type { Activation } from '@tessera/expression';
import type { Campaign, Ruleset } from '../catalog-event';
import { PersistentMap } from '../fold/persistent-map';
import type { CompiledRule, CompiledRuleset } from '../rules/compiled-rule';
import type { Instant } from '../value';
import { accessOf } from './access';
import { Answers } from './answers';
import { Bucket } from './bucket';
import { IndexedRule, type Reading } from './indexed-rule';
import { Operands } from './operand';

/** What a request is about, as far as the index looks at it. */
export interface Asked {
  /** Resolves the variables that are the same for all campaigns. */
  readonly activation: Activation;
  readonly at: Instant;
  /** Campaigns of which there is a code. */
  readonly campaignsOfCodes: readonly bigint[];
}

export interface Candidate {
  readonly rule: CompiledRule;
  /** Its condition is known to hold; else it is still to be evaluated. */
  readonly holds: boolean;
}

/** The rules of a campaign that are worth trying, in their order. */
export interface CampaignRules {
  readonly campaign: Campaign;
  readonly compiled: CompiledRuleset;
  readonly rules: readonly Candidate[];
}

/** What there is to be indexed. */
export interface Campaigns {
  readonly campaigns: PersistentMap<Campaign>;
  readonly rulesets: PersistentMap<Ruleset>;
}

/** A campaign as it is in the index. */
interface Indexed {
  readonly rulesetId: bigint;
  readonly rules: readonly IndexedRule[];
}

const NOTHING: Campaigns = { campaigns: PersistentMap.empty(), rulesets: PersistentMap.empty() };

/**
 * The rules of one application, found by what their conditions need: looking them up costs what the campaigns cost that may
 * match, not those that exist. It is the index of one version of the catalog at a time, and becomes that of another by
 * what differs between the two.
 */
export class RuleIndex {
  private readonly operands = new Operands();
  private readonly answers = new Answers(this.operands);
  private readonly root = new Bucket(this.operands);
  private readonly indexed = new Map<bigint, Indexed>();
  /** By ruleset, the campaigns whose active one it is. */
  private readonly users = new Map<bigint, Set<bigint>>();
  private current = NOTHING;
  private generation = 0;

  /**
   * @param compiled the rules of a ruleset, each version compiled once
   * @param access how a rule is found
   */
  constructor(
    private readonly compiled: (ruleset: Ruleset) => CompiledRuleset,
    private readonly access = accessOf,
  ) {}

  /** The rules that may have something to say, of campaigns that run; by campaign ids, rules in their order. */
  candidates(campaigns: Campaigns, { activation, at, campaignsOfCodes }: Asked): readonly CampaignRules[] {
    if (campaigns !== this.current) this.follow(campaigns);
    this.generation += 1;
    const { generation, operands } = this;
    const reading: Reading = { generation, activation, at, operands, found: [] };
    this.root.collect(reading);
    for (const id of campaignsOfCodes) this.meetByCode(reading, id);
    return byCampaign(reading.found.sort(inOrder));
  }

  private meetByCode(reading: Reading, campaign: bigint): void {
    for (const rule of this.indexed.get(campaign)?.rules ?? []) if (rule.access.byCode) rule.collect(reading);
  }

  private follow(next: Campaigns): void {
    const changed = [...this.changed(next)];
    for (const id of changed) this.remove(id);
    const added = changed.flatMap((id) => this.add(next, id)).filter(({ access }) => !access.byCode);
    // Counted first, so that each is placed by what all of them name.
    for (const { access } of added) this.operands.count(access.constraints, 1);
    for (const rule of added) this.root.add(rule);
    this.current = next;
  }

  /** Campaigns that are others than before, or whose ruleset is. */
  private changed(next: Campaigns): ReadonlySet<bigint> {
    const { campaigns, rulesets } = this.current;
    const changed = new Set(next.campaigns.differences(campaigns));
    for (const ruleset of next.rulesets.differences(rulesets)) {
      for (const campaign of this.users.get(ruleset) ?? []) changed.add(campaign);
    }
    return changed;
  }

  private add({ campaigns, rulesets }: Campaigns, id: bigint): readonly IndexedRule[] {
    const campaign = campaigns.get(id);
    if (campaign?.state !== 'enabled' || campaign.activeRulesetId === null) return [];
    const rulesetId = campaign.activeRulesetId;
    const ruleset = rulesets.get(rulesetId);
    const rules = ruleset === undefined ? [] : this.rulesOf(campaign, this.compiled(ruleset));
    this.indexed.set(id, { rulesetId, rules });
    this.users.set(rulesetId, (this.users.get(rulesetId) ?? new Set()).add(id));
    return rules;
  }

  private rulesOf(campaign: Campaign, compiled: CompiledRuleset): IndexedRule[] {
    return compiled.rules.map((rule) => {
      const access = this.access(campaign, rule);
      const answers = access.isSilent ? rule.fixed.map((operand) => this.answers.take(operand)) : [];
      return new IndexedRule({ campaign, compiled, rule, access, answers });
    });
  }

  private remove(id: bigint): void {
    const known = this.indexed.get(id);
    if (known === undefined) return;
    this.indexed.delete(id);
    const users = this.users.get(known.rulesetId);
    users?.delete(id);
    if (users?.size === 0) this.users.delete(known.rulesetId);
    for (const rule of known.rules) this.forget(rule);
  }

  private forget(indexed: IndexedRule): void {
    const { rule, access, homes } = indexed;
    for (const home of [...homes]) home.remove(indexed);
    if (access.isSilent) for (const operand of rule.fixed) this.answers.giveBack(operand);
    if (!access.byCode) this.operands.count(access.constraints, -1);
  }
}

/** Two ids that no double tells apart are compared as they are. */
function inOrder(left: IndexedRule, right: IndexedRule): number {
  if (left.place !== right.place) return left.place - right.place;
  if (left.campaign === right.campaign) return left.rule.index - right.rule.index;
  return left.campaign.id < right.campaign.id ? -1 : 1;
}

function byCampaign(sorted: readonly IndexedRule[]): CampaignRules[] {
  const grouped: CampaignRules[] = [];
  let rules: Candidate[] = [];
  let last: Campaign | undefined;
  for (const { campaign, compiled, rule, holds } of sorted) {
    if (campaign !== last) grouped.push({ campaign, compiled, rules: (rules = []) });
    rules.push({ rule, holds });
    last = campaign;
  }
  return grouped;
}
