import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { type AuditLine, AuditLogStore } from '../../store/access/audit-log.store.js';
import { AuditSealsStore } from '../../store/access/audit-seals.store.js';
import { AuditStore } from '../../store/audit.store.js';
import type { StoredUser } from '../../store/people.store.js';
import { Me } from '../auth/principal.js';
import { Answers } from '../http/openapi.js';
import { AuditExportQuery, AuditPage, AuditQuery, type View } from '../views.js';
import { onWire } from '../wire.js';
import { csvHead, csvLine } from './csv.js';

const TYPES = { csv: 'text/csv; charset=utf-8', jsonl: 'application/jsonl; charset=utf-8' };

/** Who changed what and who came in, the newest first. Nothing here can be changed or taken out. */
@ApiTags('audit')
@Controller('api/v1/audit')
export class AuditController {
  constructor(
    private readonly log: AuditLogStore,
    private readonly seals: AuditSealsStore,
    private readonly audit: AuditStore,
  ) {}

  @Get()
  @Answers(200, 'a page of it', AuditPage)
  async page(
    @Query({ schema: AuditQuery }) query: View<typeof AuditQuery>,
  ): Promise<View<typeof AuditPage>> {
    const page = await this.log.page(query, query);
    return onWire({ ...page, sealed: await this.seals.latest() });
  }

  /** All of it, or what the filters leave, as a file. That it was exported is written down, too. */
  @Get('export')
  @Answers(200, 'CSV (RFC 4180) or JSON Lines')
  async export(
    @Query({ schema: AuditExportQuery }) query: View<typeof AuditExportQuery>,
    @Me() me: StoredUser,
    @Res() response: Response,
  ): Promise<void> {
    const { as, ...filter } = query;
    await this.audit.record({
      userId: me.id,
      action: 'exported the audit log',
      subjectKind: 'user',
      subjectId: me.id,
      detail: query,
    });
    response.setHeader('Content-Type', TYPES[as]);
    response.setHeader('Content-Disposition', `attachment; filename="earshot-audit.${as}"`);
    const lines = Readable.from(written(this.log.stream(filter), as));
    // Whoever leaves in the middle has an end of their own.
    await pipeline(lines, response).catch(() => response.destroy());
  }
}

async function* written(
  pages: AsyncIterable<AuditLine[]>,
  as: View<typeof AuditExportQuery>['as'],
): AsyncGenerator<string> {
  if (as === 'csv') yield csvHead();
  for await (const lines of pages)
    yield lines
      .map((line) => (as === 'csv' ? csvLine(line) : `${JSON.stringify(onWire(line))}\n`))
      .join('');
}
