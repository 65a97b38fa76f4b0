import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  Param,
  Patch,
  Post,
  Query,
  Req,
} from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import type { Settings } from '../../settings/schema.js';
import { SETTINGS } from '../../settings/token.js';
import { DirectoryStore } from '../../store/access/directory.store.js';
import { SecondStepsStore } from '../../store/access/second-steps.store.js';
import { SessionsStore } from '../../store/access/sessions.store.js';
import { SignInStore } from '../../store/access/sign-in.store.js';
import { PeopleStore, type StoredUser } from '../../store/people.store.js';
import { Asking, Me, type Principal } from '../auth/principal.js';
import { signInLink } from '../auth/sign-in-link.js';
import { found } from '../found.js';
import { AnswersSecret } from '../http/idempotency.interceptor.js';
import { Answers } from '../http/openapi.js';
import {
  IdParam,
  LinkCreated,
  SessionsEnded,
  UserCreate,
  UserCreated,
  UserList,
  UserPatch,
  UserQuery,
  UserView,
  type View,
} from '../views.js';
import { onWire } from '../wire.js';

const HOUR_MS = 3_600_000;

@ApiTags('people')
@Controller('api/v1/users')
export class UsersController {
  constructor(
    private readonly people: PeopleStore,
    private readonly directory: DirectoryStore,
    private readonly links: SignInStore,
    private readonly sessions: SessionsStore,
    private readonly steps: SecondStepsStore,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @Answers(200, 'everyone who works with this Earshot', UserList)
  async list(
    @Query({ schema: UserQuery }) { deactivated }: View<typeof UserQuery>,
    @Asking() { permissions }: Principal,
  ): Promise<View<typeof UserList>> {
    const items = await this.directory.list({
      deactivated: deactivated === 'with',
      accounts: permissions.includes('people'),
      idleHours: this.settings.access.idleHours,
    });
    return { items: onWire(items) };
  }

  /** Adds a person. The answer holds the link by which they sign in first. */
  @Post()
  @AnswersSecret()
  @Answers(201, 'added', UserCreated)
  async add(
    @Body({ schema: UserCreate }) given: View<typeof UserCreate>,
    @Me() me: StoredUser,
    @Req() request: Request,
  ): Promise<View<typeof UserCreated>> {
    const user = await this.people.add(given, me.id);
    return { ...user, signInLink: await this.linkFor(user.id, me.id, request) };
  }

  /**
   * Changes what a person is called, may do, or whether they may come in. Who gets another role or
   * is deactivated is signed out everywhere; the last admin stays one.
   */
  @Patch(':id')
  @Answers(200, 'the person as they are now', UserView)
  async change(
    @Param('id', { schema: IdParam }) id: string,
    @Body({ schema: UserPatch }) change: View<typeof UserPatch>,
    @Me() me: StoredUser,
  ): Promise<View<typeof UserView>> {
    return found(await this.people.change(id, change, me.id), 'person');
  }

  /** Makes a new link by which a person signs in, once. Their second step is still asked for. */
  @Post(':id/link')
  @AnswersSecret()
  @Answers(201, 'made', LinkCreated)
  async link(
    @Param('id', { schema: IdParam }) id: string,
    @Me() me: StoredUser,
    @Req() request: Request,
  ): Promise<View<typeof LinkCreated>> {
    const user = found(await this.people.active(id), 'person who may come in');
    const expiresAt = new Date(Date.now() + this.settings.access.linkHours * HOUR_MS);
    const link = await this.linkFor(user.id, me.id, request);
    return { signInLink: link, expiresAt: expiresAt.toISOString() };
  }

  /** Signs a person out everywhere. */
  @Delete(':id/sessions')
  @Answers(200, 'how many sessions ended', SessionsEnded)
  async endSessions(
    @Param('id', { schema: IdParam }) id: string,
    @Me() me: StoredUser,
  ): Promise<View<typeof SessionsEnded>> {
    const user = found(await this.people.byId(id), 'person');
    return { ended: await this.sessions.endAll(user.id, me.id, null) };
  }

  /** For whoever lost the app and the recovery codes. Make sure that it is them who ask. */
  @Delete(':id/totp')
  @HttpCode(204)
  @Answers(204, 'off')
  async endTotp(@Param('id', { schema: IdParam }) id: string, @Me() me: StoredUser): Promise<void> {
    found(await this.steps.end(id, me.id, null), 'person with a second step');
  }

  private async linkFor(userId: string, by: string, request: Request): Promise<string> {
    const token = await this.links.makeLink(userId, this.settings.access.linkHours, by);
    const { publicUrl } = this.settings.server;
    const origin = publicUrl ?? `${request.protocol}://${request.headers.host ?? ''}`;
    return signInLink(origin, token);
  }
}
