/** Where a command says what was asked of it; standard output, unless a test listens. */
export type Print = (line: string) => void;

export const toStdout: Print = (line) => void process.stdout.write(`${line}\n`);

/** Rows as columns that stand below each other, under their names. */
export function inColumns(rows: readonly Readonly<Record<string, string>>[]): string {
  const names = Object.keys(rows[0] ?? {});
  const table = [names, ...rows.map((row) => names.map((name) => row[name] ?? ''))];
  const widths = names.map((_name, at) => Math.max(...table.map((row) => row[at]?.length ?? 0)));
  return table
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
