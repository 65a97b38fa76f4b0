import { Controller, Get, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Answers } from '../http/openapi.js';
import { PLACES, type Places } from '../places.js';
import { SourceKindList, type View } from '../views.js';

@ApiTags('sources')
@Controller('api/v1/source-kinds')
export class SourceKindsController {
  constructor(@Inject(PLACES) private readonly places: Places) {}

  /** What can be listened to: terms, what it takes, and the form of its parameters. */
  @Get()
  @Answers(200, 'every kind of place', SourceKindList)
  list(): View<typeof SourceKindList> {
    return { items: this.places.kinds() };
  }
}
