import { randomUUID } from 'node:crypto';
import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { Response } from 'express';
import { problem, problemOf } from './problem.js';
import { Slow } from './slow.js';

/** Answers every error with problem details. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('api');

  catch(error: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<Response>();
    const answer = problemOf(error) ?? this.ourFault(error);
    if (response.headersSent) {
      response.end();
      return;
    }
    if (answer.status === 401) response.setHeader('WWW-Authenticate', 'Bearer realm="earshot"');
    if (error instanceof Slow) response.setHeader('Retry-After', error.waitSeconds);
    response.status(answer.status).type('application/problem+json').send(JSON.stringify(answer));
  }

  /** The log and the answer carry the same reference, and the answer nothing else. */
  private ourFault(error: unknown) {
    const reference = randomUUID();
    const stack = error instanceof Error ? error.stack : String(error);
    this.logger.error(`${reference} ${stack}`);
    return problem(500, `Something failed inside Earshot. Its log has more under ${reference}.`, {
      instance: `urn:uuid:${reference}`,
    });
  }
}
