import { Body, Controller, Get, HttpCode, Logger, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Bus } from '../../queue/bus.js';
import type { StoredUser } from '../../store/people.store.js';
import { RelabellingStore } from '../../store/relabelling.store.js';
import { TaxonomiesStore } from '../../store/taxonomies.store.js';
import { TaxonomyPreviewsStore, type StoredPreview } from '../../store/taxonomy-previews.store.js';
import { Me } from '../auth/principal.js';
import { found } from '../found.js';
import { Answers } from '../http/openapi.js';
import { TaxonomyInForce } from '../taxonomy.js';
import {
  FullTaxonomy,
  IdParam,
  PreviewView,
  PreviewWrite,
  Taxonomy,
  TaxonomyVersionList,
  TaxonomyVersionParam,
  TaxonomyWrite,
  type View,
} from '../views.js';
import { onWire } from '../wire.js';

/** A preview of a few thousand mentions is there within a moment: so long is waited for it. */
const WAIT_MS = 5_000;
const LOOK_MS = 50;

@ApiTags('topics')
@Controller('api/v1/taxonomy')
export class TaxonomyController {
  private readonly logger = new Logger('topics');

  constructor(
    private readonly inForce: TaxonomyInForce,
    private readonly taxonomies: TaxonomiesStore,
    private readonly previews: TaxonomyPreviewsStore,
    private readonly readings: RelabellingStore,
    private readonly bus: Bus,
  ) {}

  /** The topics that a complaint can have, by name. */
  @Get()
  @Answers(200, 'the topics in force', Taxonomy)
  async show(): Promise<View<typeof Taxonomy>> {
    const { version, groups, topics } = (await this.inForce.get()).taxonomy;
    return {
      version,
      groups,
      topics: topics.map(({ key, name, touchpoint, group }) => ({ key, name, touchpoint, group })),
    };
  }

  /** The topics with their phrases and examples, and how far stored mentions have them. */
  @Get('full')
  @Answers(200, 'the topics in force', FullTaxonomy)
  async full(): Promise<View<typeof FullTaxonomy>> {
    const { version, taxonomy } = await this.inForce.get();
    return { version, taxonomy, relabelling: await this.readings.progress(version) };
  }

  @Get('versions')
  @Answers(200, 'newest first', TaxonomyVersionList)
  async versions(): Promise<View<typeof TaxonomyVersionList>> {
    return { items: onWire(await this.taxonomies.versions()) };
  }

  /** An earlier version, whole. To go back to it, save it again. */
  @Get('versions/:id')
  @Answers(200, 'as it was', FullTaxonomy.pick({ taxonomy: true, version: true }))
  async version(
    @Param('id', { schema: TaxonomyVersionParam }) version: number,
  ): Promise<Pick<View<typeof FullTaxonomy>, 'taxonomy' | 'version'>> {
    const taxonomy = found(await this.taxonomies.body(version), 'version');
    return { version, taxonomy };
  }

  /**
   * Saves changed topics as a new version, and has stored mentions get their topics by it. 409 when
   * somebody else has saved since you saw them.
   */
  @Put()
  @Answers(200, 'as they are now', FullTaxonomy)
  async save(
    @Body({ schema: TaxonomyWrite }) given: View<typeof TaxonomyWrite>,
    @Me() { id: userId }: StoredUser,
  ): Promise<View<typeof FullTaxonomy>> {
    const { taxonomy, basedOn, note, proposal } = given;
    const version = await this.taxonomies.save(taxonomy, { basedOn, note, userId }, proposal);
    // The readings say which version they have: should the queue not take the hint, the scheduler will.
    await this.bus
      .add('relabel', { version }, 'relabel')
      .catch((error: unknown) => this.logger.warn(`relabelling waits: ${String(error)}`));
    return this.full();
  }

  /** What changed topics would do to stored mentions, before they are saved. Waits a few seconds for it. */
  @Post('preview')
  @HttpCode(200)
  @Answers(200, 'what would move; while it is `running`, ask for it again', PreviewView)
  async preview(
    @Body({ schema: PreviewWrite }) { taxonomy }: View<typeof PreviewWrite>,
    @Me() { id: userId }: StoredUser,
  ): Promise<View<typeof PreviewView>> {
    const previewId = await this.previews.ask(taxonomy, userId);
    await this.bus.add('preview', { previewId }, `preview-${previewId}`);
    const until = Date.now() + WAIT_MS;
    for (;;) {
      const preview = await this.find(previewId, userId);
      if (preview.state !== 'running' || Date.now() > until) return onWire(preview);
      await new Promise((resume) => setTimeout(resume, LOOK_MS));
    }
  }

  @Get('previews/:id')
  @Answers(200, 'as far as it is', PreviewView)
  async previewed(
    @Param('id', { schema: IdParam }) id: string,
    @Me() { id: userId }: StoredUser,
  ): Promise<View<typeof PreviewView>> {
    return onWire(await this.find(id, userId));
  }

  private async find(id: string, userId: string): Promise<StoredPreview> {
    return found(await this.previews.find(id, userId), 'preview');
  }
}
