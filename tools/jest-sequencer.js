const { default: Sequencer } = require('@jest/test-sequencer');

/**
 * They take a minute and more: begun last, one would run on while the other cores have nothing to do. Those that mostly wait, for
 * clocks and restarts, stand between those that compute.
 */
const LONGEST = [
  'ticker.int.spec.ts',
  'simulation.spec.ts',
  'kill.e2e.spec.ts',
  'sdk-operations.e2e.spec.ts',
  'crash.int.spec.ts',
];

const rankOf = ({ path }) => LONGEST.findIndex((name) => path.endsWith(`/${name}`));

/** Jest's own order, by what failed and by size, with the longest first. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const longest = sorted.filter((test) => rankOf(test) >= 0).sort((one, other) => rankOf(one) - rankOf(other));
    return [...longest, ...sorted.filter((test) => rankOf(test) < 0)];
  }
};
