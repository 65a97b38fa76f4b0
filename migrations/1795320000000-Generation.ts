import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Answers to what was asked before a change of a source or of a monitor are told from later ones. */
export class Generation1795320000000 implements MigrationInterface {
  name = 'Generation1795320000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "source" ADD "generation" integer NOT NULL DEFAULT '0'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE "source" DROP COLUMN "generation"`);
  }
}
