const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { parse } = require('yaml');
const { read } = require('./files');
const { inNode } = require('./in-node');
const { projects, root } = require('./projects');

// Goal: the containers run what is here. No Docker engine is asked: the files are compared with the table of services
// (tools/services.mjs), with the broker's required settings, and with the projects that exist.

const compose = parse(read('docker-compose.yml'), { merge: true });
const text = read('docker-compose.yml');
const dockerfile = read('infra/docker/Dockerfile');
const BACKING = ['kafka', 'postgres'];
const ONE_SHOTS = ['topics', 'migrate'];
const EXTRA = ['kafka-ui'];

let services;
let kafkaSettings;

beforeAll(async () => {
  [services, kafkaSettings] = await inNode(`
    import { SERVICES } from './tools/services.mjs';
    import { environmentVariables } from './infra/local/kafka-properties.mjs';
    console.log(JSON.stringify([SERVICES, environmentVariables()]));`);
});

const each = (check) => services.forEach((service) => check(service, compose.services[service.name]));

describe('the table of services', () => {
  it('names every app that has a main.ts', () => {
    const apps = projects.filter((project) => existsSync(join(root, project, 'src/main.ts')));
    expect(services.map(({ name }) => `apps/${name}`).sort()).toEqual(apps.sort());
  });

  it('gives a schema to every app that has a migrate.ts', () => {
    const apps = projects.filter(
      (project) => /^apps/.test(project) && existsSync(join(root, project, 'src/migrate.ts')),
    );
    const withTables = services.filter(({ schema }) => schema).map(({ name }) => `apps/${name}`);
    expect(withTables.sort()).toEqual(apps.sort());
  });

  it('gives each service a port of its own', () => {
    expect(new Set(services.map(({ port }) => port)).size).toBe(services.length);
  });
});

describe('docker-compose.yml', () => {
  it('has the services of the table and what they stand on', () => {
    const expected = [...services.map(({ name }) => name), ...BACKING, ...ONE_SHOTS, ...EXTRA];
    expect(Object.keys(compose.services).sort()).toEqual(expected.sort());
  });

  it('builds each service from the one Dockerfile', () => {
    each(({ name }, { build, image }) => {
      expect({ name, build }).toEqual({
        name,
        build: { context: '.', dockerfile: 'infra/docker/Dockerfile', args: { APP: name } },
      });
      expect(image).toBe(`tessera/${name}`);
    });
  });

  it('runs each on its port, open to this machine only', () => {
    each(({ port }, { environment, ports }) => {
      expect(environment.PORT).toBe(port);
      expect(environment.HOST).toBe('0.0.0.0');
      expect(ports).toEqual([`127.0.0.1:${port}:${port}`]);
    });
    for (const { ports = [] } of Object.values(compose.services)) {
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
    }
  });

  it('tells each where the others are', () => {
    const urls = Object.fromEntries(services.map(({ name, port, url }) => [url, `http://${name}:${port}`]));
    each((_, { environment }) => expect(environment).toMatchObject(urls));
  });

  it('gives each its schema and the secrets of the table, and no others', () => {
    const SECRETS = ['TESSERA_MASTER_KEY', 'TESSERA_ADMIN_PASSWORD'];
    each(({ name, schema, secrets }, { environment }) => {
      expect([name, environment.DATABASE_SCHEMA]).toEqual([name, schema]);
      expect([name, SECRETS.filter((secret) => secret in environment)]).toEqual([name, secrets]);
      expect(environment.TESSERA_SERVICE_SECRET).toBe('${TESSERA_SERVICE_SECRET:-}');
    });
  });

  it('asks each for its health, and each of what runs on', () => {
    each((_, { healthcheck }) => expect(healthcheck.test).toEqual(['CMD', 'node', '/app/healthcheck.mjs']));
    for (const name of BACKING) expect(compose.services[name].healthcheck.test).toBeDefined();
  });

  it('starts services after topics and migrations, and these once what they need is healthy', () => {
    const done = { condition: 'service_completed_successfully' };
    each((_, service) => expect(service.depends_on).toEqual({ topics: done, migrate: done }));
    expect(compose.services.topics.depends_on).toEqual({ kafka: { condition: 'service_healthy' } });
    expect(compose.services.migrate.depends_on).toEqual({ postgres: { condition: 'service_healthy' } });
    for (const name of ONE_SHOTS) expect(compose.services[name].restart).toBe('no');
  });

  it('runs scripts that exist in the one-shots', () => {
    for (const name of ONE_SHOTS) {
      const { build, command } = compose.services[name];
      expect(build.target).toBe('tools');
      expect(existsSync(join(root, command[0]))).toBe(true);
    }
  });

  it('gives a service as long to stop as it may take', () => {
    each((_, service) => expect(service.stop_grace_period).toBe('30s'));
  });

  it('has the broker that the embedded one is: its version and its settings', () => {
    const { image, environment } = compose.services.kafka;
    const [, version] = /<artifactId>kafka_[\d.]+<\/artifactId>\s*<version>([\d.]+)</.exec(
      read('infra/kafka-local/pom.xml'),
    );
    expect(image).toBe(`apache/kafka:${version}`);
    const given = Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, String(value)]));
    expect(given).toMatchObject(kafkaSettings);
  });

  it('keeps data in volumes that are declared', () => {
    const used = BACKING.flatMap((name) => compose.services[name].volumes).map((volume) => volume.split(':')[0]);
    expect(used.sort()).toEqual(Object.keys(compose.volumes).sort());
    expect(compose.services.postgres.volumes[0]).toMatch(/:\/var\/lib\/postgresql$/);
  });

  it('keeps what is not needed out of the way by a profile', () => {
    for (const name of EXTRA) expect(compose.services[name].profiles).toEqual(['tools']);
  });

  it('takes from the environment what .env.example explains, and nothing else', () => {
    const used = [...text.matchAll(/\$\{(\w+)/g)].map(([, name]) => name);
    const explained = [...read('.env.example').matchAll(/^(\w+)=/gm)].map(([, name]) => name);
    expect([...new Set(used)].sort()).toEqual(explained.sort());
  });
});

