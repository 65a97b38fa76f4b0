import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../app/client.js';
import { tellDone, tellProblem } from '../../app/notices.js';
import type { Macro } from '../../app/wire.js';
import { say } from '../../language/say.js';
import { macrosKey } from './macros.queries.js';

/** Removes a macro; it can be put back as long as the notice is there. */
export function RemoveMacro({ macro }: { macro: Macro }) {
  const queries = useQueryClient();
  const again = (): void => void queries.invalidateQueries({ queryKey: macrosKey });
  const putBack = (): void => {
    const { name, key, shared, action } = macro;
    void api<Macro>('/macros', { method: 'POST', body: { name, key, shared, action } })
      .catch((error: unknown) => tellProblem(say('It was not put back'), error))
      .then(again);
  };
  const remove = useMutation({
    mutationFn: () => api<void>(`/macros/${macro.id}`, { method: 'DELETE' }),
    onSuccess: () => tellDone(say('{name} is removed', { name: macro.name }), putBack),
    onError: (error) => tellProblem(say('The macro was not removed'), error),
    onSettled: again,
  });
  return (
    <Button
      variant="subtle"
      color="red"
      size="compact-sm"
      loading={remove.isPending}
      onClick={() => remove.mutate()}
    >
      {say('Remove')}
      <span className="unseen">{macro.name}</span>
    </Button>
  );
}
