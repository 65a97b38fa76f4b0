import type { Want } from './mention.js';

const SENTENCES = /[^.!?\n…]+[.!?…]*/gu;
/** A long text tells what it wants early or not at all, for this. */
const MOST_CHARACTERS = 8_000;
const LONGEST_QUOTE = 200;

/** "I want", said by the one who writes; `…` of up to three words before and four behind. */
const WISH = String.raw`\b(?:i|we)(?:['’](?:d|m|ve|re))?(?:\s+\w+){0,3}?\s+(?:want(?:ed)?|need(?:ed)?|demand(?:ed|ing)?|expect(?:ed|ing)?|request(?:ed|ing)?|ask(?:ed|ing)?(?:\s+(?:them|you|support))?\s+for|would\s+like|['’]d\s+like|like|require|deserve|insist\s+on|(?:am|are)\s+owed|am\s+waiting\s+for|waiting\s+for|waited\s+for)\b(?:\s+\S+){0,4}?\s+`;
const WUNSCH = String.raw`\b(?:ich|wir)(?:\s+\S+){0,3}?\s+(?:m[öo]chten?|will|wollen|forder[en]+|verlangen?|erwarten?|h[äa]tten?\s+gern[e]?|brauchen?|bitten?\s+um|warten?)\b(?:\s+\S+){0,5}?\s+|\b(?:m[öo]chten?|will|wollen|forder[en]+|verlangen?|erwarten?|brauchen?|warten?)\s+(?:ich|wir)\b(?:\s+\S+){0,5}?\s+|\bbitte\s+um(?:\s+\S+){0,3}?\s+`;
const WISH_TO = String.raw`\b(?:i|we)(?:['’](?:d|m|ve|re))?(?:\s+\w+){0,2}?\s+(?:want(?:ed)?|need(?:ed)?|(?:would|['’]d)\s+like|tried|trying|try|asked|decided|going)\s+to\s+`;
const PLEASE = String.raw`\b(?:please|pls|plz|kindly|(?:can|could|will|would)\s+(?:you|someone|somebody|anyone))\b(?:\s+(?:please|just|\w+ly))?(?:\s+at\s+least)?\s+`;
const BITTE = String.raw`\b(?:bitte|k[öo]nn(?:t|en|tet|ten)\s+(?:ihr|sie|du)(?:\s+(?:mir|uns|bitte|das|es|mal)){0,3})\s+(?:\S+\s+){0,5}?`;

const any = (...parts: readonly string[]): RegExp => new RegExp(parts.join('|'), 'iu');

