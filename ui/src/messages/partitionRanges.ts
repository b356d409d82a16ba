/** "3,7-9" as numbers, or what is wrong with it. */
export function parsePartitions(text: string, count: number): { chosen: Set<number> } | { problem: string } {
  const chosen = new Set<number>();
  for (const part of text.split(",")) {
    const match = /^\s*(\d+)\s*(?:[-–]\s*(\d+)\s*)?$/.exec(part);
    if (!match) return { problem: "Write numbers and ranges, as 3,7-9." };
    const from = Number(match[1]);
    const to = Number(match[2] ?? match[1]);
    if (to < from) return { problem: `${from}-${to} runs backwards.` };
    if (to >= count) return { problem: `This topic has partitions 0 to ${count - 1}.` };
    for (let partition = from; partition <= to; partition++) chosen.add(partition);
  }
  return { chosen };
}

/** Numbers as they are typed: runs of three or more as ranges. */
export function formatPartitions(chosen: Iterable<number>): string {
  const runs: { from: number; to: number }[] = [];
  for (const partition of [...chosen].sort((one, other) => one - other)) {
    const last = runs.at(-1);
    if (last && partition === last.to + 1) last.to = partition;
    else runs.push({ from: partition, to: partition });
  }
  return runs
    .map(({ from, to }) => (from === to ? String(from) : to === from + 1 ? `${from},${to}` : `${from}-${to}`))
    .join(",");
}
