const { execFile, spawn } = require('node:child_process');
const { root } = require('./projects');

const args = (code) => ['--input-type=module', '-e', code];

/**
 * Runs a piece of ES module code, which jest cannot import, in a Node of its own at the root of the clone, and gives the
 * JSON that it printed last. Rejects with its error output.
 */
function inNode(code, { env = process.env } = {}) {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args(code), { cwd: root, env }, (error, stdout, stderr) => {
      if (error) reject(new Error(stderr));
      else resolve(JSON.parse(stdout.trim().split('\n').at(-1)));
    });
  });
}

/** The same for code that goes on running; `line()` gives the next line that it prints. */
function runNode(code) {
  const child = spawn(process.execPath, args(code), { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = require('node:readline').createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const exited = new Promise((resolve) => child.once('exit', resolve));
  return { child, exited, line: async () => (await lines.next()).value };
}

module.exports = { inNode, runNode };
