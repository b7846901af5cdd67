const WIDTH = 24;

/** One line for the person at the terminal. */
export const say = (line = '') => console.log(line);

/** A line that must be seen. */
export const warn = (line) => console.error(`! ${line}`);

/** Runs a step and says how long it took. */
export async function step(name, work) {
  const begin = performance.now();
  const result = await work();
  say(`  ${name.padEnd(WIDTH)} ${((performance.now() - begin) / 1000).toFixed(1).padStart(5)} s`);
  return result;
}
