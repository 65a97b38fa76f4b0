import { Body, Controller, Delete, Get, Param, Patch, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { NotesStore } from '../../store/inbox/notes.store.js';
import type { StoredUser } from '../../store/people.store.js';
import { Me, principalOf } from '../auth/principal.js';
import { found } from '../found.js';
import { Answers } from '../http/openapi.js';
import { IdParam, NoteEdit, NoteList, NoteView, NoteWrite, type View } from '../views.js';
import { onWire } from '../wire.js';

type Note = View<typeof NoteView>;

/** What people write to each other beside a mention. */
@ApiTags('notes')
@Controller('api/v1')
export class NotesController {
  constructor(private readonly notes: NotesStore) {}

  @Get('mentions/:id/notes')
  @Answers(200, 'oldest first; deleted ones too, without their text', NoteList)
  async list(@Param('id', { schema: IdParam }) id: string): Promise<View<typeof NoteList>> {
    return onWire({ items: found(await this.notes.list(id), 'mention') });
  }

  /** Writes a note, and tells the people whom it calls by @name. */
  @Post('mentions/:id/notes')
  @Answers(201, 'as it stands now', NoteView)
  async add(
    @Param('id', { schema: IdParam }) id: string,
    @Body({ schema: NoteWrite }) note: View<typeof NoteWrite>,
    @Me() me: StoredUser,
  ): Promise<Note> {
    return onWire(found(await this.notes.add(id, note, me.id), 'mention'));
  }

  /** Changes a note of your own. 409 when it has changed since the version that you saw. */
  @Patch('notes/:id')
  @Answers(200, 'as it is now', NoteView)
  async edit(
    @Param('id', { schema: IdParam }) id: string,
    @Body({ schema: NoteEdit }) note: View<typeof NoteEdit>,
    @Me() me: StoredUser,
  ): Promise<Note> {
    return onWire(found(await this.notes.edit(id, note, me.id), 'note'));
  }

  /** Takes away the text of a note of your own, or as a manager of anybody's. */
  @Delete('notes/:id')
  @Answers(200, 'as it is now', NoteView)
  async remove(
    @Param('id', { schema: IdParam }) id: string,
    @Me() me: StoredUser,
    @Req() request: Request,
  ): Promise<Note> {
    const any = principalOf(request)?.permissions.includes('configure') ?? false;
    return onWire(found(await this.notes.remove(id, me.id, any), 'note'));
  }
}
