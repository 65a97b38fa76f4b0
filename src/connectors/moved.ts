/**
 * Parameters of a place that moved from one address to another. The leave to reach our own network
 * was given for one host: where the place moves to another, it stays behind.
 */
export function leavingOwnNetwork<Params extends { readonly allowPrivate?: boolean | undefined }>(
  params: Params,
  from: string,
  to: string,
): Params {
  const isSameHost = new URL(from).host === new URL(to).host;
  return isSameHost ? params : { ...params, allowPrivate: undefined };
}
