import { Body, Controller, Get, Inject, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import type { Settings } from '../../settings/schema.js';
import { SETTINGS } from '../../settings/token.js';
import { SignInStore } from '../../store/access/sign-in.store.js';
import { PeopleStore, type StoredUser } from '../../store/people.store.js';
import { AnswersSecret } from '../http/idempotency.interceptor.js';
import { Answers } from '../http/openapi.js';
import { UserCreate, UserCreated, UserList, type View } from '../views.js';
import { Me } from './principal.js';
import { signInLink } from './sign-in-link.js';

@ApiTags('people')
@Controller('api/v1/users')
export class UsersController {
  constructor(
    private readonly people: PeopleStore,
    private readonly signIn: SignInStore,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @Answers(200, 'everyone who works with this Earshot', UserList)
  async list(): Promise<View<typeof UserList>> {
    return { items: await this.people.all() };
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
    const token = await this.signIn.makeLink(user.id, this.settings.access.linkHours);
    const { publicUrl } = this.settings.server;
    const origin = publicUrl ?? `${request.protocol}://${request.headers.host ?? ''}`;
    return { ...user, signInLink: signInLink(origin, token) };
  }
}
