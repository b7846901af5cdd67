import { Injectable } from '@nestjs/common';
import {
  customerProfile,
  type CustomerSearch,
  idLists,
  type ListQuery,
  renderAttributes,
} from '@tessera/api-contracts';
import { attributeRefusals, attributesFrom } from '@tessera/promotion';
import { ApiError, pageBounds } from '@tessera/service-kit';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { refused } from '../attributes/refused';
import { CatalogView } from '../catalog-log/catalog-view';
import { Projections } from '../read-models/projections';

/** The account's own view of its profiles, in no application. */
export const ACCOUNT = 0n;

const page = z.object({
  totalResultSize: z.int().optional(),
  hasMore: z.boolean(),
  cursor: z.string().optional(),
  data: z.array(customerProfile.loose()),
});
export type ProfilePage = z.infer<typeof page>;
export type Profile = ProfilePage['data'][number];

/** Customer profiles, from their read model. */
@Injectable()
export class Profiles {
  constructor(
    private readonly projections: Projections,
    private readonly view: CatalogView,
    private readonly dataSource: DataSource,
  ) {}

  /**
   * Profiles that have all of what is searched for, with what the application knows of them (ACCOUNT: all applications together).
   * Throws ApiError 400 page.*, attribute.*, filter.personal; 503.
   */
  async search(
    application: bigint,
    search: Partial<CustomerSearch>,
    query: ListQuery & { total?: string } = {},
  ): Promise<ProfilePage> {
    pageBounds(query);
    const { attributes = {}, integrationIDs, profileIDs } = search;
    const answer = await this.projections.ask({
      ...{ projection: 'profile', path: '/customer_profiles', application },
      query: {
        ...query,
        ...(application === ACCOUNT ? {} : { application: application.toString() }),
        ids: profileIDs && (profileIDs.join(',') || NO_PROFILE),
        integrationIds: integrationIDs && JSON.stringify(integrationIDs.map((id) => id.normalize('NFC'))),
        attributes: await this.attributes(application, attributes),
      },
    });
    return page.parse(answer);
  }

  /** By the number that Tessera gave. Throws ApiError 404 customer.not_found, 503. */
  async byId(application: bigint, id: bigint): Promise<Profile> {
    const { data } = await this.search(application, { profileIDs: [Number(id)] }, { pageSize: '1' });
    const [profile] = data;
    if (!profile) throw ApiError.notFound('customer.not_found', 'There is no such customer');
    return profile;
  }

  /** Those of the ids that integrations chose which are known, by these ids; empty ids name nobody. Throws ApiError 503. */
  async named(application: bigint, ids: Iterable<string>): Promise<ReadonlyMap<string, Profile>> {
    const known = new Map<string, Profile>();
    for (const integrationIDs of idLists(ids)) {
      const { data } = await this.search(application, { integrationIDs });
      for (const profile of data) known.set(profile.integrationId, profile);
    }
    return known;
  }

  /** As the read model has them, by their declared types. */
  private async attributes(application: bigint, json: Readonly<Record<string, unknown>>): Promise<string | undefined> {
    const names = Object.keys(json);
    if (names.length === 0) return undefined;
    const catalog = await this.view.current(this.dataSource.manager);
    const definitions = catalog.attributes(application, 'CustomerProfile');
    const values = attributesFrom(json, definitions);
    const refusals = attributeRefusals(values, definitions, '/attributes');
    if (refusals.length > 0) throw refused(refusals);
    const personal = names.find((name) => definitions.get(name)?.personal);
    if (personal !== undefined) throw sealed(personal);
    return JSON.stringify(renderAttributes(values));
  }
}

/** Numbers count from 1. */
const NO_PROFILE = '0';

function sealed(name: string): ApiError {
  return ApiError.invalid('filter.personal', 'Personal attributes cannot be searched', `/attributes/${name}`);
}
