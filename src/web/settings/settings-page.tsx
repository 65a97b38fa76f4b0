import { useDocumentTitle, useMediaQuery } from '@mantine/hooks';
import { lazy, Suspense } from 'react';
import { Navigate, Route, Routes } from 'react-router';
import { NotFound } from '../app/not-found.js';
import { Waiting } from '../app/states.js';
import { say } from '../language/say.js';
import { SettingsNav } from './settings-nav.js';
import './settings.css';

const AccountPage = lazy(() => import('../people/account/account-page.js'));
const NotificationsPage = lazy(() => import('../notifications/rules-page.js'));
const NotificationRulesPage = lazy(() => import('../notifications/rules-page.js'));
const MacrosPage = lazy(() => import('../inbox/macros/macros-page.js'));
const PeoplePage = lazy(() => import('../people/directory/people-page.js'));
const TeamsPage = lazy(() => import('../people/directory/teams-page.js'));
const PermissionsPage = lazy(() => import('../people/access/permissions-page.js'));
const TokensPage = lazy(() => import('../people/access/tokens-page.js'));
const AuditPage = lazy(() => import('../people/audit/audit-page.js'));
const OperationPage = lazy(() => import('./operation.js'));
const DeeperPage = lazy(() => import('./deeper.js'));

/** Everything that is set up once and seldom: one's own account, the others, and the machine. */
export default function SettingsPage() {
  const narrow = useMediaQuery('(max-width: 700px)', false, { getInitialValueInEffect: false });
  return (
    <div className="settings">
      {!narrow && (
        <div className="settings-side">
          <p className="settings-title">{say('Settings')}</p>
          <SettingsNav />
        </div>
      )}
      <div className="settings-room">
        <Suspense fallback={<Waiting what={say('the page')} lines={6} />}>
          <Routes>
            <Route index element={narrow ? <NarrowIndex /> : <Navigate to="account" replace />} />
            <Route path="account" element={<AccountPage />} />
            <Route path="notifications" element={<NotificationsPage />} />
            <Route path="notifications" element={<NotificationRulesPage />} />
            <Route path="macros" element={<MacrosPage />} />
            <Route path="people" element={<PeoplePage />} />
            <Route path="teams" element={<TeamsPage />} />
            <Route path="permissions" element={<PermissionsPage />} />
            <Route path="tokens" element={<TokensPage />} />
            <Route path="audit" element={<AuditPage />} />
            <Route path="operation" element={<OperationPage />} />
            <Route path="deeper" element={<DeeperPage />} />
            <Route path="*" element={<NotFound />} />
          </Routes>
        </Suspense>
      </div>
    </div>
  );
}

function NarrowIndex() {
  useDocumentTitle(say('{page} · Earshot', { page: say('Settings') }));
  return (
    <>
      <header className="page-head">
        <h1>{say('Settings')}</h1>
      </header>
      <SettingsNav />
    </>
  );
}
