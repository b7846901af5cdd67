import { CommitUnknown, isConflict, isConnectionLost } from './database-error';

const withCode = (code: string) => Object.assign(new Error(code), { code });

describe('errors of the database', () => {
  it.each(['40001', '40P01', '55P03'])('%s is a conflict', (code) => {
    expect(isConflict(withCode(code))).toBe(true);
    expect(isConnectionLost(withCode(code))).toBe(false);
  });

  it('are recognised through the wrapper of TypeORM', () => {
    expect(isConflict(Object.assign(new Error('wrapped'), { driverError: withCode('40P01') }))).toBe(true);
  });

  it.each(['57P01', '08006', '25P03', 'ECONNRESET'])('%s is a lost connection', (code) => {
    expect(isConnectionLost(withCode(code))).toBe(true);
  });

  it('are told from a lost connection that has no code', () => {
    expect(isConnectionLost(new Error('Connection terminated unexpectedly'))).toBe(true);
    expect(isConnectionLost(new Error('relation "x" does not exist'))).toBe(false);
  });

  it('keep the cause of an unknown commit', () => {
    expect(new CommitUnknown('why').cause).toBe('why');
  });
});