describe('infra/docker/Dockerfile', () => {
  const stages = dockerfile
    .split(/^FROM /m)
    .slice(1)
    .map((stage) => {
      const [, base, name] = /^(\S+) AS (\S+)/.exec(stage);
      return { base, name, text: stage };
    });
  const stage = (wanted) => stages.find(({ name }) => name === wanted);

  it('builds in stages on one small image and ends with the service', () => {
    expect(stages.map(({ name }) => name)).toEqual(['build', 'tools', 'packages', 'service']);
    expect(new Set(stages.map(({ base }) => base))).toEqual(new Set(['node:24-bookworm-slim']));
  });

  it('runs nothing as root', () => {
    for (const name of ['tools', 'service']) expect(stage(name).text).toMatch(/^USER node$/m);
  });

  it('makes the image of the app that is asked for, without development packages', () => {
    expect(stage('packages').text).toMatch(/^ARG APP$[\s\S]*npm ci --omit=dev .*--workspace "@tessera\/\$\{APP\}"/m);
    expect(stage('service').text).toMatch(/^ARG APP$[\s\S]*^WORKDIR \/app\/apps\/\$\{APP\}$/m);
  });

  it('asks for health and stops by a signal that services know', () => {
    expect(stage('service').text).toMatch(/^HEALTHCHECK .*CMD \["node", "\/app\/healthcheck\.mjs"\]$/m);
    expect(stage('service').text).toMatch(/^STOPSIGNAL SIGTERM$/m);
  });

  it('copies files that exist', () => {
    const copied = [...dockerfile.matchAll(/--from=build \/app\/([\w./-]+) /g)].map(([, path]) => path);
    expect(copied.filter((path) => !existsSync(join(root, path.replace(/\/$/, ''))))).toEqual([]);
  });

  it('sends neither secrets nor what it makes itself to the engine', () => {
    const ignored = read('.dockerignore').split('\n');
    for (const name of ['.env', '.git', '.tessera', '**/node_modules', '**/dist']) expect(ignored).toContain(name);
  });
});

describe('infra/docker/healthcheck.mjs', () => {
  const { createServer } = require('node:http');
  const { execFile } = require('node:child_process');

  const exitCode = (port) =>
    new Promise((resolve) => {
      const script = join(root, 'infra/docker/healthcheck.mjs');
      execFile(process.execPath, [script], { env: { PORT: String(port) } }, (error) => resolve(error?.code ?? 0));
    });

  it.each([
    [200, 0],
    [503, 1],
  ])('turns the answer %s of /health/ready into the exit code %s', async (status, code) => {
    const server = createServer((request, response) => {
      response.statusCode = request.url === '/health/ready' ? status : 404;
      response.end();
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    expect(await exitCode(server.address().port)).toBe(code);
    await new Promise((resolve) => server.close(resolve));
    expect(await exitCode(server.address()?.port ?? 1)).toBe(1);
  });
});
