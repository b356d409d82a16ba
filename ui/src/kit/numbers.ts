/** 88412122 → "88,412,122". Takes decimal text and bigints, so no digit is lost. */
export function grouped(value: number | bigint | string): string {
  const text = String(value);
  const sign = text.startsWith("-") ? "-" : "";
  return sign + text.slice(sign.length).replace(/\B(?=(\d{3})+(?!\d))/g, ",");
}

/** Three significant digits: 88.4 M, 2.48 M; below a million every digit. */
export function short(value: number | bigint | string): string {
  const number = Number(value);
  const units = [
    [1e12, "T"],
    [1e9, "G"],
    [1e6, "M"],
  ] as const;
  for (const [size, unit] of units) {
    // From 999.95 M on, three digits would print as 1000 M.
    if (Math.abs(number) >= (size === 1e6 ? size : size * 0.99995))
      return `${significant(number / size)} ${unit}`;
  }
  return grouped(value);
}

/** 381 B, 12.4 KiB, 256 MiB. */
export function bytes(value: number): string {
  if (value < 1024) return `${value} B`;
  let size = value;
  let unit = "B";
  for (const next of ["KiB", "MiB", "GiB", "TiB"]) {
    if (size < 1023.5) break;
    size /= 1024;
    unit = next;
  }
  return `${significant(size)} ${unit}`;
}

/** "1 message", "2 messages". */
export function count(value: number | bigint | string, one: string, many = `${one}s`): string {
  return `${grouped(value)} ${String(value) === "1" ? one : many}`;
}

/** 0.4 s, 12 s, 3 min, 2 h, 5 d: how long something took or how old it is. */
export function duration(ms: number): string {
  if (ms < 950) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)} s`;
  if (ms < 90_000) return `${Math.round(ms / 1000)} s`;
  if (ms < 90 * 60_000) return `${Math.round(ms / 60_000)} min`;
  if (ms < 36 * 3_600_000) return `${Math.round(ms / 3_600_000)} h`;
  return `${Math.round(ms / 86_400_000)} d`;
}

function significant(value: number): string {
  const digits = Math.abs(value) >= 99.95 ? 0 : Math.abs(value) >= 9.995 ? 1 : 2;
  return value.toFixed(digits).replace(/\.0+$/, "");
}
