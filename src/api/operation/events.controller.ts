import {
  Controller,
  Inject,
  type MessageEvent,
  type OnModuleDestroy,
  Optional,
  Req,
  Sse,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import {
  concatMap,
  filter,
  fromEventPattern,
  interval,
  map,
  merge,
  type Observable,
  of,
  share,
  Subject,
  takeUntil,
} from 'rxjs';
import { type Change, Changes } from '../../store/changes.js';
import { AuthGuard } from '../auth/auth.guard.js';

/** Injection token: milliseconds between two signs of life on an event stream. */
export const HEARTBEAT_MS = Symbol('HEARTBEAT_MS');
/** Proxies cut what is silent for longer than 30 s to 60 s. */
const USUAL_HEARTBEAT_MS = 20_000;

/** Tells open windows what changed, as it changes. */
@ApiTags('events')
@Controller('api/v1/events')
export class EventsController implements OnModuleDestroy {
  private readonly shutdown = new Subject<void>();

  constructor(
    private readonly changes: Changes,
    private readonly guard: AuthGuard,
    @Optional() @Inject(HEARTBEAT_MS) private readonly heartbeatMs = USUAL_HEARTBEAT_MS,
  ) {}

  /** Server-sent events named `change`, each a ServerEvent: ask again for what it names. */
  @Sse()
  stream(@Req() request: Request): Observable<MessageEvent> {
    const changes = fromEventPattern<Change>(
      (heard) => this.changes.on('change', heard),
      (heard) => this.changes.off('change', heard),
    ).pipe(map((data) => ({ type: 'change', data })));
    const beats = interval(this.heartbeatMs).pipe(
      concatMap(() => this.mayListen(request)),
      share(),
    );
    const ended = beats.pipe(filter((may) => !may));
    const alive = beats.pipe(map(() => ({ comment: 'still here' })));
    return merge(of({ comment: 'listening' }), changes, alive).pipe(
      takeUntil(merge(ended, this.shutdown)),
    );
  }

  /** A database that cannot be asked is no reason to send anybody away. */
  private mayListen(request: Request): Promise<boolean> {
    return this.guard.stillHolds(request).catch(() => true);
  }

  onModuleDestroy(): void {
    this.shutdown.next();
  }
}
