import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Coupon } from '@tessera/api-contracts';
import { COUPON_COLUMNS, couponRow as exported } from '../exports/coupon-row';
import { csvOf } from '../exports/csv';
import { refusal } from '../testing/refusal.fixture';
import { couponRow } from './coupon-rows';
import { csvRows, MAX_ROWS } from './csv-rows';

const read = (csv: string | Iterable<string>) =>
  csvRows(Readable.from(typeof csv === 'string' ? [csv] : csv), ['value'], couponRow);

const PLAIN = { recipientintegrationid: '', limitval: 1, attributes: {} };

describe('an import of coupons', () => {
  it('takes the columns of the reference, in any order and case, and leaves others alone', async () => {
    const { rows, wrong } = await read(
      '\ufeffAttributes,VALUE,limitval,expirydate,startdate,recipientintegrationid,discountlimit,id\r\n' +
        '"{""offer"":""milk""}",A-1,0,2027-01-01T00:00:00Z,2026-01-01 08:00:00,ann,12.5,99\r\n\r\n,B,,,,,,\n',
    );
    expect(wrong).toEqual([]);
    expect(rows).toEqual([
      {
        line: 2,
        value: {
          ...{ value: 'A-1', limitval: 0, expirydate: '2027-01-01T00:00:00Z', startdate: '2026-01-01T08:00:00Z' },
          ...{ recipientintegrationid: 'ann', discountlimit: 12.5, attributes: { offer: 'milk' } },
        },
      },
      { line: 4, value: { value: 'B', ...PLAIN } },
    ]);
  });

  it.each([
    ['value,limitval\nA,-1', 'limitval: '],
    ['value,limitval\nA,many', 'limitval: '],
    ['value,expirydate\nA,tomorrow', 'expirydate: '],
    ['value,attributes\nA,[1]', 'attributes: must be a JSON object'],
    ['value,attributes\nA,{', 'attributes: must be a JSON object'],
    ['value,limitval\n,1', 'value: '],
    [`value\n${'x'.repeat(101)}`, 'value: '],
  ])('names the line and the reason of a wrong row: %j', async (csv, reason) => {
    const { rows, wrong } = await read(`${csv}\n`);
    expect(rows).toEqual([]);
    expect(wrong).toEqual([{ line: 2, reason: expect.stringContaining(reason) as string }]);
  });

  it.each([
    ['value\n"A', 'import.malformed'],
    ['value,limitval\nA,1,2', 'import.malformed'],
    ['code\nA', 'import.columns'],
  ])('is refused as a whole where it is no such file: %j', async (csv, code) => {
    await expect(read(csv)).rejects.toEqual(refusal(400, code));
  });

  it('has at most 100,000 rows, and breaks off where the file does', async () => {
    const many = function* () {
      yield 'value\n';
      for (let row = 0; row <= MAX_ROWS; row += 1) yield `C${row}\n`;
    };
    await expect(read(many())).rejects.toEqual(refusal(400, 'import.rows'));
    const broken = new Readable({ read: () => undefined });
    broken.push('value\nA\n');
    const reading = csvRows(broken, ['value'], couponRow);
    broken.destroy(new Error('gone'));
    await expect(reading).rejects.toThrow('gone');
  });

  it('reads what an export wrote, codes that look like formulas too', async () => {
    const coupon: Coupon = {
      ...{ id: 1, created: '2026-01-01T00:00:00.000Z', campaignId: 7, value: '-10%', batchId: 'b' },
      ...{ usageLimit: 3, usageCounter: 1, discountCounter: 0, attributes: { offer: '=1' } },
      ...{ reservation: true, reservationLimit: 0, reservationCounter: 0 },
      ...{ isReservationMandatory: false, implicitlyReserved: false },
      ...{ recipientIntegrationId: '@ann', expiryDate: '2027-01-01T00:00:00.000Z' },
    };
    const rows = async function* () {
      yield await Promise.resolve(exported(coupon, 3n, 'excel'));
    };
    const file = await text(csvOf(COUPON_COLUMNS, rows()));
    expect(file).toContain("'-10%");
    expect((await read(file)).rows[0]?.value).toEqual({
      ...{ value: '-10%', limitval: 3, recipientintegrationid: '@ann', attributes: { offer: '=1' } },
      expirydate: '2027-01-01T00:00:00Z',
    });
  });
});
