import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { TopicsStore } from '../../store/topics.store.js';
import { Answers } from '../http/openapi.js';
import { TaxonomyInForce } from '../taxonomy.js';
import { TopicKey, TopicList, TopicQuery, TopicQuotes, type View } from '../views.js';
import { onWire } from '../wire.js';
import { topicList } from './topic-list.js';

@ApiTags('topics')
@Controller('api/v1/topics')
export class TopicsController {
  constructor(
    private readonly topics: TopicsStore,
    private readonly inForce: TaxonomyInForce,
  ) {}

  /** What customers complain about, by week: mentions and people. */
  @Get()
  @Answers(200, 'topics that had complaints, most people first', TopicList)
  async list(
    @Query({ schema: TopicQuery }) { weeks, monitor }: View<typeof TopicQuery>,
  ): Promise<View<typeof TopicList>> {
    const asked = { weeks, monitorId: monitor };
    const [counts, coverage, untagged, { taxonomy }] = await Promise.all([
      this.topics.counts(asked),
      this.topics.coverage(asked),
      this.topics.untagged(asked),
      this.inForce.get(),
    ]);
    return topicList(counts, coverage, untagged, taxonomy);
  }

  /** Complaints that say most, one per person. */
  @Get(':key/quotes')
  @Answers(200, 'at most 20', TopicQuotes)
  async quotes(
    @Param('key', { schema: TopicKey }) key: string,
    @Query({ schema: TopicQuery }) { weeks, monitor }: View<typeof TopicQuery>,
  ): Promise<View<typeof TopicQuotes>> {
    return { items: onWire(await this.topics.quotes(key, { weeks, monitorId: monitor })) };
  }
}
