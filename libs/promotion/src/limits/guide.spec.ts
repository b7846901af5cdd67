import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { limitGuide } from './guide';

const FILE = join(__dirname, '../../../../docs/guides/budgets.md');
const PLACE = /(<!-- actions -->\n)[^]*(<!-- \/actions -->)/;

it('docs/guides/budgets.md has the table of every action; UPDATE_DOCS=1 writes it', () => {
  const guide = readFileSync(FILE, 'utf8');
  const due = guide.replace(PLACE, (_, begin: string, end: string) => `${begin}\n${limitGuide()}\n\n${end}`);
  if (process.env['UPDATE_DOCS']) writeFileSync(FILE, due);
  else expect(guide).toBe(due);
});
