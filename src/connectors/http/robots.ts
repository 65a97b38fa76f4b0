import RobotsTxt from 'robots-parser/Robots.js';
import { BadRedirect, Disallowed, PlaceError } from '../errors.js';
import { describe } from './redirects.js';
import { groupFor } from './robots-groups.js';

/** The name by which robots.txt speaks to us; part of our User-Agent. */
export const PRODUCT_TOKEN = 'Earshot';

const HOUR_MS = 3_600_000;
const FRESH_MS = 24 * HOUR_MS;
/** While robots.txt cannot be had, what it said before holds on for so long. */
const STALE_MS = 7 * FRESH_MS;
/** Bytes after these are not read (RFC 9309, section 2.5, demands 500 KiB at least). */
const LONGEST_ROBOTS = 512 * 1024;
/** Memory for the rules of all origins, in characters of robots.txt; the oldest are given up first. */
const MOST_CHARACTERS = 32_000_000;
/** What an origin costs at least, however short its rules are. */
const LEAST_CHARACTERS = 1_000;
/**
 * Judging takes time by the lengths of the rules and of the path, which a hostile site may
 * stretch both: beyond this product (about a quarter of a second) the path is cut.
 */
const MOST_COMPARISONS = 50_000_000;
const LONGEST_CRAWL_DELAY_SECONDS = 30;

/** Gets a robots.txt, politely. */
export type FetchRobots = (url: string) => Promise<Uint8Array>;

interface Known {
  readonly rules: RobotsTxt;
  readonly characters: number;
  readonly readAt: number;
}

/**
 * What robots.txt of each origin allows us (RFC 9309): one that is not there (4xx) allows
 * everything; one that cannot be had (5xx, no answer) nothing until it can.
 */
export class Robots {
  /** The origin read longest ago comes first. */
  private readonly known = new Map<string, Known>();
  private readonly asked = new Map<string, Promise<Known>>();
  private characters = 0;

  constructor(
    private readonly fetch: FetchRobots,
    private readonly now: () => number = Date.now,
  ) {}

  /**
   * @returns the time that it wants between two requests, in milliseconds; 0 when it names none
   * @throws Disallowed; the error with which robots.txt itself was answered; the signal's reason
   */
  async check(url: URL, signal: AbortSignal | undefined): Promise<number> {
    const { rules, characters } = await untilAborted(this.rulesOf(url.origin), signal);
    const path = `${url.pathname}${url.search}`.slice(0, Math.floor(MOST_COMPARISONS / characters));
    if (rules.isAllowed(url.origin + path, PRODUCT_TOKEN) === false) throw disallowed(url);
    const delay = rules.getCrawlDelay(PRODUCT_TOKEN) ?? 0;
    return Math.min(Math.max(0, delay), LONGEST_CRAWL_DELAY_SECONDS) * 1000;
  }

  private rulesOf(origin: string): Promise<Known> {
    const known = this.known.get(origin);
    if (known && known.readAt > this.now() - FRESH_MS) return Promise.resolve(known);
    const running = this.asked.get(origin);
    if (running) return running;
    const reading = this.read(origin, known)
      .then((read) => this.keep(origin, read))
      .finally(() => this.asked.delete(origin));
    this.asked.set(origin, reading);
    return reading;
  }

  private async read(origin: string, before: Known | undefined): Promise<Known> {
    const url = `${origin}/robots.txt`;
    try {
      const bytes = (await this.fetch(url)).subarray(0, LONGEST_ROBOTS);
      return this.parsed(url, groupFor(PRODUCT_TOKEN, Buffer.from(bytes).toString('utf8')));
    } catch (error) {
      if (isAbsent(error)) return this.parsed(url, '');
      if (before && before.readAt > this.now() - STALE_MS) return before;
      throw error;
    }
  }

  private parsed(url: string, text: string): Known {
    const characters = Math.max(LEAST_CHARACTERS, text.length);
    return { rules: new RobotsTxt(url, text), characters, readAt: this.now() };
  }

  private keep(origin: string, read: Known): Known {
    this.drop(origin);
    this.known.set(origin, read);
    this.characters += read.characters;
    for (const oldest of this.known.keys()) {
      if (this.characters <= MOST_CHARACTERS) break;
      this.drop(oldest);
    }
    return read;
  }

  private drop(origin: string): void {
    this.characters -= this.known.get(origin)?.characters ?? 0;
    this.known.delete(origin);
  }
}

/** RFC 9309, section 2.3.1.3; redirects that lead nowhere count as such, too (2.3.1.2). */
function isAbsent(error: unknown): boolean {
  if (error instanceof BadRedirect) return true;
  if (!(error instanceof PlaceError) || error.status === null) return false;
  return error.status !== 429 && error.status < 500;
}

function disallowed(url: URL): Disallowed {
  return new Disallowed(
    `robots.txt of ${url.host} keeps programs away from ${describe(url)}. Ask its operator to allow ` +
      `"${PRODUCT_TOKEN}" there, or use an interface that it offers to programs.`,
  );
}

/** The reading goes on for the others who wait for it. */
function untilAborted<Result>(
  task: Promise<Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  if (signal === undefined) return task;
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    void task.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
