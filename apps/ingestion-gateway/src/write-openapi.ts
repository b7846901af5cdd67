import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { openApiText } from './openapi';

const [path] = process.argv.slice(2);
if (path === undefined) throw new Error('where to? give the path of the file to write');

void openApiText().then((text) => writeFileSync(path, text));
