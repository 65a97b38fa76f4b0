/** What a place gave us to recognise its answer again: opaque text, sent back exactly. */
export interface Validators {
  readonly etag: string | null;
  readonly lastModified: string | null;
}
