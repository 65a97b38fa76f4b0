/** Ways back, latest last. Each works once. */
export class UndoStack {
  private readonly backs: (() => void)[] = [];

  /** @returns the way back, in a form that also takes it off the stack */
  push(back: () => void): () => void {
    const once = (): void => {
      if (this.forget(once)) back();
    };
    this.backs.push(once);
    if (this.backs.length > MOST) this.backs.shift();
    return once;
  }

  /** Goes the latest way back; does nothing when there is none. */
  pop(): void {
    this.backs.at(-1)?.();
  }

  /** @returns false when it was used or forgotten before */
  forget(once: () => void): boolean {
    const at = this.backs.indexOf(once);
    if (at >= 0) this.backs.splice(at, 1);
    return at >= 0;
  }
}

/** Steps that are kept (count): more than anybody remembers having done. */
const MOST = 100;
