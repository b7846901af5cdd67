import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Parser } from '@asyncapi/parser';
import { parse } from 'yaml';
import { asyncApi } from './asyncapi';
import { topics } from './topics';

const committed = readFileSync(join(__dirname, '../../../docs/generated/asyncapi.yaml'), 'utf8');

describe('docs/generated/asyncapi.yaml', () => {
  it('is what tools/asyncapi.mjs would write now', () => {
    expect(parse(committed)).toEqual(JSON.parse(JSON.stringify(asyncApi())));
  });

  it('is a valid AsyncAPI document of every topic', async () => {
    const { document, diagnostics } = await new Parser().parse(committed);
    expect(diagnostics.filter(({ severity }) => Number(severity) === 0)).toEqual([]);
    expect(
      document
        ?.allChannels()
        .all()
        .map((channel) => channel.address()),
    ).toEqual(topics.map(({ name }) => name));
  }, 120_000);
});
