import { aboutAction, isReturned, LIMIT_ACTIONS } from './actions';

/** The guide's table of every action that a limit may name, as Markdown. */
export function limitGuide(): string {
  const rows = LIMIT_ACTIONS.map((action) => `| \`${action}\` | ${aboutAction(action)} | ${whenCancelled(action)} |`);
  return ['| action | what it counts | when the session is cancelled |', '|---|---|---|', ...rows].join('\n');
}

function whenCancelled(action: string): string {
  return isReturned(action) ? 'comes back' : 'stays used';
}
