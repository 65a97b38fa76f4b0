import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What came of asking the deeper model, by day. */
export class Deeper1795334400000 implements MigrationInterface {
  name = 'Deeper1795334400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE "deeper_day" ("day" date NOT NULL, "model" text NOT NULL, "work" text NOT NULL, "decided" integer NOT NULL, "open" integer NOT NULL, "refused" integer NOT NULL, "failed" integer NOT NULL, "skipped" integer NOT NULL, "latency" integer array NOT NULL, "failure" text, "failed_at" TIMESTAMP WITH TIME ZONE, CONSTRAINT "PK_ddff26019a4078e6e195453669c" PRIMARY KEY ("day", "model", "work"))`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE "deeper_day"`);
  }
}
