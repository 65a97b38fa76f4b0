const RULES = new Set(['allow', 'disallow', 'crawl-delay']);
/** `Disallow: /private # not for you`; what is not of this form is no rule (RFC 9309, section 2.2). */
const LINE = /^\s*([a-z-]+)\s*:\s*([^#]*)/i;

/**
 * The part of a robots.txt that concerns one program, as a robots.txt of its own: the groups that
 * name it, else those for all (RFC 9309, section 2.2.1).
 *
 * What is parsed further is then no longer than it must be: a file of many names and many rules
 * would otherwise come to as many rules as both multiplied.
 *
 * @param name product token, in any case
 */
export function groupFor(name: string, text: string): string {
  const ours: string[] = [];
  const everybodys: string[] = [];
  let isNamed = false;
  let isNaming = false;
  let groups: string[][] = [];
  for (const line of text.split(/\r\n|\r|\n/)) {
    const [, written = '', value = ''] = LINE.exec(line) ?? [];
    const key = written.toLowerCase();
    if (key === 'user-agent') {
      if (!isNaming) groups = [];
      isNaming = true;
      const meant = value.replace(/\/.*/, '').trim().toLowerCase();
      if (meant === name.toLowerCase()) {
        isNamed = true;
        groups.push(ours);
      } else if (meant === '*') groups.push(everybodys);
    } else if (RULES.has(key)) {
      isNaming = false;
      for (const group of groups) group.push(line);
    }
  }
  return [`User-agent: ${name}`, ...(isNamed ? ours : everybodys)].join('\n');
}
