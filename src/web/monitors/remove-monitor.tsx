import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../app/client.js';
import { tellDone, tellProblem } from '../app/notices.js';
import type { Monitor } from '../app/wire.js';
import { say } from '../language/say.js';

/** Removes a monitor, once it was said what goes with it. */
export function RemoveMonitor({ monitor, close }: { monitor: Monitor; close: () => void }) {
  const [sure, setSure] = useState(false);
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api<void>(`/monitors/${monitor.id}`, { method: 'DELETE' }),
    onSuccess: () => {
      tellDone(say('{name} is removed', { name: monitor.name }));
      close();
    },
    onError: (error) => tellProblem(say('The monitor was not removed'), error),
    onSettled: () => queries.invalidateQueries(),
  });
  if (!sure) {
    return (
      <Button variant="subtle" color="red" className="monitor-remove" onClick={() => setSure(true)}>
        {say('Remove')}
      </Button>
    );
  }
  return (
    <span className="monitor-sure" role="alert">
      {say('Its tasks go too, and the mentions that only it heard.')}
      <Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
        {say('Remove all')}
      </Button>
    </span>
  );
}
