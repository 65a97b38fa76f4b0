import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tasks of every status, and of one person, come by priority straight from an index. */
export class TaskLists1795309200000 implements MigrationInterface {
  name = 'TaskLists1795309200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX "task_by_rank" ON "task" ("priority", "id")`);
    await runner.query(`CREATE INDEX "task_by_owner" ON "task" ("owner_id", "priority", "id")`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX "task_by_owner"`);
    await runner.query(`DROP INDEX "task_by_rank"`);
  }
}
