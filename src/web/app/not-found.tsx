import { Button } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import { Link } from 'react-router';
import { say } from '../language/say.js';
import { Empty } from './states.js';

export function NotFound() {
  return (
    <>
      <h1 className="unseen">{say('Not found')}</h1>
      <Empty
        icon={<IconMapOff size={26} stroke={1.6} />}
        title={say('There is no such page')}
        action={
          <Button component={Link} to="/inbox" variant="default">
            {say('Go to the inbox')}
          </Button>
        }
      >
        {say('The address may be mistyped, or what it named is gone.')}
      </Empty>
    </>
  );
}
