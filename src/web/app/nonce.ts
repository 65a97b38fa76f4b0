declare global {
  /** Read by `get-nonce`, through which the scroll lock of dialogs adds its style element. */
  var __webpack_nonce__: string | undefined;
}

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
globalThis.__webpack_nonce__ = nonce;

/** The value that the content security policy of this page asks of every style element. */
export function styleNonce(): string {
  return nonce;
}
