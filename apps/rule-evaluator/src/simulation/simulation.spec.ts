import { MUTANTS, type Ports } from './mutants';
import { Simulation } from './simulation';

const SEEDS = Number(process.env['SIM_SEEDS'] ?? 150);
const STEPS = 600;
/** A mutant must be found within so many seeds. */
const MUTANT_SEEDS = 2000;

async function firstViolation(seeds: number, ports?: Ports, from = 1): Promise<string | null> {
  for (let seed = from; seed < from + seeds; seed++) {
    const wrong = await new Simulation(seed, ports).run(STEPS);
    if (wrong) return wrong;
  }
  return null;
}

it(
  'aiokafka 844, posthog 80897: decides once and publishes once under every seed: I1, I2, I3, I5, I8 and liveness',
  async () => {
    await expect(firstViolation(SEEDS)).resolves.toBeNull();
  },
  120_000 + SEEDS * 1_000,
);

it.each(Object.keys(MUTANTS))(
  'finds the mutant: %s',
  async (name) => {
    await expect(firstViolation(MUTANT_SEEDS, MUTANTS[name])).resolves.toMatch(/^seed \d+: /);
  },
  300_000,
);
