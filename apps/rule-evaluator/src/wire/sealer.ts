import {
  newSubjectKey,
  personalSubjects,
  sealDecision,
  type SubjectKey as OpenKey,
  unwrap,
  wrap,
} from '@tessera/event-contracts';
import type { Catalog, Decision } from '@tessera/promotion';
import type { Judged } from '../judge';
import type { SubjectKey } from '../ports';
import { PersonalValues } from './personal-values';

/** Opened keys that are kept in memory; the oldest leaves first. */
const KEPT_KEYS = 10_000;

/** Seals what is personal in decisions, with keys that only this process's memory holds open. */
export class Sealer {
  private readonly open = new Map<string, OpenKey>();

  /** @param masterKey 32 bytes */
  constructor(private readonly masterKey: Uint8Array) {}

  /** A new wrapped key for each subject whose personal values the decisions hold. */
  newKeys(catalog: Catalog, judged: readonly Judged[]): readonly SubjectKey[] {
    const subjects = judged.flatMap((one) => [
      ...personalSubjects(one.inbound.application, one.decision, personalOf(catalog, one)),
    ]);
    return [...new Set(subjects)].map((subject) => wrap(newSubjectKey(subject), this.masterKey));
  }

  seal(catalog: Catalog, judged: Judged, keys: ReadonlyMap<string, SubjectKey>): Decision {
    const keyFor = (subject: string): OpenKey => {
      const key = keys.get(subject);
      if (!key) throw new Error('a subject of the slice has no key');
      return this.opened(key);
    };
    return sealDecision(judged.inbound.application, judged.decision, personalOf(catalog, judged), keyFor);
  }

  private opened(key: SubjectKey): OpenKey {
    const known = this.open.get(key.keyId);
    if (known) return known;
    const opened = unwrap(key, this.masterKey);
    this.open.set(key.keyId, opened);
    const oldest = this.open.size > KEPT_KEYS ? this.open.keys().next().value : undefined;
    if (oldest !== undefined) this.open.delete(oldest);
    return opened;
  }
}

function personalOf(catalog: Catalog, { inbound }: Judged): PersonalValues {
  return new PersonalValues(catalog, inbound.application);
}
