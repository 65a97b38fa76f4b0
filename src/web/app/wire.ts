/** What crosses the wire, as types. The schemas stay on the server. */
import type * as views from '../../api/views.js';

export type Mention = views.View<typeof views.MentionSummary>;
export type MentionDetail = views.View<typeof views.MentionDetail>;
export type MentionPage = views.View<typeof views.MentionPage>;
export type MentionCounts = views.View<typeof views.MentionCounts>;
export type Correction = views.View<typeof views.Correction>;
export type Author = views.View<typeof views.AuthorView>;
export type Reason = views.View<typeof views.ReasonView>;

export type Task = views.View<typeof views.TaskSummary>;
export type TaskDetail = views.View<typeof views.TaskDetail>;
export type TaskPage = views.View<typeof views.TaskPage>;

export type Source = views.View<typeof views.SourceView>;
export type SourceList = views.View<typeof views.SourceList>;
export type SourceDetail = views.View<typeof views.SourceDetail>;
export type SourceIntake = views.View<typeof views.SourceIntakeView>;
export type SourceKind = views.View<typeof views.SourceKindView>;
export type SourceKindList = views.View<typeof views.SourceKindList>;
export type Candidate = views.View<typeof views.Candidate>;
export type Timeline = views.View<typeof views.TimelineView>;
export type Hour = Timeline['hours'][number];
export type Poll = Source['recentPolls'][number];
export type Backfill = views.View<typeof views.BackfillView>;
export type Notice = views.View<typeof views.NoticeView>;
export type NoticeList = views.View<typeof views.NoticeList>;
export type SourceTestResult = views.View<typeof views.SourceTestResult>;
export type Monitor = views.View<typeof views.MonitorView>;
export type MonitorList = views.View<typeof views.MonitorList>;
export type MonitorWrite = views.View<typeof views.MonitorWrite>;

export type Topic = views.View<typeof views.TopicView>;
export type TopicList = views.View<typeof views.TopicList>;
export type TopicQuotes = views.View<typeof views.TopicQuotes>;
export type Taxonomy = views.View<typeof views.Taxonomy>;
export type FullTaxonomy = views.View<typeof views.FullTaxonomy>;
export type TaxonomyWrite = views.View<typeof views.TaxonomyWrite>;
export type TaxonomyVersion = views.View<typeof views.TaxonomyVersionView>;
export type TaxonomyVersionList = views.View<typeof views.TaxonomyVersionList>;
export type Preview = views.View<typeof views.PreviewView>;
export type TaxonomyEffect = views.View<typeof views.TaxonomyEffectView>;
export type Proposal = views.View<typeof views.ProposalView>;
export type ProposalList = views.View<typeof views.ProposalList>;

export type ReadingCard = views.View<typeof views.ReadingCard>;
export type TaskCard = views.View<typeof views.TaskCard>;
export type ModelVersion = views.View<typeof views.ModelVersion>;
export type Rate = views.View<typeof views.RateView>;
export type TeachingRun = views.View<typeof views.TeachingRunView>;
export type ServeRequest = views.View<typeof views.ServeRequest>;
export type TenToJudge = views.View<typeof views.TenToJudge>;
export type Judging = views.View<typeof views.JudgingView>;

export type User = views.View<typeof views.UserView>;
export type UserCreate = views.View<typeof views.UserCreate>;
export type UserCreated = views.View<typeof views.UserCreated>;
export type UserList = views.View<typeof views.UserList>;
export type Session = views.View<typeof views.SessionView>;
export type Token = views.View<typeof views.TokenView>;
export type TokenList = views.View<typeof views.TokenList>;
export type TokenCreated = views.View<typeof views.TokenCreated>;
export type Operation = views.View<typeof views.OperationView>;
export type DeeperCard = views.View<typeof views.DeeperCard>;
export type Problem = views.View<typeof views.Problem>;
export type ServerEvent = views.View<typeof views.ServerEvent>;

export type InboxStatus = Mention['status'];
export type ComplaintLabel = NonNullable<Mention['complaint']>;
export type SentimentLabel = NonNullable<Mention['sentiment']>;
export type TaskOutcome = NonNullable<Task['outcome']>;
export type SourceState = Source['state'];
