import { type Json, renderExplanation, renderInstant } from '@tessera/api-contracts';
import { type DecisionRecord, decisions } from '@tessera/event-contracts';
import { RecordLate, RecordMissing, type RecordReader } from '@tessera/kafka';
import { sqlOf } from '@tessera/postgres';
import type { SubjectKeyTable } from '@tessera/projection';
import type { PastDecision, RowVersion } from '@tessera/promotion';
import { ApiError } from '@tessera/service-kit';
import type { DataSource } from 'typeorm';
import { decidedAgain } from './decided-again';
import { opened, sealedUnder } from './opened';
import type { PastCatalogs } from './past-catalogs';
import type { Which } from './past-rows';
import { decisionName, type Place, placesOf, versionName } from './row-versions';

interface Deps {
  readonly dataSource: DataSource;
  readonly keys: SubjectKeyTable;
  readonly reader: Pick<RecordReader, 'read'>;
  readonly catalogs: Pick<PastCatalogs, 'at'>;
}

/** Says of recorded decisions why their rules gave what they gave, by asking them again when somebody wants to know. */
export class Explanations {
  constructor(private readonly deps: Deps) {}

  /**
   * @param event an event's id; that of a decision of which no event is listed is its position
   * @param only the campaigns of interest; null: all that ran
   * @throws ApiError 404 event.not_found where the application has neither, or a decision that was folded before there was an
   * index of rows; 404 event.record_missing where the log has lost what it needs; 503 event.record_late
   */
  async of(application: bigint, event: bigint, only: ReadonlySet<bigint> | null): Promise<Json> {
    const position = await this.positionOf(application, event);
    const record = await this.record(application, position);
    const { payload, catalogVersion, currency, at } = record;
    const catalog = await this.deps.catalogs.at(catalogVersion);
    const { explanation, exact } =
      payload.request === null || payload.outcome === 'undecodable'
        ? NOTHING
        : await decidedAgain(record, payload.request, catalog, this.writers, only);
    return {
      ...{ position: Number(position), created: renderInstant(at), outcome: payload.outcome },
      ...{ engineVersion: payload.engineVersion, catalogVersion: Number(catalogVersion), exact },
      ...renderExplanation(explanation, currency),
    };
  }

  /** What a decision created beside its subject is listed as an event of its own, with an id of its own. */
  private async positionOf(application: bigint, event: bigint): Promise<bigint> {
    const [listed] = await this.deps.dataSource.query<{ readonly position: string }[]>(
      'SELECT position FROM event WHERE application = $1 AND id = $2',
      [application, event],
    );
    return BigInt(listed?.position ?? event);
  }

  private async record(application: bigint, position: bigint): Promise<DecisionRecord> {
    const sql = sqlOf(this.deps.dataSource);
    const [place] = await placesOf(sql, decisionName(application, position), { upTo: position, most: 1 });
    if (place === undefined) throw ApiError.notFound('event.not_found', 'No event of this application has this id');
    return this.read(place);
  }

  private readonly writers = async (version: RowVersion, which: Which): Promise<PastDecision[]> => {
    const name = versionName(version.kind, version.name);
    const places = await placesOf(sqlOf(this.deps.dataSource), name, which);
    const records = await Promise.all(places.reverse().map((place) => this.read(place)));
    return records.map(({ id, application, at, payload: { events } }) => {
      return { position: BigInt(id), application, at, events };
    });
  };

  /** As it was decided: opened with the keys of those who are not erased. */
  private async read({ partition, offset }: Place): Promise<DecisionRecord> {
    const { value } = await this.deps.reader.read(partition, offset).catch(explained);
    const record = decisions.fromWire(value);
    const sealed = sealedUnder(record);
    return sealed.size === 0 ? record : opened(record, await this.deps.keys.opener(sealed));
  }
}

function explained(error: unknown): never {
  if (error instanceof RecordMissing)
    throw ApiError.notFound('event.record_missing', 'The log has lost what explains it');
  if (error instanceof RecordLate) throw ApiError.unavailable('event.record_late', 'The log is slow to answer');
  throw error;
}

const NOTHING = { explanation: { campaigns: [], truncated: false }, exact: true };
