import { Button } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import { Link } from 'react-router';
import { Empty } from './states.js';

export function NotFound() {
  return (
    <>
      <h1 className="unseen">Not found</h1>
      <Empty
        icon={<IconMapOff size={26} stroke={1.6} />}
        title="There is no such page"
        action={
          <Button component={Link} to="/inbox" variant="default">
            Go to the inbox
          </Button>
        }
      >
        The address may be mistyped, or what it named is gone.
      </Empty>
    </>
  );
}
