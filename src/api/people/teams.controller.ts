import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { TeamsStore } from '../../store/access/teams.store.js';
import type { StoredUser } from '../../store/people.store.js';
import { Me } from '../auth/principal.js';
import { found } from '../found.js';
import { Answers } from '../http/openapi.js';
import { IdParam, TeamList, TeamMembers, TeamView, TeamWrite, type View } from '../views.js';

type Team = View<typeof TeamView>;

@ApiTags('people')
@Controller('api/v1/teams')
export class TeamsController {
  constructor(private readonly teams: TeamsStore) {}

  @Get()
  @Answers(200, 'every team with who is in it', TeamList)
  async list(): Promise<View<typeof TeamList>> {
    return { items: await this.teams.all() };
  }

  @Post()
  @Answers(201, 'added', TeamView)
  add(
    @Body({ schema: TeamWrite }) { name }: View<typeof TeamWrite>,
    @Me() me: StoredUser,
  ): Promise<Team> {
    return this.teams.add(name, me.id);
  }

  @Patch(':id')
  @Answers(200, 'renamed', TeamView)
  async rename(
    @Param('id', { schema: IdParam }) id: string,
    @Body({ schema: TeamWrite }) { name }: View<typeof TeamWrite>,
    @Me() me: StoredUser,
  ): Promise<Team> {
    return found(await this.teams.rename(id, name, me.id), 'team');
  }

  @Delete(':id')
  @HttpCode(204)
  @Answers(204, 'removed; its people stay')
  async remove(@Param('id', { schema: IdParam }) id: string, @Me() me: StoredUser): Promise<void> {
    found(await this.teams.remove(id, me.id), 'team');
  }

  /** Chooses who is in it: exactly these. */
  @Put(':id/members')
  @Answers(200, 'the team as it is now', TeamView)
  async setMembers(
    @Param('id', { schema: IdParam }) id: string,
    @Body({ schema: TeamMembers }) { userIds }: View<typeof TeamMembers>,
    @Me() me: StoredUser,
  ): Promise<Team> {
    return found(await this.teams.setMembers(id, userIds, me.id), 'team');
  }
}
