import { Controller, Get, HttpStatus, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { DataSource } from '../../store/database.js';
import { Answers } from '../http/openapi.js';
import { Health, type View } from '../views.js';

@ApiTags('operation')
@Controller('health')
export class HealthController {
  constructor(private readonly database: DataSource) {}

  /** The process answers; when it does not, start it anew. */
  @Get('live')
  @Answers(200, 'it lives', Health)
  live(): View<typeof Health> {
    return { status: 'ok', parts: {} };
  }

  /** It can do its work; while it cannot, send nobody here. */
  @Get('ready')
  @Answers(200, 'ready', Health)
  @Answers(503, 'not ready', Health)
  async ready(@Res({ passthrough: true }) response: Response): Promise<View<typeof Health>> {
    const answers = await this.database.query('SELECT 1').then(
      () => true,
      () => false,
    );
    if (answers) return { status: 'ok', parts: { database: 'ok' } };
    response.status(HttpStatus.SERVICE_UNAVAILABLE);
    return { status: 'unavailable', parts: { database: 'does not answer' } };
  }
}
