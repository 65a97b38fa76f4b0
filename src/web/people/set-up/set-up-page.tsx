import { Button, TextInput } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link, Navigate } from 'react-router';
import { api, saying } from '../../app/client.js';
import { Gate, HowToGetALink } from '../../app/gate.js';
import { queryClient, useSession } from '../../app/queries.js';
import { Failed, Waiting } from '../../app/states.js';
import type { Session, SetUp, User } from '../../app/wire.js';
import { languageNow, say } from '../../language/say.js';
import { useFirstFocus } from '../first-focus.js';
import { NewPassword } from '../new-password.js';
import { useWays } from '../sign-in/ways.js';
import { draftOf, forgetDraft, keepDraft } from './draft.js';
import { LanguageChoice } from './language-choice.js';
import './set-up.css';

/** What whoever comes by the link of the first start does first: says who they are. */
export default function SetUpPage() {
  const session = useSession();
  const [done, setDone] = useState(false);
  useDocumentTitle(say('{page} · Earshot', { page: say('Set up Earshot') }));
  if (session.isPending) return <Waiting what={say('the page')} />;
  if (session.isError) {
    return <Failed what="Earshot" error={session.error} retry={() => void session.refetch()} />;
  }
  if (session.data === null) {
    return (
      <Gate title={say('Set up Earshot')}>
        <p>{say('Open the sign-in link that the first start printed: it leads back here.')}</p>
        <HowToGetALink again />
      </Gate>
    );
  }
  if (!session.data.firstRun) return <Navigate to={done ? '/set-up/next' : '/inbox'} replace />;
  return (
    <Gate title={say('Set up Earshot')}>
      <LanguageChoice />
      <Form user={session.data.user} done={() => setDone(true)} />
    </Gate>
  );
}

function useSetUp(done: () => void) {
  return useMutation({
    mutationFn: async (given: SetUp) => {
      const session = await api<Session>('/set-up', { method: 'POST', body: given });
      await api<unknown>('/me', { method: 'PATCH', body: { language: languageNow() } });
      return session;
    },
    onSuccess: (session) => {
      forgetDraft();
      done();
      queryClient.setQueryData(['session'], { ...session, firstRun: false });
      void queryClient.invalidateQueries({ queryKey: ['session'] });
    },
  });
}

function Form({ user, done }: { user: User; done: () => void }) {
  const begin = useFirstFocus();
  const ways = useWays();
  const setUp = useSetUp(done);
  const [given, setGiven] = useState(() => draftOf(user));
  useEffect(() => keepDraft(given), [given]);
  const [password, setPassword] = useState('');
  const least = ways.data?.passwordLength.least ?? 0;
  return (
    <form
      className="set-up"
      onSubmit={(event) => {
        event.preventDefault();
        setUp.mutate({ ...given, password });
      }}
    >
      <TextInput
        label={say('Your name')}
        name="name"
        autoComplete="name"
        required
        withAsterisk={false}
        ref={begin}
        maxLength={100}
        value={given.name}
        onChange={(event) => setGiven({ ...given, name: event.currentTarget.value })}
      />
      <TextInput
        label={say('Your e-mail address')}
        description={say('You sign in with it.')}
        name="username"
        type="email"
        autoComplete="username"
        dir="ltr"
        required
        withAsterisk={false}
        maxLength={200}
        value={given.email}
        onChange={(event) => setGiven({ ...given, email: event.currentTarget.value })}
      />
      <NewPassword
        label={say('Your password')}
        value={password}
        onChange={setPassword}
        least={least}
      />
      <TextInput
        label={say('Your team')}
        description={say('The first one; more can follow.')}
        name="team"
        autoComplete="off"
        required
        withAsterisk={false}
        maxLength={100}
        value={given.team}
        onChange={(event) => setGiven({ ...given, team: event.currentTarget.value })}
      />
      {setUp.isError && (
        <p className="setting-bad" role="alert">
          {saying(setUp.error)}
        </p>
      )}
      <Button type="submit" fullWidth loading={setUp.isPending}>
        {say('Go on')}
      </Button>
      <p className="set-up-later">
        <Link to="/inbox">{say('Look around first')}</Link>
      </p>
    </form>
  );
}
