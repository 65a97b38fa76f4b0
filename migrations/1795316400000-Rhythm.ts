import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The rhythm and the window of a place, and until when it is covered. */
export class Rhythm1795316400000 implements MigrationInterface {
  name = 'Rhythm1795316400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE "source" ADD "gap_count" integer NOT NULL DEFAULT '0', ADD "window_seconds" integer, ADD "covered_until" timestamptz`,
    );
    await runner.query(
      `CREATE INDEX "host_paused" ON "host" ("paused_until") WHERE paused_until IS NOT NULL`,
    );
    // What was answered before coverage was kept is the log's to tell.
    await runner.query(`UPDATE "source" SET "covered_until" = "last_answered_at"`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX "host_paused"`);
    await runner.query(
      `ALTER TABLE "source" DROP COLUMN "covered_until", DROP COLUMN "window_seconds", DROP COLUMN "gap_count"`,
    );
  }
}
