import { type SdkOperation, sdkOperations } from './operations';

const HEADER = ['operation', 'SDK', 'method and path', 'here'] as const;

const INTRODUCTION = `# Operations of the official SDK

Every operation of the JavaScript SDK \`talon_one\`, versions 4.3.0 (column SDK: 4) and 5.0.1-rc (5), and how it stands here. The
file is written by \`node libs/api-contracts/tools/sdk-operations.mjs\` from \`libs/api-contracts/src/sdk\`, where the services
themselves read it: what they do not serve answers 501 with the reason given here. \`sdk-operations.e2e.spec.ts\` makes every
call with the SDK and compares what it answers.
`;

/** The page docs/sdk-operations.md. */
export function sdkOperationsPage(): string {
  const all = sdkOperations();
  const part = (title: string, api: SdkOperation['api']) =>
    `\n## ${title}\n\n${summaryOf(all, api)}\n\n${table(all.filter((operation) => operation.api === api).map(rowOf))}`;
  return INTRODUCTION + part('Integration API', 'integration') + part('Management API', 'management');
}

function summaryOf(all: readonly SdkOperation[], api: SdkOperation['api']): string {
  const counts = [4, 5].map((version) => {
    const own = all.filter((operation) => operation.api === api && operation.sdks.includes(version));
    const served = own.filter(({ standing }) => standing.kind !== 'absent');
    return `${served.length} of ${own.length} operations of version ${version}`;
  });
  return `Served: ${counts.join(', ')}.`;
}

function rowOf({ name, sdks, method, path, standing }: SdkOperation): string[] {
  return [`\`${name}\``, sdks.join(', '), `\`${method} ${path}\``, describe(standing)];
}

function describe(standing: SdkOperation['standing']): string {
  switch (standing.kind) {
    case 'works':
      return 'works';
    case 'partly':
      return `partly: ${standing.note}`;
    case 'absent':
      return `501: ${standing.reason}`;
  }
}

/** A table as the formatter of this repository leaves it. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = HEADER.map((title, column) => Math.max(...[HEADER, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |\n`;
  const rule = line(widths.map((width) => '-'.repeat(width)));
  return line(HEADER) + rule + rows.map(line).join('');
}
