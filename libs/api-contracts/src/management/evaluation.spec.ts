import { updateEvaluationTree } from './evaluation';

const set = (elements: unknown[], more: object = {}) => ({ type: 'SET', name: 'Group', elements, ...more });

describe('an evaluation tree', () => {
  it('holds groups in groups, each with its defaults', () => {
    const { set: read } = updateEvaluationTree.parse({ set: set([set([{ type: 'CAMPAIGN', campaignId: 7 }])]) });
    const defaults = { description: '', evaluationMode: 'stackable', evaluationScope: 'session', locked: false };
    expect(read).toEqual(set([set([{ type: 'CAMPAIGN', campaignId: 7 }], defaults)], defaults));
  });

  it('says where in it something is wrong', () => {
    const wrong = set([set([{ type: 'CAMPAIGN', campaignId: 7 }], { evaluationMode: 'middle' })]);
    const { error } = updateEvaluationTree.safeParse({ set: wrong });
    expect(error?.issues.map(({ path }) => path.join('/'))).toEqual(['set/elements/0/evaluationMode']);
  });
});
