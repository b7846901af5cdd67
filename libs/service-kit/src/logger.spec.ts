import { createLogger, maskSecrets } from './logger';

describe('the logger', () => {
  const lines: string[] = [];
  const logger = createLogger({
    service: 'notes',
    level: 'info',
    destination: { write: (line) => void lines.push(line) },
  });

  it('writes JSON with service, time and level', () => {
    logger.info({ partition: 3 }, 'assigned');
    expect(JSON.parse(lines.pop() ?? '')).toMatchObject({
      service: 'notes',
      level: 'info',
      partition: 3,
      msg: 'assigned',
    });
  });

  it.each([
    [{ password: 'hunter2-and-so-on' }],
    [{ headers: { authorization: 'hunter2-and-so-on' } }],
    [{ request: { body: { secret: 'hunter2-and-so-on' } } }],
    [{ err: new Error('ApiKey-v1 hunter2-and-so-on') }],
    [{ url: 'postgres://user:hunter2-and-so-on@host/db' }],
    [{ text: 'pk_1_hunter2-and-so-on' }],
    [{ text: 'Bearer hunter2-and-so-on' }],
    [{ text: 'Service hunter2-and-so-on' }],
  ])('masks the secret in %j', (fields) => {
    logger.info(fields, 'line');
    const line = lines.pop();
    expect(line).toContain('[secret]');
    expect(line).not.toContain('hunter2-and-so-on');
  });

  it('leaves other text as it is', () => {
    const text = '{"url":"http://127.0.0.1:8080/v2","msg":"Service started"}';
    expect(maskSecrets(text)).toBe(text);
  });
});
