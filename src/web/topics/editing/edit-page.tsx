import { useDocumentTitle } from '@mantine/hooks';
import { IconTags } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { useMay } from '../../app/may.js';
import { Empty, Failed, Waiting } from '../../app/states.js';
import type { FullTaxonomy, Proposal } from '../../app/wire.js';
import { say } from '../../language/say.js';
import { AddTopic } from './add-topic.js';
import {
  accepted,
  addTopic,
  changedKeys,
  merged,
  topicAt,
  withoutTopic,
  withTopic,
  type Draft,
} from './draft.js';
import { EffectPanel } from './effect-panel.js';
import { useFreshTopics, useFullTaxonomy, usePreview, useProposals } from './editing.queries.js';
import { Relabelling } from './relabelling.js';
import { SaveBar } from './save-bar.js';
import { TopicForm } from './topic-form.js';
import { TopicIndex } from './topic-index.js';
import { TopicsTabs } from './topics-tabs.js';
import { titled } from '../../app/title.js';
import './editing.css';

/** Edit topics; see at once what a change would do to the mentions that are stored. */
export default function EditTopicsPage() {
  const full = useFullTaxonomy();
  useFreshTopics();
  useDocumentTitle(titled(say('Edit topics')));
  return (
    <div className="topics-edit">
      <header className="page-head">
        <h1>{say('Topics')}</h1>
        <TopicsTabs />
        {full.data !== undefined && <Relabelling {...full.data.relabelling} />}
      </header>
      {full.isPending && <Waiting what={say('topics')} lines={6} />}
      {full.isError && full.data === undefined && (
        <Failed what={say('The topics')} error={full.error} retry={() => void full.refetch()} />
      )}
      {full.data !== undefined && <Editor full={full.data} />}
    </div>
  );
}

/** What is being made of a proposal. */
interface FromProposal {
  readonly id: string;
  readonly as: 'accepted' | 'merged';
  readonly topic: string;
}

interface Editing {
  readonly draft: Draft;
  /** The version that it began with. */
  readonly basedOn: number;
  readonly saved: Draft;
  readonly proposal: FromProposal | null;
}

const begin = ({ version, taxonomy }: FullTaxonomy): Editing => ({
  draft: taxonomy,
  saved: taxonomy,
  basedOn: version,
  proposal: null,
});

function Editor({ full }: { full: FullTaxonomy }) {
  const [editing, setEditing] = useState(() => begin(full));
  const [adding, setAdding] = useState(false);
  const { key } = useParams();
  const navigate = useNavigate();
  const may = useMay();
  const { draft, saved, basedOn, proposal } = editing;
  const { changed, removed } = changedKeys(saved, draft);
  const isChanged = changed.length + removed.length > 0;
  const set = (next: Draft): void => setEditing((before) => ({ ...before, draft: next }));
  const tried = usePreview(isChanged ? draft : null);
  useProposal(editing, setEditing);
  useWarning(isChanged);
  // What others saved meanwhile is taken along as long as nothing was changed here.
  if (!isChanged && full.version !== basedOn) setEditing(begin(full));
  const topic = topicAt(draft, key);
  const remove = (gone: string): void => {
    set(withoutTopic(draft, gone));
    void navigate('/topics/edit');
  };
  return (
    <div className={topic === null ? 'split topics-split' : 'split topics-split split-chosen'}>
      <TopicIndex draft={draft} saved={saved} onAdd={may.topics ? () => setAdding(true) : null} />
      <div className="split-detail">
        <div className="detail-scroll topics-editor" tabIndex={-1}>
          <Link to="/topics/edit" className="topics-back">
            {say('All topics')}
          </Link>
          {topic === null ? (
            <NoneChosen known={key} />
          ) : (
            <TopicForm
              draft={draft}
              topic={topic}
              readOnly={!may.topics}
              onChange={(next) => set(withTopic(draft, next))}
              onRemove={() => remove(topic.key)}
            />
          )}
          {isChanged && <EffectPanel tried={tried} draft={draft} saved={saved} />}
        </div>
        {isChanged && (
          <SaveBar
            draft={draft}
            saved={saved}
            basedOn={basedOn}
            overtaken={full.version !== basedOn}
            proposal={proposal}
            tried={tried}
            onDone={() => setEditing(begin(full))}
          />
        )}
      </div>
      <AddTopic
        opened={adding}
        draft={draft}
        close={() => setAdding(false)}
        onAdd={(made) => {
          set(addTopic(draft, made));
          void navigate(`/topics/edit/${made.key}`);
        }}
      />
    </div>
  );
}

/** A proposal that the address names is put into the draft once: as a topic, or into one. */
function useProposal(editing: Editing, setEditing: (next: Editing) => void): void {
  const [params] = useSearchParams();
  const { key } = useParams();
  const navigate = useNavigate();
  const id = params.get('proposal');
  const proposals = useProposals('open').data?.items;
  const taken = useRef<string | null>(null);
  useEffect(() => {
    const found = proposals?.find((each) => each.id === id);
    if (found === undefined || taken.current === id) return;
    taken.current = id;
    const next = withProposal(editing, found, key);
    setEditing(next);
    void navigate(`/topics/edit/${next.proposal?.topic ?? ''}`, { replace: true });
  }, [id, key, proposals, editing, navigate, setEditing]);
}

function withProposal(before: Editing, found: Proposal, into: string | undefined): Editing {
  if (into !== undefined) {
    const draft = merged(before.draft, into, found);
    return { ...before, draft, proposal: { id: found.id, as: 'merged', topic: into } };
  }
  const { draft, key } = accepted(before.draft, found);
  return { ...before, draft, proposal: { id: found.id, as: 'accepted', topic: key } };
}

/** Closing the page with unsaved changes is asked about. */
function useWarning(isChanged: boolean): void {
  useEffect(() => {
    if (!isChanged) return undefined;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [isChanged]);
}

function NoneChosen({ known }: { known: string | undefined }) {
  if (known !== undefined) {
    return (
      <Empty icon={<IconTags size={26} stroke={1.6} />} title={say('There is no such topic')}>
        {say('It was removed, or never was. Choose another one.')}
      </Empty>
    );
  }
  return (
    <Empty icon={<IconTags size={26} stroke={1.6} />} title={say('Choose a topic')}>
      {say('Change its words and see which stored mentions would move, before anything is saved.')}
    </Empty>
  );
}
