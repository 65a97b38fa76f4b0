import { Button } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { Link, useLocation } from 'react-router';
import { api, ApiError, saying } from '../app/client.js';
import { Gate } from '../app/gate.js';
import { say } from '../language/say.js';

/** Ends e-mails for whoever has one of them, without signing in; asks first. */
export default function UnsubscribePage() {
  const token = useLocation().hash.slice(1);
  const title = say('No more e-mails of Earshot?');
  useDocumentTitle(say('{page} · Earshot', { page: title }));
  const stop = useMutation({
    mutationFn: () => api<void>(`/unsubscribe/${encodeURIComponent(token)}`, { method: 'POST' }),
  });
  if (stop.isSuccess) {
    return (
      <Gate title={say('There will be no more')}>
        <output>
          {say('You get no e-mails of Earshot any more. In Earshot itself all is as before.')}
        </output>
        <Button component={Link} to="/settings/notifications" variant="default">
          {say('Choose what you are told')}
        </Button>
      </Gate>
    );
  }
  const isUnknown = stop.error instanceof ApiError && [400, 404].includes(stop.error.status);
  return (
    <Gate title={title}>
      <p>{say('Daily e-mails and those at once end for the person whom this link was sent to.')}</p>
      {stop.isError && (
        <p role="alert" className="setting-bad">
          {isUnknown
            ? say('This link belongs to nobody any more. Sign in and choose what you are told.')
            : saying(stop.error)}
        </p>
      )}
      <Button loading={stop.isPending} disabled={token === ''} onClick={() => stop.mutate()}>
        {say('End the e-mails')}
      </Button>
      <Button component={Link} to="/settings/notifications" variant="subtle">
        {say('Choose what you are told')}
      </Button>
    </Gate>
  );
}
