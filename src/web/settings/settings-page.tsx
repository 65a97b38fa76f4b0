import { useDocumentTitle } from '@mantine/hooks';
import { useSession } from '../app/queries.js';
import { DeeperSection } from './deeper.js';
import { OperationSection } from './operation.js';
import { People } from './people.js';
import { Tokens } from './tokens.js';
import './settings.css';

/** People, tokens for programs, and how the machine is doing. */
export default function SettingsPage() {
  const session = useSession();
  useDocumentTitle('Settings · Earshot');
  return (
    <div className="page">
      <header className="page-head">
        <h1>Settings</h1>
        <span className="page-head-end dim">Earshot {session.data?.version}</span>
      </header>
      <div className="page-body settings">
        <People />
        <Tokens />
        <OperationSection />
        <DeeperSection />
      </div>
    </div>
  );
}
