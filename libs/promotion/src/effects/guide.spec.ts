import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { effectGuide } from './guide';

const FILE = join(__dirname, '../../../../docs/guides/rules.md');
const PLACE = /(<!-- effects -->\n)[^]*(<!-- \/effects -->)/;

it('docs/guides/rules.md has the table of every effect; UPDATE_DOCS=1 writes it', () => {
  const guide = readFileSync(FILE, 'utf8');
  const due = guide.replace(PLACE, (_, begin: string, end: string) => `${begin}\n${effectGuide()}\n\n${end}`);
  if (process.env['UPDATE_DOCS']) writeFileSync(FILE, due);
  else expect(guide).toBe(due);
});
