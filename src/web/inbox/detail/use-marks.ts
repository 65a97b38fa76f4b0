import { useLocalStorage } from '@mantine/hooks';
import { MARK_GROUPS, type MarkGroup } from './label-words.js';

const USUAL: readonly MarkGroup[] = ['complaint'];

/** Which marks are on. They stay on from mention to mention, on this device. */
export function useMarks(): {
  marks: readonly MarkGroup[];
  toggle: (group: MarkGroup) => void;
  /** Nothing, then each that there is alone, then all, and around again. */
  turn: (groups: readonly MarkGroup[]) => void;
} {
  const [marks, setMarks] = useLocalStorage<readonly MarkGroup[]>({
    key: 'earshot-marks',
    defaultValue: USUAL,
    getInitialValueInEffect: false,
    deserialize: (text) =>
      text === undefined ? USUAL : MARK_GROUPS.filter((group) => text.includes(`"${group}"`)),
  });
  return {
    marks,
    toggle: (group) =>
      setMarks(marks.includes(group) ? marks.filter((on) => on !== group) : [...marks, group]),
    turn: (groups) => setMarks(nextMarks(groups, marks)),
  };
}

export function nextMarks(
  groups: readonly MarkGroup[],
  marks: readonly MarkGroup[],
): readonly MarkGroup[] {
  const on = marks.filter((group) => groups.includes(group));
  const [only] = on;
  if (only === undefined) return groups.slice(0, 1);
  if (on.length > 1) return [];
  const at = groups.indexOf(only);
  return at + 1 < groups.length ? groups.slice(at + 1, at + 2) : groups.length > 1 ? groups : [];
}
