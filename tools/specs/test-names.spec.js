const { suitesIn, testNames } = require('./test-names');

it('joins the titles of groups and tests', () => {
  const text = "describe('a coupon', () => { describe('at its limit', () => { it('is refused', () => {}); }); });";
  expect(testNames(text)).toEqual(['a coupon at its limit is refused']);
});

it('knows tables, skipped tests and template titles', () => {
  const text =
    'it.each([1])("takes %s", () => {}); it.skip(`later`, f); test("now", f); it.each`a\n${1}`("row $a", f);';
  expect(testNames(text)).toEqual(['takes %s', 'later', 'now', 'row $a']);
});

it('takes nothing else for a test', () => {
  expect(testNames("expect('x'); item('y'); it(title, f);")).toEqual([]);
});

it('knows the tests of a suite where it is called, with the title that is said there', () => {
  const suite =
    'export function sound(name, make) { describe(`the sound of ${name}`, () => { it("is loud", make); it(make(), f); }); }' +
    'function helper(name) { return name; }';
  const suites = suitesIn(suite);
  expect([...suites.keys()]).toEqual(['sound']);
  expect(testNames("sound('horns', f); describe('at noon', () => sound('bells', f));", suites)).toEqual([
    'the sound of horns is loud',
    'at noon the sound of bells is loud',
  ]);
  expect(testNames("sound('horns', f);")).toEqual([]);
});

it('knows a suite that takes its whole title', () => {
  const suites = suitesIn('function sound(title: string) { describe(title, () => { it("is loud", f); }); }');
  expect(testNames("sound('a horn');", suites)).toEqual(['a horn is loud']);
});
