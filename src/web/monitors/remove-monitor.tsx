import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../app/client.js';
import { tellDone, tellProblem } from '../app/notices.js';
import type { Monitor } from '../app/wire.js';

/** Removes a monitor, once it was said what goes with it. */
export function RemoveMonitor({ monitor, close }: { monitor: Monitor; close: () => void }) {
  const [sure, setSure] = useState(false);
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => api<void>(`/monitors/${monitor.id}`, { method: 'DELETE' }),
    onSuccess: () => {
      tellDone(`${monitor.name} is removed`);
      close();
    },
    onError: (error) => tellProblem('The monitor was not removed', error),
    onSettled: () => queries.invalidateQueries(),
  });
  if (!sure) {
    return (
      <Button variant="subtle" color="red" className="monitor-remove" onClick={() => setSure(true)}>
        Remove
      </Button>
    );
  }
  return (
    <span className="monitor-sure" role="alert">
      Its tasks go too, and the mentions that only it heard.
      <Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
        Remove all
      </Button>
    </span>
  );
}
