import { PlaceError } from '../../connectors/errors.js';
import type { HttpClient } from '../../connectors/http.js';
import type { PushPost } from '../../notify/push.js';

/** What a push service says beside its status is of no use to us. */
const MOST_BYTES = 65_536;

/**
 * The way to push services: the guarded one that places are asked by, since their addresses come
 * from browsers and could name anything.
 */
export function pushWay(http: HttpClient, allowPrivate: boolean): PushPost {
  return async (url, { headers, body }) => {
    const {
      'content-type': contentType = 'application/octet-stream',
      'content-length': _length,
      ...more
    } = headers;
    try {
      const answers = [201, 202, 204];
      const options = { contentType, body, headers: more, allowPrivate, answers };
      const { status } = await http.post(url, { ...options, maxBytes: MOST_BYTES });
      return { status };
    } catch (error) {
      if (error instanceof PlaceError && error.status !== null) return { status: error.status };
      throw error;
    }
  };
}
