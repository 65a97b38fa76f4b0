import type { Brand, ReadInput } from '../../src/domain/reading.js';

/** A text that is easily misread, and what it is by docs/labelling.md. */
export interface Trap {
  readonly text: string;
  readonly complaint: 'complaint' | 'other';
  readonly brand?: Brand;
}

const is = (complaint: Trap['complaint'], texts: readonly string[], brand?: Brand): Trap[] =>
  texts.map((text) => ({ text, complaint, ...(brand && { brand }) }));

const BRAND: Brand = { names: ['Acme', 'AcmeFone'], competitors: ['Globex', 'Initech'] };

/** The everyday traps; written for this test, and learnt from by nothing. */
export const TRAPS: Readonly<Record<string, readonly Trap[]>> = {
  'sarcastic praise': is('complaint', [
    'Wow, great job losing my suitcase twice in one week. Truly impressive.',
    'Love how your app logs me out every single time I open it. Genius.',
    'Oh lovely, another delayed train. What a surprise.',
    'Thanks for the 45 minutes of hold music, it really made my lunch break.',
    'Brilliant service as always: ordered a blue one, got a red one.',
    'So glad I paid for next day delivery. It is day six.',
    'Congratulations on the update, now nothing works at all.',
    'Best hotel ever, if you enjoy cold showers and cockroaches.',
    'Five stars for the cashier who charged me twice and smiled about it.',
    'Nice of you to cancel my flight by text at two in the morning.',
  ]),
  negation: [
    ...is('complaint', [
      'The heater does not work.',
      'Not what I ordered and not what the picture shows.',
      'I am not impressed with the repair at all.',
      'It never arrived.',
      "The support didn't help, and nobody called back.",
    ]),
    ...is('other', [
      'No complaints at all, everything was on time.',
      'Never had a problem with this kettle in six years.',
      'I could not be happier with my new glasses.',
      "Nothing wrong with it, works just as described, can't fault it.",
      'Not bad at all, would buy it again.',
    ]),
  ],
  'questions that presuppose a failure': is('complaint', [
    'Why has my refund still not come?',
    'Is the network down again?',
    'When will you finally fix the login?',
    'How many more weeks do I have to wait for my parcel?',
    'Why was I charged a fee that nobody told me about?',
    'Has anybody ever got an answer from your support?',
    'Where is my order? It was due last Monday.',
    'Why does the app crash whenever I open my basket?',
    'Is it normal that the battery dies after two hours?',
  ]),
  'plain questions': is('other', [
    'What time does the shop in Leeds close today?',
    'How do I change the address on my account?',
    'Do you ship to Portugal?',
    'Can I use the voucher together with the student discount?',
    'Which size should I take if I am between M and L?',
    'Is the blue one coming back in stock?',
    'How long does a transfer to Spain usually take?',
    'Does the plan include calls to France?',
    'Where can I find the manual for the RX200?',
    'Could you tell me whether breakfast is included?',
  ]),
  'news about complaints': is('other', [
    'Complaints about airlines rose by 12 percent last year, the regulator says.',
    'Ombudsman publishes its yearly report on complaints against energy firms.',
    'Company recalls 40,000 heaters after reports of fire',
    'Customers of the bank were unable to log in on Friday, the bank confirmed.',
    'The regulator has fined the operator 3 million for misleading adverts.',
    'Survey: one in three travellers has complained about lost baggage',
    'Court rules that telecom must refund customers for unlawful fees',
    'New study looks at why customers complain on social media',
    'Class action filed against maker of faulty brakes',
  ]),
  'praise with bad words': is('other', [
    'This bass is insanely sick, my neighbours hate me and I love it',
    'Holy crap this burger is good',
    'Damn, that was the best concert of my life',
    'These headphones are ridiculously good, what the hell',
    'Shut up and take my money, this thing is bloody brilliant',
    'I hate how much I love this stupid little speaker',
    'Killer camera, wicked fast, no regrets',
    'That plot twist destroyed me. Terrific book.',
    'Stupidly comfortable shoes, I am dead serious',
    'Fuck yes, the new album is here and it slaps',
  ]),
  'complaints about others': is(
    'other',
    [
      'Globex support is a joke, two hours on hold.',
      'My Globex phone died after three weeks.',
      '@Globex you charged me twice and nobody answers',
      'Initech has lost my parcel again. Useless.',
      'Globex cancelled my flight and will not refund me',
      'The Initech app has been down since this morning',
      'Never again Globex. Worst hotel ever.',
      'Still waiting for my refund, Initech. Three weeks!',
      "Initech's invoice is wrong for the third time",
    ],
    BRAND,
  ),
  'complaints about us beside others': is(
    'complaint',
    [
      'Acme support is a joke, Globex answers within minutes.',
      'My AcmeFone died after three weeks, my old Globex lasted years.',
      '@Acme you charged me twice, Initech never did that',
      'Acme has lost my parcel again. Should have used Globex.',
      'Left Globex for Acme and regret it, nobody answers at Acme.',
      'Broke after a week. Even Globex lasts longer.',
      'You are worse than Globex, still no refund',
      'Globex is bad, but Acme is worse: no hot water for a week now.',
    ],
    BRAND,
  ),
  'job ads': is('other', [
    'We are hiring: complaints handler, full time, Manchester',
    'Looking for a customer service agent who stays calm with angry customers. Apply now!',
    'Join our team! Refund specialist wanted, remote, 32k',
    'Now hiring a claims adjuster with experience in lost baggage.',
    'Vacancy: technician for broken appliances, start immediately',
    'Our support team is growing. Send your CV to jobs@acme.example',
    'Job: debt collection officer, Leeds, permanent',
    'Apply today as a fraud analyst and help customers who lost money',
  ]),
  'solved by now': is('other', [
    'Update: they called, apologised and sent a new one the same day. Thank you!',
    'All sorted now, thanks to Maria from your chat team.',
    'My problem with the login is fixed, thanks for the quick help',
    'Refund arrived this morning, great service in the end.',
    'Got my bag back, everything is in it, thank you so much @airline',
    'The engineer came today and it works perfectly now.',
    'Internet is back, all good. Cheers for the fast fix!',
    'The wrong invoice was corrected within an hour. Impressed.',
  ]),
  'feature wishes': is('other', [
    'Would love a dark mode in the app.',
    'It would be great if you could add a vegan option to the menu.',
    'Feature idea: let us sort the list by price.',
    'Please bring back the green one!',
    'Any plans to support Apple Pay?',
    'I wish there was a smaller bottle of this perfume.',
    'Could you add Polish as a language?',
    'A widget for the home screen would be the cherry on the cake.',
  ]),
  thanks: is('other', [
    'Thank you for the quick delivery!',
    'Huge thanks to the crew of flight 212, you were wonderful.',
    'Thanks for getting back to me so fast.',
    'Shout-out to Jonas at the Bristol store, so patient with my mum.',
    'Many thanks, the replacement part fits.',
    'Cheers, that answers my question.',
    'Thanks for having us, see you next year!',
    'Thank you for listening and changing the recipe back.',
  ]),
};

export const inputOf = ({ text, brand }: Trap): ReadInput => ({ text, brand });
