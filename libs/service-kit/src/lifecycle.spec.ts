import { Controller, Module } from '@nestjs/common';
import { type CustomTransportStrategy, Server } from '@nestjs/microservices';
import { Writable } from 'node:stream';
import { createService } from './bootstrap';

class Strategy extends Server implements CustomTransportStrategy {
  closed = 0;

  listen(callback: () => void): void {
    callback();
  }

  close(): void {
    this.closed++;
  }

  override on(): never {
    throw new Error('no events');
  }

  override unwrap(): never {
    throw new Error('nothing within');
  }
}

@Controller()
class Empty {}

@Module({ controllers: [Empty] })
class EmptyModule {}

it('a service with a microservice stops at once: closing it does not wait for the stop that closes it', async () => {
  const lines: string[] = [];
  const logTo = new Writable({ write: (line: Buffer, _encoding, done) => (lines.push(line.toString()), done()) });
  const settings = { HOST: '127.0.0.1', PORT: 0, LOG_LEVEL: 'info', TESSERA_SERVICE_SECRET: 'a-secret-of-the-spec' };
  const strategy = new Strategy();
  const app = await createService({ service: 'spec', settings, module: EmptyModule, logTo }, (made) => {
    made.connectMicroservice({ strategy });
  });
  await app.startAllMicroservices();

  await app.close();

  expect(strategy.closed).toBeGreaterThan(0);
  expect(lines.filter((line) => line.includes('did not stop cleanly'))).toEqual([]);
});
