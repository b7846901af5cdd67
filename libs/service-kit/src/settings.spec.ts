import { z } from 'zod';
import { flag, kafkaSettings, loadSettings, serviceSettings, serviceUrl, SettingsError } from './settings';

const shape = { ...serviceSettings(8080), ...kafkaSettings, EVALUATOR_URL: serviceUrl('http://127.0.0.1:8082') };
const given = { KAFKA_BROKERS: 'a:1,b:2', TESSERA_SERVICE_SECRET: 'a secret of the specs' };

it('gives typed settings with defaults; empty is not set', () => {
  expect(loadSettings(shape, { ...given, PORT: '', EVALUATOR_URL: 'http://host:1/' })).toEqual({
    HOST: '127.0.0.1',
    PORT: 8080,
    LOG_LEVEL: 'info',
    TESSERA_SERVICE_SECRET: given.TESSERA_SERVICE_SECRET,
    KAFKA_BROKERS: given.KAFKA_BROKERS,
    TESSERA_CLUSTER: 'tessera',
    TOPIC_PREFIX: '',
    KAFKA_SESSION_TIMEOUT_MS: 30_000,
    EVALUATOR_URL: 'http://host:1',
  });
});

it('names every bad variable and no value', () => {
  const load = () => loadSettings(shape, { PORT: '70000', TESSERA_SERVICE_SECRET: 'short' });
  expect(load).toThrow(SettingsError);
  expect(load).toThrow(/PORT.*TESSERA_SERVICE_SECRET.*KAFKA_BROKERS/);
  expect(load).not.toThrow(/short|70000/);
});

it.each([
  ['1', true],
  ['true', true],
  ['0', false],
  ['', false],
  [undefined, false],
])('reads the flag %s', (text, on) => {
  expect(loadSettings({ TESSERA_DEV: flag() }, { TESSERA_DEV: text })).toEqual({ TESSERA_DEV: on });
});

it('knows only what is asked for', () => {
  expect(loadSettings({ A: z.string() }, { A: 'a', B: 'b' })).toEqual({ A: 'a' });
});
