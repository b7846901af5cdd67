const { testNames } = require('./test-names');

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
