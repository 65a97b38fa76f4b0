import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The meaning of texts beside their readings, and whose side a monitor is on. */
export class Reading1795323600000 implements MigrationInterface {
  name = 'Reading1795323600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "reading" ADD "vector" bytea`);
    await runner.query(
      `ALTER TABLE "monitor" ADD "brand_names" text array NOT NULL DEFAULT '{}',
              ADD "competitors" text array NOT NULL DEFAULT '{}'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE "monitor" DROP COLUMN "competitors", DROP COLUMN "brand_names"`,
    );
    await runner.query(`ALTER TABLE "reading" DROP COLUMN "vector"`);
  }
}
