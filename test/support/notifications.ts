import {
  type Channel,
  type NotificationRules,
  type Severity,
  USUAL_RULES,
} from '../../src/domain/notification.js';
import type { DataSource } from '../../src/store/database.js';
import { NotificationRulesStore } from '../../src/store/notifications/notification-rules.store.js';

/** Rules by which a person hears of every mention of some severities by these ways. */
export function rulesOf(
  every: Partial<Record<Severity, Channel[]>>,
  given: Partial<NotificationRules> = {},
): NotificationRules {
  return {
    ...USUAL_RULES,
    every: { low: [], middle: [], high: [], urgent: [], ...every },
    onlyComplaints: false,
    ...given,
  };
}

/** The same for what happens to the person. */
export const personally = (ways: Channel[]): NotificationRules['events'] => ({
  assigned: ways,
  called: ways,
  'taken-over': ways,
  'came-back': ways,
  source: ways,
});

/** Lets the person choose these, with a daily e-mail at 08:00 UTC on every day. */
export function choose(
  database: DataSource,
  userId: string,
  rules: NotificationRules,
  language: 'en' | 'de' = 'en',
): Promise<void> {
  return new NotificationRulesStore(database).choose(userId, {
    rules,
    digest: { at: '08:00', zone: 'UTC', days: [1, 2, 3, 4, 5, 6, 7] },
    language,
  });
}

export interface Told {
  readonly userId: string;
  readonly event: string;
  readonly inApp: boolean;
  readonly ways: string[];
}

/** Who was told of what, and by which ways outside the page. */
export function toldOf(database: DataSource): Promise<Told[]> {
  return database.query<Told[]>(
    `SELECT user_id AS "userId", event, in_app AS "inApp",
            ARRAY(SELECT channel FROM notification_sending WHERE notification_id = n.id ORDER BY channel) AS ways
       FROM notification n ORDER BY user_id, event`,
  );
}
