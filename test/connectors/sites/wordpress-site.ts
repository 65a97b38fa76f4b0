import type { IncomingMessage, ServerResponse } from 'node:http';

export interface SitePost {
  readonly id: number;
  /** ISO 8601. */
  readonly at: string;
  readonly text: string;
  /** Whoever wrote a comment; '' when the account is gone. */
  readonly by?: string;
}

export interface SiteManner {
  /** How many posts a page holds, whatever it is asked for. */
  readonly perPage: number;
  /** Where the interface is; none: it is off for strangers. */
  readonly route: 'path' | 'query' | 'members';
}

/** A small WordPress that knows as much of its REST interface as Earshot asks for. */
export class WordPressSite {
  comments: SitePost[] = [];
  posts: SitePost[] = [];

  constructor(private readonly manner: SiteManner = { perPage: 100, route: 'path' }) {}

  readonly answer = (request: IncomingMessage, response: ServerResponse): void => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://any');
    const path = /^\/wp-json(\/.*)$/.exec(pathname)?.[1] ?? null;
    const routed = searchParams.get('rest_route');
    const { route } = this.manner;
    const asked = route === 'query' ? routed : path;
    const [, what, id] = /^\/wp\/v2\/(comments|posts)(?:\/(\d+))?$/.exec(asked ?? '') ?? [];
    if (route === 'members' && path !== null) return refuse(response, 401, 'rest_not_logged_in');
    if (what !== 'comments' && what !== 'posts')
      return void response.writeHead(404, { 'content-type': 'text/html' }).end('<html>404</html>');
    if (id === undefined) return this.list(what, searchParams, response);
    const found = this[what].find((it) => it.id === Number(id));
    const singular = what === 'posts' ? 'post' : 'comment';
    if (found === undefined) return refuse(response, 404, `rest_${singular}_invalid_id`);
    response.end(JSON.stringify(shown(what, found)));
  };

  private list(what: 'comments' | 'posts', asked: URLSearchParams, response: ServerResponse): void {
    const include = asked.get('include')?.split(',').map(Number);
    const after = asked.get('after');
    const all = this[what]
      .filter(({ id }) => include?.includes(id) ?? true)
      .filter(({ at }) => after === null || at > `${after}Z`)
      .sort((a, b) => a.at.localeCompare(b.at));
    if (asked.get('order') !== 'asc') all.reverse();
    const { perPage } = this.manner;
    const page = Number(asked.get('page') ?? 1);
    const pages = Math.ceil(all.length / perPage);
    if (what === 'posts' && page > Math.max(1, pages))
      return refuse(response, 400, 'rest_post_invalid_page_number');
    response.setHeader('content-type', 'application/json; charset=UTF-8');
    response.setHeader('x-wp-total', all.length);
    response.setHeader('x-wp-totalpages', pages);
    const cut = all.slice((page - 1) * perPage, page * perPage);
    response.end(JSON.stringify(cut.map((it) => shown(what, it))));
  }
}

function shown(what: 'comments' | 'posts', { id, at, text, by = 'Jo' }: SitePost): unknown {
  const common = {
    id,
    date_gmt: at.slice(0, 19),
    content: { rendered: `<p>${text}</p>` },
    link: `https://blog.example/?p=${id}`,
  };
  return what === 'comments'
    ? { ...common, post: 1, parent: 0, author: 0, author_name: by, author_url: '' }
    : { ...common, modified_gmt: at.slice(0, 19), title: { rendered: `Post ${id}` }, author: 1 };
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ code, message: 'No.', data: { status } }));
}
