import { INTEGRATION_OPERATIONS } from './integration-operations';
import { MANAGEMENT_OPERATIONS } from './management-operations';
import { ABSENT, PARTLY } from './standing';

/** How an operation of the SDK stands here; `absent` answers 501 with the reason. */
export type Standing =
  | { readonly kind: 'works' }
  | { readonly kind: 'partly'; readonly note: string }
  | { readonly kind: 'absent'; readonly reason: string };

export interface SdkOperation {
  readonly api: 'integration' | 'management';
  /** The method's name in the SDK. */
  readonly name: string;
  /** In which major versions of the SDK it is, on this path. */
  readonly sdks: readonly number[];
  readonly method: string;
  /** With `{name}` for parameters. */
  readonly path: string;
  readonly standing: Standing;
}

/** What one of the APIs has no operation for, and why: it answers 501. */
export function absentOperations(api: SdkOperation['api']): { method: string; path: string; reason: string }[] {
  return sdkOperations().flatMap(({ api: own, method, path, standing }) =>
    own === api && standing.kind === 'absent' ? [{ method, path, reason: standing.reason }] : [],
  );
}

type Table = Readonly<Record<string, string>>;

const SHORT: Table = {
  A: '/v1/applications/{applicationId}',
  K: '/v1/applications/{applicationId}/campaigns/{campaignId}',
  P: '/v1/loyalty_programs/{loyaltyProgramId}',
};

/** All operations of both versions of the official SDK. */
export function sdkOperations(): SdkOperation[] {
  return [...read('integration', INTEGRATION_OPERATIONS), ...read('management', MANAGEMENT_OPERATIONS)];
}

function read(api: SdkOperation['api'], table: Table): SdkOperation[] {
  return Object.entries(table).flatMap(([name, places]) =>
    places.split('; ').map((place) => ({ api, name, ...placeOf(place), standing: standingOf(name) })),
  );
}

function placeOf(text: string): Pick<SdkOperation, 'sdks' | 'method' | 'path'> {
  const words = text.split(' ');
  const sdks = words.filter((word) => /^\d$/.test(word)).map(Number);
  const [method = '', path = ''] = words.slice(sdks.length);
  return { sdks, method, path: path.replace(/^[AKP](?=\/|$)/, (short) => SHORT[short] ?? short) };
}

function standingOf(name: string): Standing {
  const reason = (ABSENT as Table)[name];
  if (reason !== undefined) return { kind: 'absent', reason };
  const note = (PARTLY as Table)[name];
  return note === undefined ? { kind: 'works' } : { kind: 'partly', note };
}

/** A path without the names of its parameters, which differ from one document to another. */
export function pathShape(path: string): string {
  return path.replace(/\{[^}]*\}|:[^/]+/g, '{}');
}
