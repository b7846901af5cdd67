import type { Collection, CollectionItems } from '../catalog-event';
import { PersistentMap } from './persistent-map';

/** A collection with its items. */
export interface FilledCollection {
  readonly collection: Collection;
  readonly items: ReadonlySet<string>;
  /** Chunks of an import that is not complete yet. */
  readonly arriving: readonly (readonly string[])[];
}

const NO_ITEMS: ReadonlySet<string> = new Set();

/** The collections of the account and of campaigns, with the items that count. Immutable: a change gives the next. */
export class Collections {
  private readonly views = new Map<string, ReadonlyMap<string, FilledCollection>>();

  constructor(private readonly byId: PersistentMap<FilledCollection> = PersistentMap.empty()) {}

  get(id: bigint): Collection | undefined {
    return this.byId.get(id)?.collection;
  }

  saved(collection: Collection): Collections {
    const { items, arriving } = this.byId.get(collection.id) ?? { items: NO_ITEMS, arriving: [] };
    return new Collections(this.byId.with(collection.id, { collection, items, arriving }));
  }

  deleted(id: bigint): Collections {
    return new Collections(this.byId.without(id));
  }

  /** Nobody sees a part of an import: its items count from its last chunk on. */
  imported({ collection: id, chunk, chunks, items }: CollectionItems): Collections {
    const before = this.byId.get(id);
    if (before === undefined) return this;
    const all = chunk === 0 ? [items] : [...before.arriving, items];
    const complete = chunk + 1 === chunks;
    const after = complete ? { items: new Set(all.flat()), arriving: [] } : { items: before.items, arriving: all };
    return new Collections(this.byId.with(id, { collection: before.collection, ...after }));
  }

  /** By name, the account's that the application may use. */
  ofApplication(application: bigint): ReadonlyMap<string, FilledCollection> {
    return this.view(`${application}`, (one) => isSubscribed(one, application));
  }

  /** By name, a campaign's own. */
  ofCampaign(application: bigint, campaign: bigint): ReadonlyMap<string, FilledCollection> {
    return this.view(
      `${application}/${campaign}`,
      (one) => one.application === application && one.campaign === campaign,
    );
  }

  /** The answer never changes for these collections, so that remembering it is no state. */
  private view(key: string, isIn: (collection: Collection) => boolean): ReadonlyMap<string, FilledCollection> {
    const known = this.views.get(key);
    if (known !== undefined) return known;
    const filled = [...this.byId.values()].filter(({ collection }) => isIn(collection));
    const view = new Map(filled.map((one) => [one.collection.name, one]));
    this.views.set(key, view);
    return view;
  }
}

function isSubscribed({ campaign, subscribedApplications: applications }: Collection, application: bigint): boolean {
  return campaign === 0n && (applications.length === 0 || applications.includes(application));
}

/** Whether rules checked against one still mean the same with the other. */
export function sameNames(left: Collection | undefined, right: Collection): boolean {
  return left?.name === right.name && left.subscribedApplications.join() === right.subscribedApplications.join();
}
