const { existsSync, readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..', '..');

const foldersOf = (group) => readdirSync(join(root, group)).map((name) => `${group}/${name}`);

/** All projects' folders relative to the root. */
const projects = ['apps', 'libs']
  .flatMap(foldersOf)
  .filter((project) => existsSync(join(root, project, 'project.json')));

const readJson = (file) => JSON.parse(readFileSync(join(root, file), 'utf8'));

module.exports = { projects, readJson, root };
