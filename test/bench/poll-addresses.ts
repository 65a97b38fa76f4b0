const PLACES = 10_000;

/** Hosts of the loopback network, one for each place. */
export const ADDRESSES: readonly string[] = Array.from(
  { length: PLACES },
  (_, n) => `127.1.${Math.floor(n / 250)}.${1 + (n % 250)}`,
);

/** Sends a byte now and then and never comes to an end. */
export const DRIPS = '127.2.0.1';
/** Sends about as much as is taken of one answer. */
export const HUGE = '127.2.0.2';
