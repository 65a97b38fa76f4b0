import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { readCursor, writeCursor } from '../../store/cursor.js';
import { NotificationsStore } from '../../store/notifications/notifications.store.js';
import type { StoredUser } from '../../store/people.store.js';
import { Me } from '../auth/principal.js';
import { Answers } from '../http/openapi.js';
import { NotificationPage, NotificationQuery, NotificationsRead, type View } from '../views.js';
import { onWire } from '../wire.js';

const ORDER = 'notifications';

/** What you were told of in the page; nobody sees another's. */
@ApiTags('notifications')
@Controller('api/v1/notifications')
export class NotificationsController {
  constructor(private readonly notifications: NotificationsStore) {}

  @Get()
  @Answers(200, 'newest first', NotificationPage)
  async list(
    @Query({ schema: NotificationQuery }) { limit, cursor, unread }: View<typeof NotificationQuery>,
    @Me() me: StoredUser,
  ): Promise<View<typeof NotificationPage>> {
    const before = cursor === undefined ? null : readCursor(cursor, ORDER).id;
    const page = await this.notifications.list(me.id, { limit, before, unread: unread === 'true' });
    // One order by id alone: the key says nothing more.
    const next = page.next === null ? null : writeCursor({ order: ORDER, key: '0', id: page.next });
    return onWire({ ...page, next });
  }

  /** Marks some as read, or as unread again; or all that were there when one was the newest. */
  @Post('read')
  @HttpCode(204)
  @Answers(204, 'marked')
  async read(
    @Body({ schema: NotificationsRead }) which: View<typeof NotificationsRead>,
    @Me() me: StoredUser,
  ): Promise<void> {
    if ('upTo' in which) await this.notifications.readUpTo(me.id, which.upTo);
    else await this.notifications.mark(me.id, which.ids, which.read);
  }
}
