/** Hours east of Greenwich of zone names as feeds write them. */
const ZONES: Readonly<Record<string, number>> = {
  z: 0,
  ut: 0,
  utc: 0,
  gmt: 0,
  wet: 0,
  west: 1,
  bst: 1,
  cet: 1,
  met: 1,
  mez: 1,
  cest: 2,
  mest: 2,
  mesz: 2,
  eet: 2,
  eest: 3,
  msk: 3,
  msd: 4,
  ist: 5.5,
  sgt: 8,
  hkt: 8,
  awst: 8,
  jst: 9,
  kst: 9,
  acst: 9.5,
  acdt: 10.5,
  aest: 10,
  aedt: 11,
  nzst: 12,
  nzdt: 13,
  nst: -3.5,
  ndt: -2.5,
  ast: -4,
  adt: -3,
  brt: -3,
  art: -3,
  est: -5,
  edt: -4,
  cst: -6,
  cdt: -5,
  mst: -7,
  mdt: -6,
  pst: -8,
  pdt: -7,
  akst: -9,
  akdt: -8,
  hst: -10,
  at: -4,
  et: -5,
  ct: -6,
  mt: -7,
  pt: -8,
};

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const ISO =
  /^(\d{4})(?:-?(\d{2})(?:-?(\d{2}))?|-?(\d{3}))?(?:(?:t|\s+)(\d{1,2}):?(\d{2})(?::?(\d{2}(?:[.,]\d+)?))?)?\s*(z|[a-z]{2,4}|(?:gmt|utc)?[+-]\d{1,2}:?\d{0,2})?$/i;

interface Parts {
  year: number | null;
  /** 0..11 */
  month: number | null;
  day: number | null;
  hour: number;
  minute: number;
  second: number;
  /** Minutes east of Greenwich; null when no zone is given. */
  offset: number | null;
}

/**
 * Reads a date as feeds write them: W3C and ISO 8601 forms with parts missing, RFC 822 with odd
 * zones, two-digit years or parts out of order, asctime. A date without a zone is taken as UTC.
 *
 * @returns the instant as ISO 8601 in UTC, or null when it cannot be understood or lies before 1970
 */
export function readDate(text: string): string | null {
  const value = text.trim();
  if (value === '' || value.length > 80) return null;
  const parts = fromIso(value) ?? fromWords(value);
  return parts === null ? null : toInstant(parts);
}

function fromIso(value: string): Parts | null {
  const match = ISO.exec(value);
  if (match === null) return null;
  const [, year = '', month, day, ordinal, hour = '0', minute = '0', second = '0', zone] = match;
  return {
    year: Number(year),
    month: month === undefined ? 0 : Number(month) - 1,
    day: Number(ordinal ?? day ?? '1'),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second.replace(',', '.')),
    offset: zone === undefined ? null : zoneOffset(zone),
  };
}

/** RFC 822 and its relatives: each word tells by its look what it is. */
function fromWords(value: string): Parts | null {
  const parts: Parts = {
    year: null,
    month: null,
    day: null,
    hour: 0,
    minute: 0,
    second: 0,
    offset: null,
  };
  for (const word of value.toLowerCase().replace(/[,()]/g, ' ').split(/\s+/)) {
    readWord(word, parts);
  }
  return parts.year === null || parts.month === null || parts.day === null ? null : parts;
}

function readWord(word: string, parts: Parts): void {
  const time = /^(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?(am|pm|z)?$/.exec(word);
  if (time !== null) {
    const [, hour = '0', minute = '0', second = '0', suffix] = time;
    Object.assign(parts, { hour: Number(hour), minute: Number(minute), second: Number(second) });
    if (suffix !== undefined) readWord(suffix, parts);
  } else if (word === 'pm' || word === 'am') {
    parts.hour = (parts.hour % 12) + (word === 'pm' ? 12 : 0);
  } else if (/^(?:[a-z]{2,4})?[+-]\d{1,2}:?\d{0,2}$/.test(word) || word in ZONES) {
    parts.offset = zoneOffset(word);
  } else if (/^\d{4}[-/]\d{1,2}[-/]\d{1,2}$/.test(word)) {
    const [year, month, day] = word.split(/[-/]/).map(Number);
    Object.assign(parts, { year, month: (month ?? 1) - 1, day });
  } else if (/^\d{1,2}-[a-z]{3,9}-\d{2,4}$/.test(word)) {
    for (const part of word.split('-')) readWord(part, parts);
  } else if (/^\d{1,2}(?:st|nd|rd|th)?$/.test(word)) {
    readSmallNumber(Number.parseInt(word, 10), parts);
  } else if (/^\d{4}$/.test(word)) {
    parts.year = Number(word);
  } else if (/^[a-z]{3,9}\.?$/.test(word) && parts.month === null) {
    const month = MONTHS.indexOf(word.slice(0, 3));
    if (month >= 0) parts.month = month;
  }
}

/** The first is the day, the second a year of two digits (RFC 2822, section 4.3). */
function readSmallNumber(value: number, parts: Parts): void {
  if (parts.day === null) parts.day = value;
  else parts.year ??= value < 50 ? 2000 + value : 1900 + value;
}

function zoneOffset(zone: string): number | null {
  const numeric = /([+-])(\d{1,2}):?(\d{2})?$/.exec(zone);
  if (numeric === null) {
    const hours = ZONES[zone.toLowerCase()];
    return hours === undefined ? null : hours * 60;
  }
  const [, sign, hours = '0', minutes = '0'] = numeric;
  const offset = Number(hours) * 60 + Number(minutes);
  return sign === '-' ? -offset : offset;
}

function toInstant({ year, month, day, hour, minute, second, offset }: Parts): string | null {
  if (year === null || month === null || day === null) return null;
  if (month > 11 || day > 366 || hour > 24 || minute > 59 || second >= 62) return null;
  const time = Date.UTC(year, month, day, hour, minute) + second * 1000 - (offset ?? 0) * 60_000;
  return Number.isFinite(time) && time >= 0 ? new Date(time).toISOString() : null;
}
