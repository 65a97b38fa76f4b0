import { headline, type Language, oneLine, type Told } from './told.js';
import { WORDS, type Words } from './words.js';

/** What an e-mail tells, and to whom. */
export interface LetterOf {
  readonly kind: 'digest' | 'mail';
  readonly language: Language;
  /** The reader's time zone, for the date. */
  readonly zone: string;
  readonly at: Date;
  /** Most pressing first. */
  readonly told: readonly Told[];
  /** Address of Earshot, without a slash at its end. */
  readonly home: string;
  /** See `NotificationRulesEntity`. */
  readonly unsubscribe: string;
}

export interface Letter {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Where a POST ends the e-mails at once (RFC 8058). */
  readonly unsubscribeLink: string;
}

const MOST_TOLD = 40;
const HEADLINE = 110;
const EXCERPT = 140;

/** Writes an e-mail, as plain text and as simple HTML that says the same. */
export function writeLetter(of: LetterOf): Letter {
  const words = WORDS[of.language];
  const subject = subjectOf(of, words);
  const shown = of.told.slice(0, MOST_TOLD).map((one) => linesOf(one, words));
  const rest = of.told.length - shown.length;
  const links: Links = {
    inbox: `${of.home}/inbox`,
    rules: `${of.home}/settings/notifications`,
    // A page that asks first: some mail programs open every link.
    stop: `${of.home}/unsubscribe#${of.unsubscribe}`,
  };
  return {
    subject,
    text: textOf(subject, shown, { rest, links, words }),
    html: htmlOf(subject, shown, { rest, links, words, language: of.language }),
    unsubscribeLink: `${of.home}/api/v1/unsubscribe/${of.unsubscribe}`,
  };
}

function subjectOf({ kind, told, zone, at }: LetterOf, words: Words): string {
  const [first] = told;
  if (kind === 'digest') {
    const day = new Intl.DateTimeFormat(words.locale, {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      timeZone: zone,
    }).format(at);
    return words.digest(told.length, day);
  }
  if (first === undefined || told.length > 1) return words.many(told.length);
  return `${markOf(first, words)}: ${headline(first, 80)}`;
}

interface Lines {
  readonly mark: string;
  readonly headline: string;
  readonly excerpt: string;
  readonly link: string;
}
interface Links {
  readonly inbox: string;
  readonly rules: string;
  readonly stop: string;
}
interface Around {
  readonly rest: number;
  readonly links: Links;
  readonly words: Words;
}

/** Why it stands there: how pressing it is, or what somebody did. */
export function markOf({ kind, severity, by }: Told, words: Words): string {
  if (kind !== 'mention') return words.happened[kind](oneLine(by ?? words.somebody, 60));
  return words.severity[severity ?? 'low'];
}

function linesOf(told: Told, words: Words): Lines {
  const { title, excerpt, sourceName, priority, detail, link } = told;
  const number = told.kind === 'mention' && priority !== null ? ` · ${priority}` : '';
  const under = title === null ? (detail ?? '') : (detail ?? excerpt ?? '');
  const from = told.kind === 'source' ? '' : ` · ${words.from(oneLine(sourceName, 60))}`;
  return {
    mark: `${markOf(told, words)}${number}${from}`,
    headline: headline(told, HEADLINE),
    excerpt: oneLine(under, EXCERPT),
    link,
  };
}

function textOf(subject: string, shown: readonly Lines[], { rest, links, words }: Around): string {
  const parts = shown.map(({ mark, headline: head, excerpt, link }) =>
    [`[${mark}]`, head, ...(excerpt === '' ? [] : [excerpt]), link].join('\n'),
  );
  if (rest > 0) parts.push(words.more(rest));
  const foot = [words.why, `${words.change}: ${links.rules}`, `${words.stop}: ${links.stop}`].join(
    '\n',
  );
  return [subject, ...parts, `${words.openAll}: ${links.inbox}`, `-- \n${foot}`].join('\n\n');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter);

const anchor = (link: string, text: string, style = ''): string =>
  `<a href="${escaped(link)}"${style && ` style="${style}"`}>${escaped(text)}</a>`;

function htmlOf(
  subject: string,
  shown: readonly Lines[],
  { rest, links, words, language }: Around & { readonly language: Language },
): string {
  const items = shown.map(
    ({ mark, headline: head, excerpt, link }) =>
      `<tr><td style="padding:14px 0;border-top:1px solid #e2e7e3">
<div style="font-size:13px;color:#5f6c68">${escaped(mark)}</div>
<div style="font-size:16px">${anchor(link, head, 'color:#0c6462;font-weight:600')}</div>
${excerpt === '' ? '' : `<div dir="auto" style="font-size:14px;color:#44524e">${escaped(excerpt)}</div>`}
</td></tr>`,
  );
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>${escaped(subject)}</title></head>
<body style="margin:0;padding:24px;background:#f3f5f2;color:#15201e;font-family:system-ui,sans-serif;line-height:1.45">
<table role="presentation" style="max-width:600px;margin:0 auto;width:100%;background:#fff;border-radius:6px;padding:20px 24px;border-collapse:separate">
<tr><td><h1 style="font-size:19px;margin:0 0 12px">${escaped(subject)}</h1></td></tr>
${items.join('\n')}
${rest > 0 ? `<tr><td style="padding:14px 0;border-top:1px solid #e2e7e3">${escaped(words.more(rest))}</td></tr>` : ''}
<tr><td style="padding:14px 0;border-top:1px solid #e2e7e3">${anchor(links.inbox, words.openAll, 'color:#0c6462')}</td></tr>
</table>
<p style="max-width:600px;margin:16px auto;font-size:13px;color:#5f6c68">${escaped(words.why)}<br>
${anchor(links.rules, words.change, 'color:#5f6c68')} · ${anchor(links.stop, words.stop, 'color:#5f6c68')}</p>
</body></html>
`;
}
