const { default: Sequencer } = require('@jest/test-sequencer');

/** They take a minute and more, most of it waiting: begun last, they would run on while the other cores have nothing to do. */
const LONGEST = [
  'ticker.int.spec.ts',
  'kill.e2e.spec.ts',
  'crash.int.spec.ts',
  'simulation.spec.ts',
  'sdk-operations.e2e.spec.ts',
];

const isLong = ({ path }) => LONGEST.some((name) => path.endsWith(`/${name}`));

/** Jest's own order, by what failed and by size, with the longest first. */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    return [...sorted.filter(isLong), ...sorted.filter((test) => !isLong(test))];
  }
};
