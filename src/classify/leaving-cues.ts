/** Whether a name is where somebody goes, or where they come from. */
export type Role = 'target' | 'source';

/** Words around a name that give it its role, and how much they count (1 a hint, 2 plain, 3 beyond others). */
export interface Cue {
  readonly role: Role;
  readonly weight: number;
  /** `X` stands for the name, with its articles. */
  readonly pattern: string;
}

/** Up to n words of one clause, none of them a name or one that begins something else. */
const upTo = (n: number): string =>
  `(?:(?!(?:for|to|and|but|then|so|because|since|after|before|with|than) )[^ A-Z,.?]+ ){0,${n}}?`;

/** Any words of one clause. */
const WITHIN = '(?:[^,.?]{1,80} )?';

const MOVE =
  '(?:switch(?:e[ds]|ing)?|mov(?:e[ds]?|ing)|chang(?:e[ds]?|ing)|migrat(?:e[ds]?|ing)|transferr?(?:ed|ing)?|port(?:ed|ing)?|defect(?:ed|ing)?|convert(?:ed|ing)?|go|goes|going|gone|went|c[oa]me|coming|return(?:ed|ing)?|over|back|off|head(?:ed|ing)?|take|taking|took|upgrad(?:ed?|ing)|jump(?:ed|ing)?|try|trying)';
const LEAVE =
  '(?:leav(?:e[sd]?|ing)|left|quit(?:ting)?|ditch(?:ed|ing)?|dump(?:ed|ing)?|dropp(?:ed|ing)|drop|cancel(?:l?ed|l?ing)?|abandon(?:ed|ing)?|desert(?:ed|ing)?|unsubscrib(?:ed?|ing) from|uninstall(?:ed|ing)?|delet(?:ed?|ing)|deactivat(?:ed?|ing)|clos(?:ed?|ing)|terminat(?:ed?|ing)|end(?:ed|ing)|return(?:ed|ing)|threw|throw(?:ing)?|bin(?:ned|ning)?|binning|rid of|boycott(?:ed|ing)?|avoid|steer clear of|(?:stay|keep|walk(?:ed|ing)?|stayed) (?:clear|away)(?: of| from)?|run from|part(?:ing|ed) ways with|replac(?:ed?|ing)|swap(?:ped|ping)?|trad(?:ed?|ing)(?: in)?|escap(?:ed?|ing)|sack(?:ed|ing)?|fir(?:ed|ing)|sold|deregister|opt out of|pull(?:ed|ing)? out of)';
const GET =
  '(?:get(?:ting)?|got|buy(?:ing)?|bought|order(?:ed|ing)?|choos(?:e|ing)|chose|chosen|pick(?:ed|ing)?|prefer|hir(?:ed?|ing)|join(?:ed|ing)?|us(?:e|ing) (?:only )?|book(?:ed|ing)?(?: with)?|try|tried|trying|instal(?:led|ling|l)|adopt(?:ed|ing)?|approved|signed)';
const PROVIDER =
  '(?:provider|bank|carrier|company|airline|supplier|insurer|gym|shop|store|host|network|service|dentist|doctor|gp|salon|plan|app|operator|one|firm|brand)';

/** What nobody does again who has had enough. */
const AGAIN =
  'back|return|returning|buy|buying|order|ordering|use|using|go|going|fly|flying|book|booking|shop|shopping|stay|staying|eat|eating|come|coming|deal|dealing|give|giving|recommend|renew|renewing|trust|touch|visit|spend|spending|rent|renting|pay|paying|be|being|set foot|step|work|working|do business|support|a|an|with|at';

const cue = (role: Role, weight: number, pattern: string): Cue => ({ role, weight, pattern });

/** Where another one is named, they are preferred; alone it may be the story of a complaint. */
export const PURCHASE = cue('target', 1, `${GET} ${upTo(2)}X`);

