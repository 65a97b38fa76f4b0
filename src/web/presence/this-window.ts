import type { PresenceWrite } from '../app/wire.js';

type State = PresenceWrite['state'];

/** The server forgets a window after 40 s without a sign. */
const SIGN_MS = 18_000;
/** Who moves through the list by key tells only where it ends. */
const SETTLE_MS = 250;
const IDLE_MS = 2 * 60_000;
const WRITING_MS = 8_000;
/** Browsers slow the clocks of hidden pages down so far that signs would come too late: better none. */
const HIDDEN_MS = 4 * 60_000;
const LOOK_MS = 1_000;

const INPUTS = ['keydown', 'pointerdown', 'pointermove', 'wheel', 'touchstart'] as const;

/** What this window tells the others: which mention is open in it, and what its person does there. */
class ThisWindow {
  private readonly client = crypto.getRandomValues(new Uint32Array(4)).join('-');
  /** The latest is the one that counts: a page may mount its next part before it drops the last. */
  private opened: readonly { readonly mentionId: string }[] = [];
  private lastInputAt = Date.now();
  private wroteAt = -Infinity;
  private wroteOn: string | null = null;
  private hiddenSince: number | null = null;
  private said: { readonly mentionId: string | null; readonly state: State } = {
    mentionId: null,
    state: 'viewing',
  };
  private saidAt = -Infinity;
  private changedAt: number | null = null;
  private sending = false;
  private timer: number | null = null;

  /** @returns what closes it again */
  open(mentionId: string): () => void {
    const entry = { mentionId };
    this.opened = [...this.opened, entry];
    this.lastInputAt = Date.now();
    this.start();
    return () => {
      this.opened = this.opened.filter((other) => other !== entry);
    };
  }

  wrote(mentionId: string): void {
    this.wroteOn = mentionId;
    this.wroteAt = Date.now();
  }

  stoppedWriting(mentionId: string): void {
    if (this.wroteOn === mentionId) this.wroteAt = -Infinity;
  }

  private start(): void {
    if (this.timer !== null) return;
    for (const name of INPUTS)
      window.addEventListener(name, this.onInput, { passive: true, capture: true });
    document.addEventListener('visibilitychange', this.onVisibility);
    window.addEventListener('pagehide', this.onLeave);
    this.onVisibility();
    this.timer = window.setInterval(() => this.look(), LOOK_MS);
    this.look();
  }

  private stop(): void {
    for (const name of INPUTS) window.removeEventListener(name, this.onInput, { capture: true });
    document.removeEventListener('visibilitychange', this.onVisibility);
    window.removeEventListener('pagehide', this.onLeave);
    if (this.timer !== null) window.clearInterval(this.timer);
    this.timer = null;
  }

  private readonly onInput = (): void => {
    const wasIdle = Date.now() - this.lastInputAt >= IDLE_MS;
    this.lastInputAt = Date.now();
    if (wasIdle) this.look();
  };

  private readonly onVisibility = (): void => {
    this.hiddenSince = document.hidden ? (this.hiddenSince ?? Date.now()) : null;
    if (!document.hidden) this.lastInputAt = Date.now();
    if (this.timer !== null) this.look();
  };

  /** The page goes away: the others need not wait until it is missed. */
  private readonly onLeave = (): void => {
    if (this.said.mentionId === null) return;
    this.said = { mentionId: null, state: 'viewing' };
    void this.send(this.said);
  };

  private now(): { mentionId: string | null; state: State } {
    const now = Date.now();
    const mentionId = this.opened.at(-1)?.mentionId ?? null;
    const isLongHidden = this.hiddenSince !== null && now - this.hiddenSince >= HIDDEN_MS;
    if (mentionId === null || isLongHidden) return { mentionId: null, state: 'viewing' };
    if (this.hiddenSince !== null || now - this.lastInputAt >= IDLE_MS)
      return { mentionId, state: 'idle' };
    const isWriting = this.wroteOn === mentionId && now - this.wroteAt < WRITING_MS;
    return { mentionId, state: isWriting ? 'writing' : 'viewing' };
  }

  /** Says what changed, once it has settled, and else that the window is still there. */
  private look(): void {
    const present = this.now();
    const now = Date.now();
    const differs = present.mentionId !== this.said.mentionId || present.state !== this.said.state;
    if (differs) {
      this.changedAt ??= now;
      const restMs = this.changedAt + SETTLE_MS - now;
      if (restMs > 0) return void window.setTimeout(() => this.look(), restMs);
    }
    this.changedAt = null;
    if (!differs && (present.mentionId === null || now - this.saidAt < SIGN_MS)) {
      if (present.mentionId === null && this.opened.length === 0) this.stop();
      return;
    }
    if (this.sending) return;
    void this.say(present);
  }

  private async say(present: { mentionId: string | null; state: State }): Promise<void> {
    this.sending = true;
    this.said = present;
    this.saidAt = Date.now();
    await this.send(present);
    this.sending = false;
  }

  /** One that is lost is followed by the next. Outlives the page, and is never kept for a repeat. */
  private async send(present: { mentionId: string | null; state: State }): Promise<void> {
    const sign: PresenceWrite = { client: this.client, ...present };
    await fetch('/api/v1/presence', {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(sign),
      credentials: 'same-origin',
      keepalive: true,
    }).catch(() => undefined);
  }
}

export const thisWindow = new ThisWindow();
