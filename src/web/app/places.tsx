import { lazy, Suspense } from 'react';
import { Navigate, Route, Routes } from 'react-router';
import { InboxPage } from '../inbox/inbox-page.js';
import { say } from '../language/say.js';
import { NotFound } from './not-found.js';
import { Shell } from './shell.js';
import { SignIn } from './sign-in.js';
import { Waiting } from './states.js';

// The inbox is where people live and comes with the page; the others come when they are visited.
const TasksPage = lazy(() => import('../tasks/tasks-page.js'));
const TopicsPage = lazy(() => import('../topics/topics-page.js'));
const EditTopicsPage = lazy(() => import('../topics/editing/edit-page.js'));
const ProposalsPage = lazy(() => import('../topics/editing/proposals-page.js'));
const TopicHistoryPage = lazy(() => import('../topics/editing/history-page.js'));
const SourcesPage = lazy(() => import('../sources/sources-page.js'));
const SourcePage = lazy(() => import('../sources/source-page.js'));
const MonitorsPage = lazy(() => import('../monitors/monitors-page.js'));
const ReadingPage = lazy(() => import('../teaching/reading-page.js'));
const TenPage = lazy(() => import('../teaching/ten-page.js'));
const UnsubscribePage = lazy(() => import('../notifications/unsubscribe-page.js'));
const FilteredOutPage = lazy(() => import('../inbox/detail/filtered-out-page.js'));
const SettingsPage = lazy(() => import('../settings/settings-page.js'));
const SetUpPage = lazy(() => import('../people/set-up/set-up-page.js'));
const NextPage = lazy(() => import('../people/set-up/next-page.js'));

/** Address to page. */
export function Places() {
  return (
    <Suspense fallback={<Waiting what={say('the page')} />}>
      <Routes>
        <Route path="/sign-in" element={<SignIn />} />
        <Route path="/set-up" element={<SetUpPage />} />
        <Route path="/set-up/next" element={<NextPage />} />
        <Route path="/unsubscribe" element={<UnsubscribePage />} />
        <Route element={<Shell />}>
          <Route index element={<Navigate to="/inbox" replace />} />
          <Route path="/inbox/:id?" element={<InboxPage />} />
          <Route path="/filtered-out" element={<FilteredOutPage />} />
          <Route path="/tasks/:id?" element={<TasksPage />} />
          <Route path="/topics" element={<TopicsPage />} />
          <Route path="/topics/edit/:key?" element={<EditTopicsPage />} />
          <Route path="/topics/proposals" element={<ProposalsPage />} />
          <Route path="/topics/history" element={<TopicHistoryPage />} />
          <Route path="/sources" element={<SourcesPage />} />
          <Route path="/sources/:id" element={<SourcePage />} />
          <Route path="/monitors" element={<MonitorsPage />} />
          <Route path="/reading" element={<ReadingPage />} />
          <Route path="/reading/ten" element={<TenPage />} />
          <Route path="/settings/*" element={<SettingsPage />} />
          <Route path="*" element={<NotFound />} />
        </Route>
      </Routes>
    </Suspense>
  );
}
