import { createHash } from 'node:crypto';
import {
  type CallHandler,
  ConflictException,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  SetMetadata,
  UnprocessableEntityException,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { catchError, from, mergeMap, type Observable, of } from 'rxjs';
import { type Attempt, IdempotencyStore } from '../../store/idempotency.store.js';
import { principalOf } from '../auth/principal.js';
import { Invalid } from './invalid.js';

const SECRET = 'earshot:answers-a-secret';
const ASKED_WITH_SECRET = 'earshot:asked-with-a-secret';
const KEY = /^[\x21-\x7e]{1,200}$/;

/** The answer holds a secret that is shown once, so it is not kept for a repeated request. */
export const AnswersSecret = () => SetMetadata(SECRET, true);

/**
 * The request holds a password or a code. Its key is passed over: not even a digest of such a
 * request is kept, for a password could be guessed from it.
 */
export const AskedWithSecret = () => SetMetadata(ASKED_WITH_SECRET, true);

/** A write that comes again under the same `Idempotency-Key` is answered as before, not done again. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(private readonly answers: IdempotencyStore) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const attempt = attemptOf(http.getRequest<Request>());
    const passedOver = Reflect.getMetadata(ASKED_WITH_SECRET, context.getHandler()) === true;
    if (!attempt || passedOver) return next.handle();
    const secret = Reflect.getMetadata(SECRET, context.getHandler()) === true;
    const response = http.getResponse<Response>();
    const begun = await this.answers.begin(attempt);
    if (begun.kind === 'first') return this.answer(attempt, next, response, secret);
    if (begun.kind === 'other-request')
      throw new UnprocessableEntityException(
        'This Idempotency-Key was used for another request. Use a new one.',
      );
    if (begun.kind === 'running')
      throw new ConflictException('The first request with this Idempotency-Key is still at work.');
    if (secret)
      throw new ConflictException(
        'This was done already. The answer held a secret, which is shown once and kept nowhere.',
      );
    response.status(begun.status).setHeader('Idempotency-Replayed', 'true');
    return of(begun.response ?? undefined);
  }

  private answer(
    attempt: Attempt,
    next: CallHandler,
    response: Response,
    secret: boolean,
  ): Observable<unknown> {
    return next.handle().pipe(
      // What fails has changed nothing, so the same key may try again.
      catchError((error: unknown) =>
        from(this.answers.forget(attempt)).pipe(
          mergeMap(() => {
            throw error;
          }),
        ),
      ),
      mergeMap(async (body: unknown) => {
        await this.answers.finish(attempt, response.statusCode, secret ? undefined : body);
        return body;
      }),
    );
  }
}

/** @returns null when the request is no write, gives no key or comes from nobody known */
function attemptOf(request: Request): Attempt | null {
  const principal = principalOf(request);
  const key = request.headers['idempotency-key'];
  if (key === undefined || !principal || ['GET', 'HEAD'].includes(request.method)) return null;
  if (typeof key !== 'string' || !KEY.test(key))
    throw new Invalid([
      { path: 'Idempotency-Key', message: 'must be 1 to 200 visible ASCII characters' },
    ]);
  const parts = [request.method, request.originalUrl, JSON.stringify(request.body ?? null)];
  const digest = createHash('sha256').update(parts.join('\n')).digest('base64url');
  return { userId: principal.user.id, key, request: digest };
}
