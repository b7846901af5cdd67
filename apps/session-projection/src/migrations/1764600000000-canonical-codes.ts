import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sessions are found by codes as these are compared, whatever was typed; `body` keeps what was typed. */
export class CanonicalCodes1764600000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE session SET coupon_codes = ARRAY(SELECT normalize(upper(trim(normalize(code, NFKC))), NFKC) FROM unnest(coupon_codes) AS code)
      WHERE coupon_codes <> '{}'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE session SET coupon_codes = ARRAY(SELECT jsonb_array_elements_text(body -> 'couponCodes'))
      WHERE coupon_codes <> '{}'`);
  }
}
