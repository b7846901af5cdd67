import { Injectable } from '@nestjs/common';
import { applyChange, type Catalog, checkRuleset } from '@tessera/promotion';
import { ApiError, type ErrorDetail } from '@tessera/service-kit';
import { DataSource, type EntityManager } from 'typeorm';
import { findApplication } from '../applications/find-application';
import { AttributeValues, type Owner } from '../attributes/attribute-values';
import { limitsOf } from '../campaigns/limits';
import { CatalogView } from '../catalog-log/catalog-view';
import type { CatalogTransaction } from '../catalog-log/catalog-transaction';
import { detailOf } from '../rulesets/rule-checker';
import { bindingOf, ruleOf } from '../rulesets/ruleset.wire';
import type { CampaignTemplateEntity } from './campaign-template.entity';
import { sampleBindings } from './parameters';

/** Checks templates as campaigns would be checked that are made from them. */
@Injectable()
export class TemplateCheck {
  constructor(
    private readonly view: CatalogView,
    private readonly values: AttributeValues,
    private readonly dataSource: DataSource,
  ) {}

  /**
   * In each application of the template: its rules, limits and attributes. Throws ApiError 400 with a detail for each problem,
   * which names the application.
   */
  async check({ manager }: CatalogTransaction, template: CampaignTemplateEntity): Promise<void> {
    const catalog = await this.view.current(manager);
    const problems: ErrorDetail[] = [];
    for (const id of template.applicationIds) {
      const { currency } = await findApplication(manager, id);
      const rules = checkRuleset(withCampaign(catalog, id, template), id, rulesOf(template)).problems.map(detailOf);
      problems.push(...rules.map((one) => inTemplate(one, template)).map((one) => of(id, one)));
      problems.push(
        ...(await told(() => Promise.resolve(limitsOf(template.limits, currency)))).map((one) => of(id, one)),
      );
      const attributes = [
        ...(await this.problemsOf(manager, { ...CAMPAIGN, application: id }, template.attributes)),
        ...(await this.problemsOf(manager, { ...COUPON, application: id }, template.couponAttributes)),
      ];
      problems.push(...attributes.map((one) => of(id, one)));
    }
    if (problems.length > 0) throw new ApiError(400, problems);
  }

  private problemsOf(manager: EntityManager, owner: Owner, values: Readonly<Record<string, unknown>>) {
    return told(() => this.values.of(manager, owner, values));
  }
}

const CAMPAIGN = { entity: 'Campaign', pointer: '/campaignAttributes' } as const;
const COUPON = { entity: 'Coupon', pointer: '/couponAttributes' } as const;

/** Stands for a campaign that is made of the template; no campaign has this id. */
const MADE = -1n;

/** The catalog with the collections that such a campaign has. */
function withCampaign(catalog: Catalog, application: bigint, { campaignCollections }: CampaignTemplateEntity): Catalog {
  return campaignCollections.reduce((before, { name, description }, index) => {
    const place = { id: BigInt(-1 - index), application, campaign: MADE, subscribedApplications: [] };
    const entity = { ...place, name, description, createdBy: 0n, created: 0n, modified: 0n };
    return applyChange(before, before.version + 1n, { kind: 'CollectionSaved', entity });
  }, catalog);
}

function rulesOf({ rules, bindings, parameters }: CampaignTemplateEntity) {
  return {
    campaign: MADE,
    rules: rules.map((rule) => ruleOf({ ...rule, id: '' })),
    bindings: [...sampleBindings(parameters), ...bindings].map(bindingOf),
  };
}

/** Parameters stand before the bindings of the template. */
function inTemplate(detail: ErrorDetail, { parameters }: CampaignTemplateEntity): ErrorDetail {
  const { pointer = '' } = detail.source ?? {};
  const [, index = '', rest = ''] = /^\/bindings\/(\d+)(.*)$/.exec(pointer) ?? [];
  if (index === '') return detail;
  const place = Number(index) - parameters.length;
  const moved = place < 0 ? `/templateParams/${index}/name` : `/bindings/${place}${rest}`;
  return { ...detail, source: { ...detail.source, pointer: moved } };
}

function of(application: bigint, { details = '', ...same }: ErrorDetail): ErrorDetail {
  return { ...same, details: `application ${application}: ${details || same.title}` };
}

/** What is refused, as details. */
async function told(work: () => Promise<unknown>): Promise<readonly ErrorDetail[]> {
  try {
    await work();
    return [];
  } catch (error) {
    if (error instanceof ApiError && error.status === 400) return error.errors;
    throw error;
  }
}
