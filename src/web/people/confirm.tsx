import { Button, Modal } from '@mantine/core';
import type { ReactNode } from 'react';

/** Asks before what cannot be taken back. */
export function Confirm({
  opened,
  close,
  title,
  children,
  yes,
  no,
  run,
}: {
  opened: boolean;
  close: () => void;
  title: string;
  children: ReactNode;
  /** What will be done, and what leaves it: never just "OK". */
  yes: string;
  no: string;
  run: () => void;
}) {
  return (
    <Modal opened={opened} onClose={close} title={title} size={420}>
      <p>{children}</p>
      <div className="dialog-end setting-gap">
        <Button variant="default" onClick={close} data-autofocus>
          {no}
        </Button>
        <Button
          color="red"
          onClick={() => {
            run();
            close();
          }}
        >
          {yes}
        </Button>
      </div>
    </Modal>
  );
}
