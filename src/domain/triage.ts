import { priorityOf, type Case, type Priority } from './priority.js';

/** A mention that was read, as triage sees it. */
export interface Candidate extends Omit<Case, 'earlierComplaints'> {
  readonly id: string;
  /** The monitor that work is opened for. */
  readonly monitorId: string;
  readonly authorId: string | null;
  /** Its first topic; null when it has none. */
  readonly topic: string | null;
  readonly occurredAt: Date;
  /** Deleted at its place: nobody can answer it any more. */
  readonly gone: boolean;
  /** The task that it belongs to already. */
  readonly task: {
    readonly id: string;
    readonly monitorId: string;
    readonly subject: string;
    readonly status: 'open' | 'claimed' | 'resolved';
  } | null;
}

/** One customer's problem: the complaints of one author on one topic. */
export interface Problem {
  readonly monitorId: string;
  readonly subject: string;
  readonly authorId: string | null;
  readonly topic: string | null;
  /** Its complaints that belong to no task yet, or to an unclaimed task of another problem. */
  readonly unattached: readonly string[];
  /** The highest among all its complaints that are not dealt with. */
  readonly priority: Priority;
  /** Important enough for a task of its own; otherwise it only joins one that someone has claimed. */
  readonly opensTask: boolean;
}

export interface Triage {
  readonly priorities: ReadonlyMap<string, Priority>;
  readonly problems: readonly Problem[];
  /** Mentions that no longer belong to the unclaimed task they were put in. */
  readonly detached: readonly string[];
  /** Mentions in an unclaimed task that are gone at their place. */
  readonly gone: readonly string[];
  /** Complaints in an unclaimed task of which none is important enough for one any more. */
  readonly tooSmall: readonly string[];
}

/** What makes two complaints one problem. Without an author each is its own. */
function subjectOf({ id, authorId, topic }: Candidate): string {
  return authorId === null ? `mention:${id}` : `author:${authorId}:${topic ?? ''}`;
}

const isWork = ({ complaint, ours, gone }: Candidate): boolean =>
  complaint === 'complaint' && !ours && !gone;

/** Put in the unclaimed task of its problem. */
const isInOpenTask = (it: Candidate): boolean =>
  it.task?.status === 'open' &&
  it.task.monitorId === it.monitorId &&
  it.task.subject === subjectOf(it);

/** Work that someone has taken on, or finished, stays where it is. */
const isTaken = ({ task }: Candidate): boolean => task !== null && task.status !== 'open';

/**
 * Decides priorities and tasks. The result depends only on the set of candidates and on what
 * people did with their tasks, never on the order in which they came: a complaint that was too
 * small for a task is taken along when another of the same problem opens it, and an unclaimed
 * task lasts only as long as one of its complaints would open it.
 *
 * @param candidates the mentions to decide, with every complaint of their authors
 * @param taskAbove least priority (0..100) of a complaint that opens a task
 */
export function triage(candidates: readonly Candidate[], taskAbove: number): Triage {
  const groups = new Map<string, Candidate[]>();
  for (const candidate of candidates.filter(isWork)) {
    const key = `${candidate.monitorId}/${subjectOf(candidate)}`;
    const members = groups.get(key);
    if (members) members.push(candidate);
    else groups.set(key, [candidate]);
  }
  const priorities = new Map<string, Priority>();
  for (const candidate of candidates)
    if (!isWork(candidate))
      priorities.set(candidate.id, priorityOf({ ...candidate, earlierComplaints: 0 }));

  const problems: Problem[] = [];
  const tooSmall: string[] = [];
  for (const members of groups.values()) {
    const problem = problemOf(members, taskAbove, priorities);
    problems.push(problem);
    if (!problem.opensTask) tooSmall.push(...idsOf(members.filter(isInOpenTask)));
  }
  const inOpenTask = candidates.filter(({ task }) => task?.status === 'open');
  const detached = inOpenTask.filter((it) => !it.gone && !(isWork(it) && isInOpenTask(it)));
  const gone = inOpenTask.filter((it) => it.gone);
  return { priorities, problems, detached: idsOf(detached), gone: idsOf(gone), tooSmall };
}

function problemOf(
  members: Candidate[],
  taskAbove: number,
  priorities: Map<string, Priority>,
): Problem {
  // Equal times happen (imports); the id breaks the tie so that the order is always the same.
  members.sort(
    (a, b) => a.occurredAt.getTime() - b.occurredAt.getTime() || Number(a.id) - Number(b.id),
  );
  members.forEach((it, earlierComplaints) =>
    priorities.set(it.id, priorityOf({ ...it, earlierComplaints })),
  );
  const first = members[0] as Candidate;
  const free = members.filter((it) => !isTaken(it));
  const undone = members.filter(({ task }) => task?.status !== 'resolved');
  const scored = undone.map(({ id }) => priorities.get(id) as Priority);
  const priority = scored.reduce((top, it) => (it.score > top.score ? it : top), {
    score: 0,
    reasons: [],
  });
  const opensTask = free.some(({ id }) => (priorities.get(id) as Priority).score >= taskAbove);
  return {
    monitorId: first.monitorId,
    subject: subjectOf(first),
    authorId: first.authorId,
    topic: first.topic,
    unattached: idsOf(free.filter((it) => !isInOpenTask(it))),
    priority,
    opensTask,
  };
}

const idsOf = (candidates: readonly Candidate[]): string[] => candidates.map(({ id }) => id);
