import { healthOf } from '../../domain/health.js';
import type { StoredSource } from '../../store/admin-sources.store.js';
import type { SourceView, View } from '../views.js';
import { onWire } from '../wire.js';

/** A source with its health judged at `now`. */
export function sourceView(source: StoredSource, now: Date): View<typeof SourceView> {
  const { lastErrorCode: _code, longestGapHours: _gap, ...shown } = source;
  const { state, reason } = healthOf(source, now);
  return { ...onWire(shown), state, stateReason: reason };
}
