/** The title of the window: the page, then the product. */
export function titled(page: string): string {
  return `${page} · Earshot`;
}
