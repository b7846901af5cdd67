const ts = require('typescript');

const GROUPS = new Set(['describe']);
const TESTS = new Set(['it', 'test']);

const parse = (text) => ts.createSourceFile('spec.ts', text, ts.ScriptTarget.Latest);

/** `it` of `it(…)`, `it.each(…)(…)`, `it.skip(…)`; undefined for any other call. */
function rootName(expression) {
  if (ts.isIdentifier(expression)) return expression.text;
  if (ts.isPropertyAccessExpression(expression) || ts.isCallExpression(expression))
    return rootName(expression.expression);
  return ts.isTaggedTemplateExpression(expression) ? rootName(expression.tag) : undefined;
}

/** The text of a title, in which `known` stand for what they are called; undefined where it is computed otherwise. */
function titleOf(title, known) {
  if (!title) return undefined;
  if (ts.isStringLiteralLike(title)) return title.text;
  if (ts.isIdentifier(title)) return known.get(title.text);
  if (!ts.isTemplateExpression(title)) return undefined;
  const parts = title.templateSpans.map(({ expression, literal }) => [titleOf(expression, known), literal.text]);
  return parts.some(([part]) => part === undefined) ? undefined : title.head.text + parts.flat().join('');
}

/** The full names of the tests below a node. */
function namesBelow(root, known, suites) {
  const names = [];
  const visit = (node, groups) => {
    const name = ts.isCallExpression(node) ? rootName(node.expression) : undefined;
    const title = name && titleOf(node.arguments[0], known);
    const add = (...titles) => names.push([...groups, ...titles].join(' '));
    if (title !== undefined && TESTS.has(name)) add(title);
    if (title !== undefined)
      suites
        .get(name)?.(title)
        .forEach((one) => add(one));
    const within = title !== undefined && GROUPS.has(name) ? [...groups, title] : groups;
    ts.forEachChild(node, (child) => visit(child, within));
  };
  visit(root, []);
  return names;
}

/**
 * The suites in a file's text: functions that declare tests, with their first parameter in the titles.
 * @param {string} text
 * @returns {Map<string, (title: string) => string[]>} what the tests of a suite are called, by the suite's name
 */
function suitesIn(text) {
  const functions = parse(text).statements.filter((one) => ts.isFunctionDeclaration(one) && one.parameters.length > 0);
  const namesOf = (suite) => (title) => namesBelow(suite, new Map([[suite.parameters[0].name.text, title]]), new Map());
  return new Map(functions.map((one) => [one.name.text, namesOf(one)]).filter(([, names]) => names('').length > 0));
}

/**
 * The full names of the tests in a spec's text, as jest reports them: titles of the groups around it and its own, with
 * blanks between. Titles of tables keep their placeholders; computed titles are left out.
 * @param {string} text
 * @param {Map<string, (title: string) => string[]>} suites what it may call to declare tests, as `suitesIn` finds them
 * @returns {string[]}
 */
function testNames(text, suites = new Map()) {
  return namesBelow(parse(text), new Map(), suites);
}

module.exports = { suitesIn, testNames };
