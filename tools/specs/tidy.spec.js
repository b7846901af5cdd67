const { existsSync } = require('node:fs');
const { basename, join } = require('node:path');
const { files, isCode, isGenerated, isText, read } = require('./files');
const { projects, readJson, root } = require('./projects');

// Goal: the habits of this repository hold without anybody watching. Method: reading every file of it.

const MOST_LINES = 400;
const all = files();
const code = all.filter((file) => isCode(file) && !isGenerated(file));

/** `file:line` of every line that matches. */
const linesWith = (names, pattern) =>
  names.flatMap((file) =>
    read(file)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [])),
  );

it('finds files to read', () => {
  expect(code.length).toBeGreaterThan(50);
});

describe('code', () => {
  it('runs every test of a spec', () => {
    const specs = code.filter((file) => /\.spec\.(ts|js)$/.test(file));
    expect(linesWith(specs, /\b(describe|it|test)(\.each)?\.only\b|\bf(it|describe)\(/)).toEqual([]);
  });

  it('leaves nothing to do later', () => {
    const words = ['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X']; // In pieces, because this file is code too.
    expect(linesWith(code, new RegExp(`\b(${words.join('|')})\b`))).toEqual([]);
  });

  it('has at most 400 lines a file', () => {
    expect(code.filter((file) => read(file).trimEnd().split('\n').length > MOST_LINES)).toEqual([]);
  });
});

describe('every file', () => {
  const texts = all.filter((file) => isText(file) && file !== 'package-lock.json');

  it('names no path of one machine', () => {
    expect(linesWith(texts, /(?<![\w.:/-])\/(home|Users|root|work|mnt)\/[\w.-]/)).toEqual([]);
  });

  it('names no package registry', () => {
    expect(linesWith(texts, /registry\.(npmjs\.org|yarnpkg\.com)|repo\d?\.maven\.(apache\.)?org/)).toEqual([]);
  });
});

describe('package-lock.json', () => {
  const { packages } = readJson('package-lock.json');

  it('holds no download address', () => {
    const addresses = Object.values(packages).filter(({ resolved, link }) => resolved && !link);
    expect(addresses).toEqual([]);
  });

  it('holds one version of each package that the workspace names', () => {
    expect(Object.keys(packages).filter((name) => /^(apps|libs)\/.*\/node_modules\//.test(name))).toEqual([]);
  });
});

describe('every project', () => {
  const layersOf = (project) => readJson(join(project, 'project.json')).tags.filter((tag) => tag.startsWith('layer:'));

  it.each(projects)('%s has exactly one layer', (project) => {
    expect(layersOf(project)).toHaveLength(1);
  });

  it.each(projects)('%s says in a README what it is', (project) => {
    expect(existsSync(join(root, project, 'README.md'))).toBe(true);
  });

  it.each(projects)('%s is named as its folder', (project) => {
    expect(readJson(join(project, 'project.json')).name).toBe(basename(project));
    expect(readJson(join(project, 'package.json')).name).toBe(`@tessera/${basename(project)}`);
  });

  it.each(projects.filter((project) => project.startsWith('libs/')))('%s is known to the compiler', (project) => {
    const { paths } = readJson('tsconfig.base.json').compilerOptions;
    expect(paths[`@tessera/${basename(project)}`]).toEqual([`./${project}/src/index.ts`]);
  });

  const pure = projects.filter((project) => layersOf(project).some((layer) => /:(kernel|domain)$/.test(layer)));

  it.each(pure)('%s compiles without Node and without a browser', (project) => {
    expect(readJson(join(project, 'tsconfig.lib.json')).compilerOptions).toMatchObject({ lib: ['ES2023'], types: [] });
  });
});

describe('docs/adr', () => {
  const records = all.filter((file) => /^docs\/adr\/\d{4}-.*\.md$/.test(file)).map((file) => basename(file));

  it('has every record in its index', () => {
    const index = records.length > 0 ? read('docs/adr/README.md') : '';
    expect(records.filter((record) => !index.includes(`(${record})`))).toEqual([]);
  });
});
