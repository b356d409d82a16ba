import type { ConfigType } from "../../bindings";
import { bytes, grouped } from "../../kit/numbers";

/** What is typed for a setting: the value that a broker takes, or what is wrong with it. */
export type Typed = { value: string; problem: null } | { value: null; problem: string };

/** Kafka's way to say "never" or "as much as there is". */
const LONGEST = "9223372036854775807";
const MS_UNITS: Readonly<Record<string, bigint>> = {
  ms: 1n,
  s: 1_000n,
  min: 60_000n,
  h: 3_600_000n,
  d: 86_400_000n,
  w: 604_800_000n,
};
const BYTE_UNITS: Readonly<Record<string, bigint>> = {
  b: 1n,
  kib: 1n << 10n,
  mib: 1n << 20n,
  gib: 1n << 30n,
  tib: 1n << 40n,
};

/** Reads what was typed: times also as `7 d` or `1 h 30 min`, sizes also as `64 MiB`. */
export function readTyped(type: ConfigType | null, text: string): Typed {
  const trimmed = text.trim();
  switch (type) {
    case "millis":
      return amount(trimmed, MS_UNITS, "Write milliseconds, or 7 d, 12 h, 30 min.");
    case "bytes":
      return amount(trimmed, BYTE_UNITS, "Write bytes, or 64 MiB, 1 GiB.");
    case "count":
      return amount(trimmed, {}, "Write a whole number.");
    case "ratio": {
      const share = Number(trimmed);
      const isShare = trimmed !== "" && share >= 0 && share <= 1;
      return isShare ? right(trimmed) : wrong("Write a number from 0 to 1.");
    }
    case "list":
      return right(
        trimmed
          .split(",")
          .map((word) => word.trim())
          .filter((word) => word !== "")
          .join(","),
      );
    case "switch":
    case "choice":
    case null:
      return right(trimmed);
  }
}

/** A value as people say it: `604800000` ms is "7 d"; null where the value says it as well. */
export function inWords(type: ConfigType | null, value: string): string | null {
  if (!/^-?\d+$/.test(value)) return null;
  if (type === "millis" || type === "bytes") {
    if (value === "-1" || value === LONGEST) return "no limit";
  }
  if (value === LONGEST) return "no limit";
  if (value.startsWith("-")) return null;
  if (type === "millis") return timeInWords(BigInt(value));
  if (type === "bytes") return sizeInWords(BigInt(value));
  return value.length > 4 ? grouped(value) : null;
}

function timeInWords(ms: bigint): string | null {
  if (ms < 1_000n) return null;
  const parts: string[] = [];
  let rest = ms;
  for (const unit of ["d", "h", "min", "s", "ms"]) {
    const size = MS_UNITS[unit] ?? 1n;
    if (rest >= size) parts.push(`${grouped(rest / size)} ${unit}`);
    rest %= size;
  }
  return parts.length > 2 ? `≈ ${parts.slice(0, 2).join(" ")}` : parts.join(" ");
}

function sizeInWords(size: bigint): string | null {
  if (size < 1_024n) return null;
  const words = bytes(Number(size));
  const exact = readTyped("bytes", words).value === String(size);
  return exact ? words : `≈ ${words}`;
}

/** A whole number, or a sum of such with units. */
function amount(text: string, units: Readonly<Record<string, bigint>>, how: string): Typed {
  const plain = text.replaceAll(/(?<=\d)[,_](?=\d)/g, "");
  if (/^-?\d+$/.test(plain)) return right(plain);
  const parts = [...plain.matchAll(/(\d+)\s*([a-z]+)\s*/giy)];
  const isWhole = parts.length > 0 && parts.map(([all]) => all).join("") === plain;
  let sum = 0n;
  for (const [, digits = "", unit = ""] of parts) {
    const size = units[unit.toLowerCase()];
    if (size === undefined) return wrong(how);
    sum += BigInt(digits) * size;
  }
  return isWhole ? right(String(sum)) : wrong(how);
}

function right(value: string): Typed {
  return { value, problem: null };
}

function wrong(problem: string): Typed {
  return { value: null, problem };
}
