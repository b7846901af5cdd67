import { spawn } from 'node:child_process';
import { root, toolEnv } from './workspace.mjs';

/** A command that ended with another code than 0; `output` is all it printed. */
export class CommandFailed extends Error {
  constructor(line, code, output) {
    super(`${line} ended with ${code}:\n${output}`);
    this.code = code;
    this.output = output;
  }
}

/**
 * Runs a program at the root of the clone and gives what it printed.
 * @param {string} program
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<string>} rejects with CommandFailed, or with the error of a program that cannot be started
 */
export function command(program, args, { env = toolEnv } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve(output) : reject(new CommandFailed([program, ...args].join(' '), code, output)),
    );
  });
}

/** Runs a program that speaks to the terminal itself; resolves to its exit code. */
export function commandAloud(program, args, { env = toolEnv } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, env, stdio: 'inherit' });
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}
