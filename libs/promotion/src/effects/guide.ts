import type { PropDoc } from './effect-type';
import { EFFECT_TYPES } from './registry';

/** The guide's table of every effect's rule-side props, as Markdown. */
export function effectGuide(): string {
  return EFFECT_TYPES.map(({ type, summary, props }) =>
    [`### ${type}`, '', summary, '', ...table(props)].join('\n'),
  ).join('\n\n');
}

function table(props: readonly PropDoc[]): string[] {
  const rows = props.map(({ name, type, required, about }) => {
    return `| \`${name}\` | ${type.replaceAll('|', '\\|')} | ${required ? 'yes' : 'no'} | ${about} |`;
  });
  return ['| prop | type | required | meaning |', '|---|---|---|---|', ...rows];
}
