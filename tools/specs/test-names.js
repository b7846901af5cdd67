const ts = require('typescript');

const GROUPS = new Set(['describe']);
const TESTS = new Set(['it', 'test']);

/** `it` of `it(…)`, `it.each(…)(…)`, `it.skip(…)`; undefined for any other call. */
function rootName(expression) {
  if (ts.isIdentifier(expression)) return expression.text;
  if (ts.isPropertyAccessExpression(expression) || ts.isCallExpression(expression))
    return rootName(expression.expression);
  return ts.isTaggedTemplateExpression(expression) ? rootName(expression.tag) : undefined;
}

const titleOf = ({ arguments: [first] }) => (first && ts.isStringLiteralLike(first) ? first.text : undefined);

/**
 * The full names of the tests in a spec's text, as jest reports them: titles of the groups around it and its own, with
 * blanks between. Titles of tables keep their placeholders; computed titles are left out.
 * @param {string} text
 * @returns {string[]}
 */
function testNames(text) {
  const names = [];
  const visit = (node, groups) => {
    const name = ts.isCallExpression(node) ? rootName(node.expression) : undefined;
    const title = name && titleOf(node);
    if (title !== undefined && TESTS.has(name)) names.push([...groups, title].join(' '));
    const within = title !== undefined && GROUPS.has(name) ? [...groups, title] : groups;
    ts.forEachChild(node, (child) => visit(child, within));
  };
  visit(ts.createSourceFile('spec.ts', text, ts.ScriptTarget.Latest), []);
  return names;
}

module.exports = { testNames };
