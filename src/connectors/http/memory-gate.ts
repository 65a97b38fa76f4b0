import type { HostGate, Lesson, NotYet, Turn } from './host-gate.js';

/** All moments by a clock that nobody sets. */
interface Host {
  nextAt: number;
  /** Of the exchange under way; null when there is none. */
  turn: Turn | null;
  leaseEndsAt: number;
  pausedUntil: number | null;
  spacingMs: number;
}

/** Hosts remembered at most; those that are free and rested are forgotten first. */
const MOST_HOSTS = 10_000;

/** The gate of a process that shares its hosts with nobody: tests, and commands without a database. */
export class MemoryGate implements HostGate {
  private readonly hosts = new Map<string, Host>();

  begin(name: string, leaseMs: number): Promise<Turn | NotYet> {
    const now = performance.now();
    const host = this.hosts.get(name) ?? this.add(name, now);
    const { pausedUntil, spacingMs } = host;
    const waitMs = Math.max(host.nextAt, pausedUntil ?? 0) - now;
    const isHeld = host.turn !== null && host.leaseEndsAt > now;
    if (isHeld || waitMs > 0) return Promise.resolve({ begun: false, waitMs: Math.max(0, waitMs) });
    const heldUntil = new Date(Date.now() + leaseMs);
    const pausedAgoMs = pausedUntil === null ? null : now - pausedUntil;
    host.turn = { begun: true, heldUntil, spacingMs, pausedAgoMs };
    host.leaseEndsAt = now + leaseMs;
    return Promise.resolve(host.turn);
  }

  end(name: string, turn: Turn, { restMs, pauseMs, spacingMs }: Lesson): Promise<void> {
    const now = performance.now();
    const host = this.hosts.get(name) ?? this.add(name, now);
    if (host.turn === turn) host.turn = null;
    host.nextAt = Math.max(host.nextAt, now + restMs);
    if (pauseMs !== null) host.pausedUntil = Math.max(host.pausedUntil ?? 0, now + pauseMs);
    if (spacingMs !== null) host.spacingMs = spacingMs;
    return Promise.resolve();
  }

  private add(name: string, now: number): Host {
    if (this.hosts.size >= MOST_HOSTS) this.forget(now);
    const host = { nextAt: now, turn: null, leaseEndsAt: 0, pausedUntil: null, spacingMs: 0 };
    this.hosts.set(name, host);
    return host;
  }

  private forget(now: number): void {
    for (const [name, { nextAt, turn, pausedUntil }] of this.hosts)
      if (turn === null && nextAt <= now && (pausedUntil ?? 0) <= now) this.hosts.delete(name);
  }
}
