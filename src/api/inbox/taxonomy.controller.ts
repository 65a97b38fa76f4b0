import { Controller, Get, Inject } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Answers } from '../http/openapi.js';
import { TAXONOMY, type Taxonomy } from '../taxonomy.js';
import { Taxonomy as TaxonomyView } from '../views.js';

@ApiTags('topics')
@Controller('api/v1/taxonomy')
export class TaxonomyController {
  constructor(@Inject(TAXONOMY) private readonly taxonomy: Taxonomy) {}

  @Get()
  @Answers(200, 'the topics that a complaint can have', TaxonomyView)
  show(): Taxonomy {
    return this.taxonomy;
  }
}