/** English. */
export const NAME_CUES: readonly Cue[] = [
  cue('target', 2, `${MOVE} ${upTo(6)}(?:on)?to X`),
  cue(
    'target',
    2,
    `(?:switch(?:ed|ing)|mov(?:ed|ing)|go|going|went|gone|choose|chose|sign(?:ed|ing)?|start(?:ed|ing)?) ${upTo(3)}(?:with|for|up with) X`,
  ),
  cue(
    'target',
    2,
    '(?:subscrib(?:ed?|ing)|sign(?:ed|ing)? up|convert(?:ed)?) (?:to|for|at|with|as) X',
  ),
  cue('target', 2, '(?:open(?:ed|ing)?|setting|set) up X'),
  cue('target', 2, `open(?:ed|ing)? ${upTo(4)}(?:with|at) X`),
  cue('target', 2, `${LEAVE} ${WITHIN}for X`),
  cue('target', 2, `(?:replac(?:ed?|ing)|swap(?:ped|ping)?) ${WITHIN}(?:with|by|for) X`),
  PURCHASE,
  cue('target', 2, 'join(?:ed|ing)? X'),
  cue('target', 1, '(?:tempted|convinced|swayed|intrigued|won over) (?:by|to \\S+|of) X'),
  cue(
    'target',
    1,
    '(?:considering|tempting|eyeing|comparing|looking (?:at|into)|thinking (?:of|about)) X',
  ),
  cue(
    'target',
    1,
    `X ${upTo(2)}(?:tempt(?:s|ing)|(?:has |have )?(?:won|convinced|persuaded) me|looks? (?:very |really |so |pretty )*(?:nice|good|pretty|better|tempting|attractive|great|promising|interesting)|(?:might|may|could|will|ll) (?:yet )?get (?:me|us))`,
  ),
  cue('target', 1, '(?:experiences?|reviews?|opinions?|thoughts|luck) (?:with|of|on|about) X'),
  cue(
    'target',
    1,
    '(?:is|are|was|how is|hows|how good is|how reliable is) X (?:really |actually |any |much |worth |a |as |so )*(?:better|good|cheaper|worth|reliable|okay|ok|decent|legit|gentle|safe|taking|it)',
  ),
  cue('target', 1, '(?:does|do|can|would|will|should) X'),
  cue(
    'target',
    1,
    `anyone (?:here )?(?:been (?:to|with)|use|used|uses|using|with|at|on|tried|know|switched to|moved to|go to|recommend) ${upTo(2)}X`,
  ),
  cue('target', 1, 'how (?:does|do|is|are|good is) X'),
  cue('target', 2, 'X it is(?! (?:a|the|not|so|such|an|too|very|really))'),
  cue('target', 2, 'X (?:, )?(?:here (?:i|we) come|take my money|gets? my|got my|has my)'),
  cue('target', 1, 'X instead(?! of)'),
  cue('target', 2, `(?:now|since|happily|proud(?:ly)?) (?:a |an )?(?:with|at|on|using) X`),
  cue('target', 1, `(?:(?:im|i am|were|we are|been|stay|now) (?:now )?(?:with|at|on)) X`),
  cue(
    'target',
    2,
    'X (?:now|(?:member|customer|client|subscriber|user|patient|convert|guest) (?:since|now|as of))',
  ),
  cue(
    'target',
    2,
    `(?:first|number|one) (?:day|week|month|year|order|bill|weekend|flight|ride|delivery|visit)s? ${upTo(3)}(?:with|at|on|as|from|of) X`,
  ),
  cue('target', 2, '(?:day|week|month|year) (?:number|one|two|three) (?:with|at|on|of) X'),
  cue('target', 2, '(?:new|happy|first|proud) X'),
  cue('target', 1, '(?:new|happy|proud) (?:customer|member|client|user) (?:of|with|at) X'),
  cue('target', 2, 'first X'),
  cue('target', 1, '(?:love|loving|glad|happy) (?:my |our |with )?(?:new )?X'),
  cue('target', 2, '(?:stay|staying) (?:only )?at X'),
  cue('source', 2, `${LEAVE} ${upTo(5)}(?:with |at )?X`),
  cue('source', 2, `${LEAVE} ${upTo(4)}(?:with|at|to|for) (?=X [,.?])X`),
  cue('source', 2, `${MOVE} ${upTo(4)}(?:away |over |out )?(?:from|of) X`),
  cue(
    'source',
    2,
    '(?:away from|out of|off of|goodbye to|bye to|farewell to|clear of|done with|finished with|through with|over with|fed up with|had it with|enough of|thats it with|thats it for|break(?:ing)? up with|broke up with|sick of|tired of|last of|end of|instead of|alternatives? to|replacement for|(?:better|cheaper|nicer|faster|rather|quicker|easier) than) X',
  ),
  cue(
    'source',
    3,
    `(?:sen[dt]|sending|shipp?(?:ed|ing)?|return(?:ed|ing)?|took|take) ${WITHIN}back to X`,
  ),
  cue('source', 2, 'from X (?:over )?(?:to|on)'),
  cue(
    'source',
    2,
    '(?:goodbye|good bye|bye|bye bye|farewell|adios|so long|ciao|rip|adieu|never again) (?:, )?X',
  ),
  cue(
    'source',
    2,
    'X (?:, )?(?:goodbye|good bye|bye|farewell|adios|so long|never again|youre fired|its over)',
  ),
  cue(
    'source',
    2,
    'X (?:, )?(?:and i are|im|i am|we are|were|i) (?:so |just )?(?:done|out|off|gone|leaving|finished|through|quit)',
  ),
  cue(
    'source',
    2,
    `X (?:has |have |had |just |finally |you )*(?:lost|losing|lose) (?:me|us|a |my |our |another |\\S+ customer)`,
  ),
  cue(
    'source',
    3,
    `(?:never|wont|not|dont|didnt|no longer|nobody should|no one should) (?:\\S+ ){0,2}(?:${AGAIN}) (?!to )${upTo(3)}(?:(?:to|with|for|at|from|on|in) )?X`,
  ),
  cue('source', 2, `never (?:ever |again )+X`),
  cue('source', 2, `(?:no more|anything but|last|ex|former|used to ${upTo(3)}) X`),
  cue('source', 2, `last ${upTo(4)}(?:with|at|from|on|for|to) X`),
  cue('source', 2, 'X ,? ?(?:for the|one|was the|is the) last (?:time|chance|straw)'),
  cue('source', 2, `after ${upTo(4)}(?:with|at|on|of|as) X`),
  cue('source', 1, '(?:after|after what|even|makes) X'),
  cue(
    'source',
    1,
    '(?:my|our) X (?:account|contract|plan|subscription|policy|membership|card|bill|renewal)',
  ),
  cue('target', 1, '(?:think|heard|know) (?:of|about) X'),
  cue(
    'target',
    1,
    'X(?: \\S+)? (?:is |are )?(?:really |so |pretty |very )*(?:hard to resist|worth a (?:try|look|shot)|offers?|deal)',
  ),
  cue(
    'source',
    2,
    '(?:was|were|been) (?:a |an )?(?:loyal )?X (?:man|woman|guy|fan|customer|member|user|subscriber|client|household|family)',
  ),
  cue(
    'source',
    2,
    `(?:loyal |longtime )?(?:customer|member|client|subscriber|user) (?:of|with|at) X for`,
  ),
  cue('source', 1, 'unlike X'),
];

