import type { ConformanceCase } from '../conformance-case.js';
import { letter, MailServer } from './mail-server.js';

const BEGAN = Date.UTC(2026, 0, 10, 12);
const mail = await MailServer.start();
mail.inbox.messages.length = 0;

const CSV = `external_id,author,published_at,text
r-1,Ann,2026-01-10T12:00:00Z,It came late.
r-2,Ben,2026-01-10T12:01:00Z,"It broke, twice."
`;

export const INTAKE_CASES: Readonly<Record<string, ConformanceCase>> = {
  webhook: {
    params: () => ({ name: 'Shop reviews' }),
    badParams: [{}, { name: '' }, { name: 1 }, { name: 'x', secretVersion: 0 }, null],
    answer: {
      contentType: 'application/json',
      body: JSON.stringify({
        type: 'mention.created',
        timestamp: '2026-01-10T12:00:00Z',
        data: [
          { external_id: 'r-1', author: '@ann', published_at: BEGAN, text: 'It came late.' },
          { external_id: 9, url: 'https://shop.example/9', text: 'It broke.', rating: 1 },
        ],
      }),
    },
    foreign: [
      '{"error":"x"}',
      '{"data":{"id":1}}',
      '[{"external_id":"1"}]',
      '{"type":"invoice.paid","data":{"text":"x"}}',
      '"text"',
      'null',
    ],
  },
  email: {
    params: () => ({
      host: '127.0.0.1',
      port: mail.port,
      tls: false,
      user: 'testuser',
      allowPrivate: true,
    }),
    credentials: { EARSHOT_EMAIL_PASSWORD: 'testpass' },
    badParams: [{}, { host: 'imap.example' }, { host: 'a b', user: 'x' }, { user: 'x' }, null],
    answer: { contentType: 'message/rfc822', body: letter({ id: 'a@customer.example' }) },
    foreign: ['{"data":[]}', 'Dear all,\n\nthis is no message.\n', 'From: a@b.example'],
    polled: {
      conditional: false,
      // IMAP is no HTTP: what the place holds is put into the mailbox, and nobody asks the handler.
      form: 'stream',
      place: (posts) => {
        fill(posts);
        return (_request, response) => void response.writeHead(404).end();
      },
      idOf: (post) => `${post}@customer.example`,
    },
  },
  import: {
    params: () => ({ name: 'Shop reviews' }),
    badParams: [{ name: '' }, { name: 1 }, { file: 'x' }, null],
    answer: { contentType: 'text/csv', body: CSV },
    foreign: ['{"error":"x"}', 'name,mail\nAnn,ann@customer.example\n', '[]'],
  },
};

/** Letters stay where they are, and new ones are added; numbers are never given twice. */
function fill(posts: readonly number[]): void {
  const ids = new Set(posts.map((post) => `<${post}@customer.example>`));
  const has = (id: string): boolean => mail.inbox.messages.some(({ raw }) => raw.includes(id));
  if (mail.inbox.messages.some(({ raw }) => ![...ids].some((id) => raw.includes(id))))
    mail.empty(mail.inbox.uidvalidity + 1);
  for (const post of posts.toReversed())
    if (!has(`<${post}@customer.example>`))
      mail.deliver({ id: `${post}@customer.example`, at: new Date(BEGAN + post * 60_000) });
}
