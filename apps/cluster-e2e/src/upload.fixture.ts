import type { TestCluster } from './cluster.fixture';

/** Imports a CSV file by the Management API, as the first admin. Throws Error with what was answered instead of 200. */
export async function upload<T>({ managementUrl, adminToken }: TestCluster, path: string, csv: string): Promise<T> {
  const form = new FormData();
  form.append('upFile', new Blob([csv], { type: 'text/csv' }), 'values.csv');
  const headers = { authorization: `Bearer ${adminToken}` };
  const answer = await fetch(managementUrl + path, { method: 'POST', headers, body: form });
  if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}
