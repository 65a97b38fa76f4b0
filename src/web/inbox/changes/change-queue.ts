import type { ChangedMention } from '../../app/wire.js';

/**
 * Changes of one mention reach the server one after the other, each with the version that the one
 * before made: who presses two keys quickly must not be in conflict with himself.
 */
export class ChangeQueue {
  private readonly latest = new Map<string, Promise<number>>();

  /**
   * @param seen the version on the screen
   * @param send given the version that the mention has once what came before is saved
   */
  async send(
    id: string,
    seen: number,
    send: (version: number) => Promise<ChangedMention>,
  ): Promise<ChangedMention> {
    const before = this.latest.get(id) ?? Promise.resolve(0);
    const saved = before.then((version) => send(Math.max(seen, version)));
    // Should it fail, whoever comes next goes on from what is known on the screen.
    this.latest.set(
      id,
      saved.then(
        ({ version }) => version,
        () => 0,
      ),
    );
    return saved;
  }
}
