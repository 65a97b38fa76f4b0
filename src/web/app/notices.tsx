import { notifications } from '@mantine/notifications';
import { Button } from '@mantine/core';
import { say } from '../language/say.js';
import { saying } from './client.js';

/** Tells what was done, with the way back. */
export function tellDone(what: string, undo?: () => void): void {
  const id = 'done';
  notifications.hide(id);
  notifications.show({
    id,
    className: 'notice',
    autoClose: undo === undefined ? 3500 : 7000,
    withCloseButton: undo === undefined,
    message: (
      <span className="notice-line">
        <span>{what}</span>
        {undo !== undefined && (
          <Button
            variant="subtle"
            size="compact-sm"
            onClick={() => {
              notifications.hide(id);
              undo();
            }}
          >
            {say('Undo')} <kbd>u</kbd>
          </Button>
        )}
      </span>
    ),
  });
}

/** Tells what did not work and stays until it is closed or replaced. */
export function tellProblem(title: string, error: unknown): void {
  notifications.show({
    id: `problem:${title}`,
    className: 'notice notice-problem',
    title,
    message: saying(error),
    autoClose: 12_000,
    role: 'alert',
  });
}
