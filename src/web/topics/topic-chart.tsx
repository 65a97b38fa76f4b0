import {
  Bar,
  CartesianGrid,
  ComposedChart,
  LabelList,
  Line,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
  type BarShapeProps,
  type LabelProps,
} from 'recharts';
import type { Topic } from '../app/wire.js';

import { ChartTip } from './chart-tip.js';
import { colourOf, heard, isWeek, shadeOf, weekName, type WeekPoint } from './series.js';

interface Props {
  readonly points: readonly WeekPoint[];
  readonly topics: readonly Topic[];
  readonly chosen: string | null;
  readonly label: string;
}

const TICK = { fontSize: 12, fill: 'var(--ink-3)' };

/**
 * Complaints per week, one line per topic. Lines and no stack: a complaint, and a person, may be in
 * several topics, so their sum would mean nothing. Weeks that were not wholly heard are hatched.
 */
export function TopicChart({ points, topics, chosen, label }: Props) {
  return (
    <div className="topic-chart">
      <p className="unseen">{label}</p>
      <ResponsiveContainer width="100%" height={300}>
        <ComposedChart
          data={[...points]}
          margin={{ top: 22, right: 8, bottom: 0, left: 0 }}
          barCategoryGap={0}
          accessibilityLayer={false}
        >
          <defs>
            <pattern
              id="unheard"
              width="7"
              height="7"
              patternUnits="userSpaceOnUse"
              patternTransform="rotate(45)"
            >
              <rect width="2.5" height="7" className="chart-hatch" />
            </pattern>
          </defs>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="week"
            tickFormatter={weekName}
            tickLine={false}
            tick={TICK}
            stroke="var(--line-2)"
          />
          <YAxis allowDecimals={false} width={34} tickLine={false} axisLine={false} tick={TICK} />
          <YAxis yAxisId="gap" hide domain={[0, 1]} />
          <Tooltip
            content={<ChartTip topics={topics} />}
            isAnimationActive={false}
            cursor={{ className: 'chart-cursor' }}
          />
          <Bar yAxisId="gap" dataKey="gap" shape={GapBand} isAnimationActive={false}>
            <LabelList dataKey={(point: WeekPoint) => heard(point.share)} content={GapLabel} />
          </Bar>
          {topics.map((topic, place) => lines(topic, place, points, chosen))}
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
}

/** The band of a week that was not wholly heard: the less was heard, the darker. */
function GapBand({ x, y, width, height, payload }: BarShapeProps) {
  if (!isWeek(payload) || payload.gap === null) return null;
  return (
    <rect
      x={x}
      y={y}
      width={width}
      height={height}
      fill="url(#unheard)"
      fillOpacity={shadeOf(payload.share)}
    />
  );
}

const ROOM_PX = 56;

/** How much was heard, above the band of the week; upright inside it where the band is narrow. */
function GapLabel({ x, y, width, value }: LabelProps) {
  if (value === null || value === undefined) return null;
  const middle = Number(x) + Number(width) / 2;
  const upright = Number(width) < ROOM_PX;
  const at = upright
    ? `translate(${middle + 4} ${Number(y) + 6}) rotate(-90)`
    : `translate(${middle} ${Number(y) - 6})`;
  return (
    <text transform={at} textAnchor={upright ? 'end' : 'middle'} fontSize={11} fill="var(--ochre)">
      {value}
    </text>
  );
}

interface DotPlace {
  readonly key?: React.Key | null | undefined;
  readonly cx?: number;
  readonly cy?: number;
  readonly payload?: unknown;
}

/** The week that is not over has an open dot: more may come. */
function OpenDot({ cx, cy, payload, stroke }: Omit<DotPlace, 'key'> & { stroke: string }) {
  const open = isWeek(payload) && payload.unfinished;
  if (!open || cx === undefined || cy === undefined) return null;
  return <circle cx={cx} cy={cy} r={3} fill="var(--sheet)" stroke={stroke} strokeWidth={1.75} />;
}

/** Two lines for a topic: the finished weeks, and a dashed one into the week that is not over. */
function lines(topic: Topic, place: number, points: readonly WeekPoint[], chosen: string | null) {
  const isChosen = topic.key === chosen;
  const look = {
    stroke: colourOf(place),
    strokeWidth: isChosen ? 3 : 1.75,
    strokeOpacity: chosen === null || isChosen ? 1 : 0.5,
    isAnimationActive: false,
    connectNulls: false,
    activeDot: { r: 4 },
  };
  const done = points.findLastIndex((point) => !point.unfinished);
  const indexOf = (point: WeekPoint): number => points.indexOf(point);
  const value = (point: WeekPoint): number | null => point.counts[topic.key] ?? null;
  return [
    <Line
      {...look}
      key={topic.key}
      name={topic.key}
      dot={{ r: isChosen ? 3.5 : 2, strokeWidth: 0, fill: look.stroke }}
      dataKey={(point: WeekPoint) => (point.unfinished ? null : value(point))}
    />,
    <Line
      {...look}
      key={`${topic.key} now`}
      name={`${topic.key} now`}
      dot={(place: DotPlace) => <OpenDot key={place.key} {...place} stroke={look.stroke} />}
      strokeDasharray="3 4"
      dataKey={(point: WeekPoint) => (indexOf(point) >= done ? value(point) : null)}
    />,
  ];
}
