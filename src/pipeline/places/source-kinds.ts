import { z } from 'zod';
import type { Connector, Credential, Outside, Terms } from '../../connectors/connector.js';
import type { Settings } from '../../settings/schema.js';

/** A kind of place as forms and lists show it; never the value of a secret. */
export interface SourceKind {
  readonly kind: string;
  readonly name: string;
  readonly title: string;
  readonly genre: Connector['genre'];
  readonly terms: ShownTerms;
  readonly credentials: (Credential & { present: boolean })[];
  readonly on: boolean;
  readonly whyOff: string | null;
  readonly intake: 'polled' | 'pushed' | 'imported';
  readonly history: boolean;
  readonly rechecks: boolean;
  /** JSON Schema of what a person may give. */
  readonly params: Record<string, unknown>;
}

export interface ShownTerms extends Omit<Terms, 'attribution'> {
  readonly attribution: string | null;
}

export function shownTerms({ access, note, eraseWhenGone, attribution }: Terms): ShownTerms {
  return { access, note, eraseWhenGone, attribution: attribution ?? null };
}

/** What a connector says of itself, and what this Earshot has for it. */
export function describeKind(
  connector: Connector,
  credential: Outside['credential'],
  { allow }: Settings['listening'],
): SourceKind {
  const { kind, name, title, genre, terms, credentials = [] } = connector;
  const whyOff = switchedOff(connector, allow);
  return {
    kind,
    name,
    title,
    genre,
    terms: shownTerms(terms),
    credentials: credentials.map(({ env, title: what, required }) => ({
      env,
      title: what,
      required,
      present: credential(env) !== null,
    })),
    on: whyOff === null,
    whyOff,
    intake: kind === 'import' ? 'imported' : connector.poll ? 'polled' : 'pushed',
    history: connector.history !== undefined,
    rechecks: connector.recheck !== undefined,
    params: z.toJSONSchema(connector.params, { io: 'input', unrepresentable: 'any' }),
  };
}

/**
 * Why places of this kind are not asked, and what to do about it.
 *
 * @param allow kinds that the operator switched on
 * @returns null when they may be asked
 */
export function switchedOff(
  { kind, name, terms }: Connector,
  allow: readonly string[],
): string | null {
  if (terms.access !== 'restricted' || allow.includes(kind)) return null;
  return `${name} is switched off. Read its terms in docs/places.md; if you may use it, add "${kind}" to listening.allow in the settings.`;
}