/** What a customer asks for, the most tangible first: whoever wants their money wants an answer, too. */
const RULES: readonly (readonly [Want['kind'], core: RegExp, rule: RegExp])[] = [
  [
    'refund',
    /refund|money|reimburs|compensation|erstatt|geld|r[üu]ckzahlung|entsch[äa]digung|gutschrift|[üu]berweis/iu,
    any(
      `${WISH}(?:refund(?:ed)?|money\\s+back|reimburse(?:d|ment)|compensation)\\b`,
      `${WISH_TO}(?:get\\s+)?(?:a\\s+(?:full\\s+)?refund|my\\s+money\\s+back|be\\s+refunded)\\b`,
      String.raw`\b(?:give|send|pay)\s+(?:me|us)\s+(?:back\s+)?(?:my|our|a)\s+(?:\w+\s+)?(?:money|refund)\b`,
      String.raw`\bgive\s+(?:me|us)\s+back\s+(?:my|our)\s+money\b`,
      `${PLEASE}(?:issue|process|give|send)?\\s*(?:me|us)?\\s*(?:a|my|our)?\\s*(?:full\\s+)?refund\\b`,
      String.raw`\b(?:where\s+is|where['’]s|waiting\s+(?:\w+\s+){0,4}for)\s+(?:my|our|the|a)\s+(?:\w+\s+)?refund\b`,
      String.raw`\b(?:how\s+(?:do|can)|can|could|may)\s+(?:i|we)\s+(?:get|have|claim|request)\s+(?:a|my|our)\s+(?:full\s+)?(?:refund|money\s+back)\b`,
      `(?:${WUNSCH})(?:geld\\s+zur[üu]ck|r[üu]ckerstattung|(?:kosten)?erstattung|r[üu]ckzahlung|entsch[äa]digung|gutschrift)\\b`,
      String.raw`\b(?:erstatte[nt]?|[üu]berweis(?:en|t))\s+(?:sie\s+)?(?:mir|uns)\b`,
    ),
  ],
  [
    'replacement',
    /replac|exchange|another|\bnew\b|ersatz|ersetzen|tausch/iu,
    any(
      `${WISH}(?:replacement|exchange|replaced)\\b`,
      `${PLEASE}(?:replace|exchange)\\b`,
      `${PLEASE}send\\s+(?:me|us)\\s+(?:a\\s+new|another|a\\s+replacement)\\b`,
      String.raw`\b(?:can|could|may)\s+(?:i|we)\s+(?:get|have)\s+(?:a|my|the)\s+(?:\w+\s+)?replace(?:ment|d)\b`,
      `(?:${WUNSCH})(?:ersatz(?:ger[äa]t|lieferung|teil)?|umtausch|austausch)\\b`,
      `${BITTE}(?:austauschen|umtauschen|ersetzen)\\b`,
    ),
  ],
  [
    'repair',
    /fix|repair|reparatur|repari|beheb/iu,
    any(
      `${PLEASE}(?:fix|repair)\\b`,
      `${WISH}(?:it|this|that|my\\s+\\w+)\\s+(?:fixed|repaired)\\b`,
      `${WISH_TO}(?:get|have)\\s+(?:it|this|my\\s+\\w+)\\s+(?:fixed|repaired)\\b`,
      `^\\s*(?:just\\s+)?(?:fix|repair)\\s+(?:this|it|the|your|my)\\b`,
      String.raw`\bwhen\s+(?:will|are)\s+(?:you|they)(?:\s+\w+){0,2}\s+(?:fix|fixing|repair)\b`,
      `${BITTE}(?:beheben|behebt|fixen|fixt|reparieren|repariert)\\b`,
      `(?:${WUNSCH})reparatur\\b`,
    ),
  ],
  [
    'cancellation',
    /cancel|unsubscribe|terminate|account|k[üu]ndig|stornier|widerruf/iu,
    any(
      `${WISH_TO}(?:cancel|unsubscribe|terminate)\\b`,
      `${WISH_TO}(?:delete|close)\\s+my\\s+account\\b`,
      `${PLEASE}(?:cancel|unsubscribe\\s+me|(?:delete|close)\\s+my\\s+account)\\b`,
      String.raw`\bhow\s+(?:do|can)\s+(?:i|we)\s+(?:cancel|unsubscribe|(?:delete|close)\s+my\s+account)\b`,
      String.raw`\b(?:hiermit\s+)?(?:k[üu]ndige|storniere|widerrufe)\s+(?:ich|hiermit)\b`,
      String.raw`\b(?:ich|wir)\s+(?:m[öo]chten?|will|wollen)(?:\s+\S+){0,6}?\s+(?:k[üu]ndigen|stornieren|widerrufen)\b`,
    ),
  ],
  [
    'access',
    /unlock|restor|reactivat|reinstat|unblock|unban|access|back\s+in|freischalt|entsperr|frei\b/iu,
    any(
      `${PLEASE}(?:unlock|restore|reactivate|reinstate|unblock|unban)\\s+my\\b`,
      `${PLEASE}(?:restore|give\\s+(?:me|us))\\s+(?:my\\s+)?(?:back\\s+)?access\\b`,
      `${WISH}(?:my\\s+account|access)\\s+(?:back|restored)\\b`,
      `${WISH_TO}get\\s+back\\s+in(?:to)?\\b`,
      `${BITTE}(?:freischalten|entsperren|entsperrt|schaltet?\\s+\\S+(?:\\s+\\S+){0,2}\\s+frei)\\b`,
    ),
  ],
  [
    'apology',
    /apolog|entschuldigung/iu,
    any(
      `${WISH}apology\\b`,
      String.raw`\bowes?\s+(?:me|us)\s+an\s+apology\b`,
      String.raw`\b(?:should|could|must)\s+(?:at\s+least\s+)?apologi[sz]e\b`,
      `(?:${WUNSCH})entschuldigung\\b`,
    ),
  ],
  [
    'answer',
    /respon|repl|answer|expla|contact|call|let\s+me|tell|help|advise|get\s+back|antwort|meld|r[üu]ck|stellungnahme|erkl[äa]r|auskunft|reaktion|sagen|helfen/iu,
    any(
      `${PLEASE}(?:respond|reply|answer|explain|contact\\s+me|call\\s+me|get\\s+back\\s+to\\s+me|let\\s+me\\s+know|tell\\s+(?:me|us)|help|advise)\\b`,
      `${WISH}(?:an?\\s+)?(?:answers?|explanation|response|reply|call\\s*back)\\b`,
      String.raw`\bstill\s+(?:waiting|no)\s+(?:for\s+)?(?:an?\s+)?(?:\w+\s+)?(?:answer|reply|response)\b`,
      `(?:${WUNSCH})(?:antwort|r[üu]ckmeldung|r[üu]ckruf|stellungnahme|erkl[äa]rung|auskunft|reaktion)\\b`,
      String.raw`\bbitte\s+(?:\S+\s+){0,2}?(?:antworten|melden|meldet|erkl[äa]ren)\b`,
      String.raw`\bkann\s+mir\s+(?:\S+\s+){0,2}?(?:jemand|einer|wer)?\s*(?:\S+\s+){0,3}?(?:sagen|erkl[äa]ren|helfen)\b`,
    ),
  ],
  [
    'change',
    /\badd\b|back|remove|change|improve|allow|give\s+us|make\s+it|wish|would|['’]d\s+(?:be|love|like)|hinzu|einf[üu]hr|einbau|[äa]ndern|verbesser|w[äa]re/iu,
    any(
      `${PLEASE}(?:add|bring\\s+back|put\\s+back|remove|change|improve|allow|give\\s+us|make\\s+it)\\b`,
      `^\\s*(?:bring\\s+back|put\\s+back)\\s+(?:the|my|our)\\b`,
      String.raw`\b(?:i|we)\s+(?:really\s+)?wish\s+(?:you|they|it|there)\s+(?:would|could|had|was|were)\b`,
      String.raw`\b(?:would|['’]d)\s+be\s+(?:nice|great|good|helpful|better)\s+if\b`,
      String.raw`\b(?:would\s+(?:love|like)|['’]d\s+like)\s+to\s+(?:see|have)\b`,
      `${BITTE}(?:hinzuf[üu]gen|einf[üu]hren|einbauen|[äa]ndern|verbessern|zur[üu]ckbringen)\\b`,
      String.raw`\bw[äa]re\s+(?:sehr\s+)?(?:sch[öo]n|toll|super|gut|w[üu]nschenswert),?\s+wenn\b`,
    ),
  ],
];

/** What takes a wish back, or puts it into another's mouth. */
const NOT_WANTED = any(
  String.raw`\b(?:do|did|does|would|will|am|was|are|were)(?:n['’]?t|\s+not|\s+never)\s+(?:\w+\s+){0,2}?(?:want|need|ask|expect|like|request|demand|looking|going|trying)`,
  String.raw`\b(?:if|when|unless|whether|in\s+case)\s+(?:you|they|people|anyone|someone|he|she)\b`,
  String.raw`\b(?:you|they|people|customers)\s+(?:can|could|may|should|will)\s+(?:\w+\s+)?(?:get|request|ask|claim|cancel)`,
  String.raw`\bno\s+need\s+to\b`,
  String.raw`\b(?:niemand|keiner)\s+kann\b`,
  String.raw`\b(?:wir|ich)\s+bitten?\s+(?:\S+\s+){0,2}?um\s+(?:\S+\s+)?entschuldigung`,
  String.raw`(?<!(?:sch[öo]n|toll|super|gut|wert),?\s)\b(?:wenn|falls)\s+(?:man|sie|ihr|du|jemand)\b`,
  String.raw`\b(?:m[öo]chte|will|brauche|erwarte|verlange)\s+(?:\S+\s+){0,2}?(?:kein|keine|keinen|nicht)\b`,
);

/**
 * What the customer asks for, in words of the text that say so. Rules for English and German, which
 * stay silent where the text does not say it plainly: evidence or null.
 */
export function wantOf({ title, text }: { title: string | null; text: string }): Want | null {
  const head = `${title ?? ''}\n${text.slice(0, MOST_CHARACTERS)}`;
  const sentences = head.match(SENTENCES) ?? [];
  for (const [kind, core, rule] of RULES) {
    // Nearly all texts end here: a word that the rule cannot do without is not in them.
    if (!core.test(head)) continue;
    for (const sentence of sentences) {
      const found = rule.exec(sentence);
      if (found && !NOT_WANTED.test(sentence))
        return { kind, quote: found[0].trim().slice(0, LONGEST_QUOTE) };
    }
  }
  return null;
}
