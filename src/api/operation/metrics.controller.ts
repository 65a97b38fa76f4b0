import { Controller, Get, Header, type OnModuleInit } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { healthOf, SOURCE_STATES } from '../../domain/health.js';
import { Bus } from '../../queue/bus.js';
import { AdminSourcesStore } from '../../store/admin-sources.store.js';
import { InboxStore } from '../../store/inbox/inbox.store.js';
import { TasksStore } from '../../store/tasks/tasks.store.js';
import { Answers } from '../http/openapi.js';

/** Counts for Prometheus. Anyone may read them, so no name, address or text is among them. */
@ApiTags('operation')
@Controller('metrics')
export class MetricsController implements OnModuleInit {
  private readonly registry = new Registry();

  constructor(
    private readonly inbox: InboxStore,
    private readonly tasks: TasksStore,
    private readonly sources: AdminSourcesStore,
    private readonly bus: Bus,
  ) {}

  onModuleInit(): void {
    collectDefaultMetrics({ register: this.registry });
    this.count('mentions', 'mentions by status in the inbox', ['status'], async (set) => {
      const { byStatus, inPipeline } = await this.inbox.counts();
      for (const [status, count] of Object.entries({ ...byStatus, 'in-pipeline': inPipeline }))
        set({ status }, count);
    });
    this.count('tasks', 'outreach tasks', ['status'], async (set) => {
      for (const [status, count] of Object.entries(await this.tasks.counts()))
        set({ status }, count);
    });
    this.count('sources', 'places by health', ['state'], async (set) => {
      const now = new Date();
      const states = (await this.sources.vitals()).map((vitals) => healthOf(vitals, now).state);
      for (const state of SOURCE_STATES) set({ state }, states.filter((it) => it === state).length);
    });
    this.count('jobs', 'jobs by queue', ['queue', 'state'], async (set) => {
      for (const { name, ...states } of await this.bus.overview())
        for (const [state, count] of Object.entries(states)) set({ queue: name, state }, count);
    });
  }

  @Get()
  @Header('Content-Type', Registry.PROMETHEUS_CONTENT_TYPE)
  @ApiProduces('text/plain')
  @Answers(200, 'in the text format of Prometheus')
  show(): Promise<string> {
    return this.registry.metrics();
  }

  private count(
    name: string,
    help: string,
    labelNames: string[],
    read: (set: (labels: Record<string, string>, value: number) => void) => Promise<void>,
  ): void {
    const gauge = new Gauge({
      name: `earshot_${name}`,
      help,
      labelNames,
      registers: [],
      async collect() {
        await read((labels, value) => this.set(labels, value));
      },
    });
    this.registry.registerMetric(gauge);
  }
}
