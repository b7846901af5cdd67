export const FAILPOINTS = [
  'before_pg_commit',
  'after_pg_commit',
  'after_send',
  'after_offsets',
  'before_endtxn',
  'after_endtxn',
  'mid_reply',
] as const;

/** A place in the protocol between two steps of which the first has happened and the second has not. */
export type Failpoint = (typeof FAILPOINTS)[number];

/**
 * @param setting `name` or `name:nth`; empty: no failpoint
 * @returns what to call at each failpoint: at the nth arrival at the named one it runs `die`
 */
export function failpoints(setting: string, die: () => void): (point: Failpoint) => void {
  const [name, nth = '1'] = setting.split(':');
  let left = Number(nth);
  return (point) => {
    if (point === name && --left === 0) die();
  };
}

/** Ends this process as `kill -9` does: nothing is flushed, nobody is told. */
export function killSelf(): void {
  process.kill(process.pid, 'SIGKILL');
}