/** The same without a name: where somebody says only that they go, or come. */
export const BARE_CUES: readonly Cue[] = [
  cue(
    'source',
    3,
    '(?:(?:dont|do not|never) (?:even )?(?:buy|bother|waste|order|go there|go here)|(?:returned|returning|sent|sending|send|took) (?:it|this|them|mine|the \\S+)(?: back)?|save your (?:money|time)|stay away|buyer beware|for a refund|asked for my money back|i cancel\\S*)',
  ),
  cue('source', 2, '(?:never again|wont be back)(?! (?:to|with) )'),
  cue(
    'source',
    1,
    '(?:lost (?:a|another|my|our|this|me as a) (?:loyal )?(?:customer|client|business|member|subscriber)|elsewhere|somewhere else|competit(?:or|ors|ion)|rivals?)',
  ),
  cue(
    'source',
    1,
    `(?:a|an|to|for|some|any) (?:new|another|different|better|cheaper|other) ${PROVIDER}`,
  ),
  cue('source', 1, `another ${PROVIDER}`),
  cue('source', 1, '(?:alternatives?|cancel(?:l?ed|l?ing)? my|close my|closing my)'),
  cue(
    'target',
    1,
    '(?:new (?:customer|member|here)|newly|where do i sign|count me in|im in|im sold|sold [.]|just (?:joined|signed up|switched (?:over )?to)|first order|came over from|glad i (?:switched|moved|joined)|making the switch|sign me up)',
  ),
  cue(
    'target',
    1,
    `(?:left|ditched|dumped|cancelled|canceled|goodbye|bye|from|done with|leaving) (?:to )?(?:my|our|the) (?:old|previous|last|former|current|other) ${PROVIDER}`,
  ),
];
