import type { EffortKind } from '../domain/reading.js';

const COUNT =
  '(?:\\d+|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|several|many|multiple|countless|numerous|(?:a )?(?:few|couple(?: of)?)|half an?|an?|over an?)';
const UNIT = '(?:minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?)';
const ASKED =
  "(?:call(?:ed|ing)?|phon(?:ed|ing)|rang|rung|ringing|e-?mail(?:ed|ing)?|wr[io]te|written|writing|messag(?:ed?|ing)|contact(?:ed|ing)?|dm['’]?(?:e?d|ing)|complain(?:ed|ing)|reported|spoken? to|asked (?:for|them|you|about)|chased)";
const CHANNEL =
  '(?:web ?site|site|app|web ?page|page|portal|chat ?bot|bot|(?:web|contact|online) ?form|form|faq|link|help (?:pages?|cent(?:er|re))|manual|self-?service|check-?out|kiosk|machine)';
const NO =
  "(?:never|not|nobody|no[- ]one|none|(?:have|has|had|did|do|does|wo|ca|is|are|was|were)n['’]?t|cannot)";
const few = (words: number): string => `(?:[^\\s.!?;]+ ){0,${words}}?`;

/** Phrases that show a kind of effort by themselves; English. */
const PHRASES: Readonly<Record<EffortKind, readonly string[]>> = {
  'repeat-contact': [
    `${ASKED} ${few(5)}(?:again|twice|repeatedly|(?:several|many|multiple|countless|numerous|\\d+|three|four|five|six|ten) times)`,
    `(?:second|third|fou?rth|fifth|sixth|\\d(?:nd|rd|th)|umpteenth) (?:time (?:(?:that )?(?:i|we|i['’]?ve|we['’]?ve|i have|i had|i am|i['’]?m) ${ASKED}|calling|asking|writing|contacting|reporting)|call|e-?mail|message|ticket|letter|complaint|reminder|request|visit)`,
    `(?:tried|trying|attempted) ${few(5)}(?:calling|phoning|to (?:call|phone|reach|contact|e-?mail|get (?:a ?)?hold of|get through|speak))`,
    `(?:without|no|still no|never an?y?|not an?y?) (?:reply|repl(?:y|ies)|response|answer|call ?back)s?(?: (?:from|to|yet|so far|since|whatsoever))?`,
    `${NO} ${few(2)}(?:repl(?:y|ies|ied)|respond(?:s|ed)?|answer(?:s|ed)? (?:my|our|the|your)|(?:got|get|gets|gotten|come|came) back to (?:me|us)|(?:call(?:ed|s)?|r[aiu]ngs?) (?:me |us )?back|heard? (?:anything )?back|heard (?:anything|a word))`,
    `heard nothing(?: back)?|ignor(?:ed|es|ing) (?:all )?(?:my|our) ${few(2)}(?:e-?mails?|calls?|messages?|letters?|tickets?|complaints?)`,
  ],
  'repeated-information': [
    `(?:explain(?:ed|ing)?|repeat(?:ed|ing)?|told|tell|sa(?:y|id)|spell(?:ed|ing)?|typ(?:ed?|ing)|sent|upload(?:ed)?|fill(?:ed)? (?:in|out)|submit(?:ted)?|g[ia]ve(?:n)?|provided) ${few(6)}(?:again|twice|all over|over and over|from the (?:start|beginning)|${COUNT} (?:more )?times|to (?:three|four|five|six|every|each|\\d+) ${few(1)}(?:people|agents|persons?|advis[eo]rs))`,
    're-?(?:sent|send|upload(?:ed)?|submit(?:ted)?|explain(?:ed)?|enter(?:ed)?|typed?)',
    'start(?:ed|ing)? (?:all over(?: again)?|over again|(?:again )?from (?:the top|scratch|the beginning|zero|square one))',
    `(?:same|all my) ${few(1)}(?:documents?|information|info|details|questions?|story|forms?|photos?|papers?) ${few(2)}(?:again|twice|over|\\d+ times)`,
  ],
  'channel-switch': [
    `(?:told|asked|advised|telling|says?|said) ${few(2)}to (?:call|phone|ring|e-?mail|write|dm|message|use|go|visit|come|contact|try) ${few(4)}instead`,
    `(?:so|now|hence) ${few(2)}(?:trying|tweeting|posting|asking|writing|messaging) ${few(3)}(?:here|on twitter|in the comments|publicly|into)`,
    `(?:tweeting|posting|asking|writing|trying)(?: \\S+){0,2} here (?:because|since|as|after)`,
    `only way to (?:reach|talk to|contact|get (?:hold of|through|an? (?:answer|reply|response)))`,
    `(?:phone|line|e-?mail|mail|chat|hotline|form) ${few(4)}so (?:i['’]?m |now )?(?:here|trying|tweeting|posting|writing|asking|let['’]s)`,
  ],
  transfer: [
    `(?:passed|transferr?(?:ed|ing)|bounced|shunted|handed|pushed|kicked|ping-?ponged|sent) ${few(3)}(?:around|back and forth|on to|along|from (?:one|pillar|department|person|desk)|between|(?:on )?\\w+ times|to (?:another|a different|the (?:next|wrong)) (?:department|person|agent|team|desk))`,
    "(?:i['’]?m|me|i am|put) through to (?:another|the wrong|a different)",
    `(?:three|four|five|six|seven|eight|\\d+) (?:different )?(?:agents|departments|teams|advis[eo]rs|reps|representatives|desks)`,
    'from pillar to post|not (?:my|our|their) department|wrong department|the other (?:team|department)',
    `(?<who>\\p{L}{3,}) (?:says?|blames?) ${few(4)}(?<other>\\p{L}{3,})[.,;:]? (?:and )?(?:the )?\\k<other> (?:says?|blames?)`,
  ],
  wait: [
    `(?:still|been|are|we['’]?re|i['’]?m|am|keep|kept) (?:\\w+ )?waiting ${few(6)}(?:${COUNT} ${UNIT}|refund|answer|reply|(?:my|our|the) money|response|call|since \\S+|ages|too long|forever|months|weeks)`,
    `(?:on hold|in (?:the|a|your) queue|in line|on the phone) ${few(5)}${COUNT} (?:\\w+ )?${UNIT}`,
    `${COUNT} (?:\\w+ )?${UNIT} ${few(2)}(?:on hold|in (?:the|a|your|line)\\b ?(?:queue)?|on the (?:phone|line)|without (?:an? |any )?(?:answer|reply|response|word)|of (?:waiting|silence))`,
    `(?:took|waited|waiting|sat|queued|spent) (?!only|just|no more|less|me |a day)${few(4)}(?:over |about |almost |nearly |another )?${COUNT} (?:\\w+ )?${UNIT}`,
    `${COUNT} ${UNIT}(?: ago| later| now| and counting| on)?,? (?:and |but )?(?:(?:they|i|we|you) )?(?:still|there['’]s|yet) (?:no|not|nothing|waiting|have|has|haven|hasn)\\S*`,
    `still (?:no|not|haven['’]?t|hasn['’]?t|waiting) ${few(5)}(?:refund(?:ed)?|money(?: back)?|repl(?:y|ied)|answer|response|appointment)`,
    `(?:haven['’]?t|hasn['’]?t|not) ${few(4)}(?:refund(?:ed)?|money back|repl(?:y|ied)) yet`,
  ],
  'failed-self-service': [
    `${CHANNEL} ${few(2)}(?:fails?|failed|wo?n['’]?t|doesn['’]?t|didn['’]?t|can['’]?t|isn['’]?t (?:working|loading)|not (?:working|loading)|(?:is|are|was)? ?(?:useless|frozen|stuck|dead)|tim(?:es?|ed) out|throws|loops?|freezes|hangs|keeps (?:\\w+ing|on))`,
    `(?:can['’]?t|cannot|can not|couldn['’]?t|could not|unable to|impossible to|tr(?:ied|ying) to) ${few(7)}(?:on|in|via|through|with|using|from) (?:your|the|my|their) (?:\\w+ )?${CHANNEL}`,
    `${CHANNEL} (?:is|was) (?:no|of no) (?:help|use)|no matter what i try`,
  ],
  'paid-for-help': [
    `(?:pay(?:ing)?|paid|charg(?:ed?|es|ing)|fee of|wants?|asked for|cost me|costs) ${few(6)}(?:just )?(?:to|for) (?:\\w+ )?(?:speak|talk|look|fix|repair|report|help|inspect|support|read|diagnos\\w*|replace|send it)`,
    `[$£€] ?\\d[\\d.,]*(?: \\S+){0,3} (?:just )?(?:to|for) (?:\\w+ )?(?:speak|talk|look|fix|repair|report|help|inspect|diagnos\\w*|read)`,
    `(?:premium|per[- ]minute|paid|expensive|a minute) (?:rate )?(?:line|number|hotline|support)`,
    `at (?:my|our) own (?:cost|expense)|out of (?:my|our) own pocket|for a diagnosis`,
  ],
  'generic-answer': [
    `(?:canned|scripted|copy[- ]?(?:and[- ])?paste[d]?|boilerplate|templated?|generic|standard|automated|auto(?:matic)?|stock|pre-?written|useless) (?:\\w+ )?(?:text|repl(?:y|ies)|responses?|answers?|e-?mails?|messages?|apolog(?:y|ies)|script)`,
    `(?:not|isn['’]?t) an answer|(?:doesn['’]?t|didn['’]?t|don['’]?t|not) (?:even )?(?:answer(?:ing)? (?:my|the) question|read (?:my|what|the))|nothing to do with my question|not what i asked`,
    `(?:link|pointed|sent|sends) (?:me )?to (?:the|your|an?) ${few(1)}(?:faq|help (?:page|cent(?:er|re))|page i)`,
  ],
};

const compiled = new Map(
  Object.entries(PHRASES).map(([kind, phrases]) => [
    kind,
    new RegExp(
      `(?<![\\p{L}\\p{N}])(?:${phrases.map((one) => `(?:${one})`).join('|')})(?![\\p{L}\\p{N}])`,
      'iu',
    ),
  ]),
);

/** Longest stretch that is looked at (UTF-16 units). */
const SEEN = 4000;

/**
 * The phrase that shows a kind of effort.
 *
 * @param parts the texts that were read, as given
 * @returns an exact substring of a part; null: none shows it
 */
export function phraseOf(kind: EffortKind, parts: readonly string[]): string | null {
  for (const part of parts) {
    const found = compiled.get(kind)?.exec(part.slice(0, SEEN))?.[0].trim();
    if (found !== undefined && found !== '') return found;
  }
  return null;
}
