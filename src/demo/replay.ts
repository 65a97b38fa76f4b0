import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { send } from './answer.js';
import { demoTime, PHASES, phaseTime } from './clock.js';
import { loadPlaces, type DemoPlace } from './place.js';
import { answerOf, METHOD_NOT_ALLOWED, NOT_FOUND, type Moment } from './routes.js';
import { metBy, type MetPost } from './scene.js';

export interface ReplayOptions {
  /** Folder of the places, one JSON file each. */
  readonly placesDir: string;
  /** 0 or absent takes any free port. Keep it over restarts: links in feeds carry it. */
  readonly port?: number;
  /** `watch`: the wall clock plays the script. `steps`: `advanceTo` does. */
  readonly mode: 'watch' | 'steps';
  /** All dates count from here. Keep it over restarts, or every post changes its date. */
  readonly startedAt: Date;
  readonly now: () => Date;
  /** Demo seconds per second, in `watch` only; 1 unless given. */
  readonly speed?: number;
}

export interface ReplayPlace {
  readonly slug: string;
  readonly name: string;
  readonly kind: 'feed';
  readonly url: string;
  /** Name of the monitor that everything here is about. */
  readonly ownedBy?: string;
}

export interface Replay {
  readonly url: string;
  readonly places: readonly ReplayPlace[];
  /** Phases are 0 to `phases - 1`. */
  readonly phases: number;
  /** Moves the script of `steps` to a phase; may begin anywhere. @throws Error in `watch` */
  advanceTo(phase: number): void;
  /** Posts that a caller has met by the end of a phase who read every feed whole in each one. */
  metBy(phase: number): MetPost[];
  /** How many those are. */
  expectedPosts(phase: number): number;
  close(): Promise<void>;
}

async function listen(server: Server, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** A pause holds for a whole host, so the place that asks for one goes by another name of it. */
const hostOf = (url: string, { busyUntil }: DemoPlace): string =>
  busyUntil === undefined ? url : url.replace('127.0.0.1', 'localhost');

function describePlace(url: string, place: DemoPlace): ReplayPlace {
  const { slug, name, ownedBy } = place;
  const address = `${hostOf(url, place)}/${slug}/feed`;
  return { slug, name, kind: 'feed', url: address, ...(ownedBy ? { ownedBy } : {}) };
}

/**
 * Serves the recorded places on the loopback address, as a web server of each would.
 *
 * @throws Error if a place's file has faults, or the port is taken (`code` is EADDRINUSE)
 */
export async function startReplay(options: ReplayOptions): Promise<Replay> {
  const { mode, startedAt, now, speed = 1 } = options;
  const places = loadPlaces(options.placesDir);
  let phase = 0;
  const momentNow = (): Moment => {
    const time = mode === 'steps' ? phaseTime(phase) : demoTime({ startedAt, now: now(), speed });
    const wait = (until: number): number => Math.max(1, Math.ceil((until - time) / speed));
    return { time, startedAt, retryAfter: mode === 'steps' ? () => 1 : wait };
  };
  const server = createServer((request, response) => {
    const target = `http://127.0.0.1:${request.socket.localPort}${request.url}`;
    // Whatever a client calls an address must not end the process, nor name another host.
    const url = request.url?.startsWith('/') && URL.canParse(target) ? new URL(target) : null;
    if (request.method !== 'GET') send(request, response, METHOD_NOT_ALLOWED);
    else send(request, response, url ? answerOf(places, url, momentNow()) : NOT_FOUND);
  });
  const base = await listen(server, options.port ?? 0);
  return {
    url: base,
    places: places.map((place) => describePlace(base, place)),
    phases: PHASES,
    advanceTo(next) {
      if (mode === 'watch') throw new Error('the clock plays the script; it cannot be advanced');
      phaseTime(next);
      phase = next;
    },
    metBy: (last) => metBy(places, last),
    expectedPosts: (last) => metBy(places, last).length,
    close: () => close(server),
  };
}
