import { SCHEMA_VERSIONS } from './generated/schemas.generated';
import { topics } from './topics';

/** One version of one subject; the subject of a topic's values is named as Confluent's serializers name it. */
interface SubjectVersion {
  readonly subject: string;
  readonly version: number;
  readonly id: number;
  readonly schema: string;
}

const subjectVersions = (): readonly SubjectVersion[] =>
  topics.flatMap(({ name, record }) =>
    SCHEMA_VERSIONS.filter((entry) => entry.record === record).map(({ version, id, text }) => ({
      subject: `${name}-value`,
      version,
      id,
      schema: text,
    })),
  );

/**
 * The answers of Confluent's Schema Registry read API, by path: for readers that want a registry where none runs.
 * A path that is not in it is a 404. Content type `application/vnd.schemaregistry.v1+json`.
 */
export function registryAnswers(): ReadonlyMap<string, unknown> {
  const versions = subjectVersions();
  const subjects = [...new Set(versions.map(({ subject }) => subject))];
  return new Map<string, unknown>([
    ['/subjects', subjects],
    ['/schemas/types', ['AVRO']],
    ...subjects.flatMap((subject) => subjectAnswers(subject, versions)),
    ...versions.flatMap(({ id, schema }) => idAnswers(id, schema, versions)),
  ]);
}

function subjectAnswers(subject: string, all: readonly SubjectVersion[]): [string, unknown][] {
  const versions = all.filter((entry) => entry.subject === subject);
  const path = `/subjects/${subject}/versions`;
  return [
    [path, versions.map(({ version }) => version)],
    ...versions.map((entry): [string, unknown] => [`${path}/${entry.version}`, entry]),
    [`${path}/latest`, versions.at(-1)],
  ];
}

function idAnswers(id: number, schema: string, all: readonly SubjectVersion[]): [string, unknown][] {
  const users = all.filter((entry) => entry.id === id);
  return [
    [`/schemas/ids/${id}`, { schema }],
    [`/schemas/ids/${id}/schema`, JSON.parse(schema) as unknown],
    [`/schemas/ids/${id}/subjects`, users.map(({ subject }) => subject)],
    [`/schemas/ids/${id}/versions`, users.map(({ subject, version }) => ({ subject, version }))],
  ];
}
