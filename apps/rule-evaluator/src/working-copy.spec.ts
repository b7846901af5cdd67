import { couponStored, counterStored } from './testing/states';
import type { Stored } from './ports';
import { WorkingCopy } from './working-copy';

const NEW = couponStored('NEW', 5n);
const absent = ({ kind, row }: Stored) => ({ kind, row, value: null, version: null }) as Stored;

function held(stored: Stored, locked: boolean): WorkingCopy {
  const copy = new WorkingCopy();
  copy.hold([stored], locked);
  return copy;
}

describe('a code that nobody has', () => {
  it('may be written without a lock, and is to be created then', () => {
    const copy = held(absent(NEW), false);
    expect(copy.coupon(1n, 'NEW')).toEqual({ value: null, version: null, locked: true });
    copy.write(NEW);
    expect(copy.writes()).toEqual({ states: [], created: [NEW] });
  });

  it('is written as any row where it is locked', () => {
    const copy = held(absent(NEW), true);
    copy.write(NEW);
    expect(copy.writes()).toEqual({ states: [NEW], created: [] });
  });
});

it.each([
  ['a code that somebody has', NEW, (copy: WorkingCopy) => copy.coupon(1n, 'NEW')],
  ['another row that is not there', absent(counterStored('c', 1n, 1n)), (copy: WorkingCopy) => copy.counter(1n, 'c')],
])('%s needs a lock', (_, stored, look) => {
  expect(look(held(stored, false))).toMatchObject({ locked: false });
});
