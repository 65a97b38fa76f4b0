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
import type { StoredUser } from '../../store/people.store.js';
import { AuthGuard } from '../auth/auth.guard.js';
import { Me } from '../auth/principal.js';

/** Injection token: milliseconds between two signs of life on an event stream. */
export const HEARTBEAT_MS = Symbol('HEARTBEAT_MS');
/** Proxies cut what is silent for longer than 30 s to 60 s. */
const USUAL_HEARTBEAT_MS = 20_000;

/**
 * Characters that may wait for a window that does not read. Beyond, it is cut off: it comes back by
 * itself, and then takes it that everything may have changed.
 */
const MOST_WAITING = 128 * 1024;

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
  @Sse(undefined, { maxPendingDataLength: MOST_WAITING })
  stream(@Req() request: Request, @Me() me: StoredUser): Observable<MessageEvent> {
    const changes = fromEventPattern<Change>(
      (heard) => this.changes.on('change', heard),
      (heard) => this.changes.off('change', heard),
    ).pipe(
      map((change) => heardBy(me.id, change)),
      filter((change) => change !== null),
      map((data) => ({ type: 'change', data })),
    );
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

/** Notifications are told to those they are for, and to each of them only that there are some. */
function heardBy(userId: string, change: Change): Change | null {
  if (change.kind !== 'notifications' || change.ids.length === 0) return change;
  return change.ids.includes(userId) ? { kind: change.kind, ids: [userId] } : null;
}
