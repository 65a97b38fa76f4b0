/**
 * The address that signs a person in. The token stands in the fragment, which browsers keep to
 * themselves: it reaches no log on the way.
 *
 * @param origin address that people use, `https://earshot.example`
 */
export const signInLink = (origin: string, token: string): string =>
  `${origin.replace(/\/+$/, '')}/sign-in#token=${token}`;
