import type { TopicFigure } from "../bindings";
import { inWords } from "./config/settingText";

/** How long a topic keeps messages, in a few words: "7 d", "compacted", "7 d or 1 GiB"; null where it is not known. */
export function retention(
  figure: Pick<TopicFigure, "cleanupPolicy" | "retentionMs" | "retentionBytes">,
): string | null {
  const { cleanupPolicy, retentionMs, retentionBytes } = figure;
  if (cleanupPolicy === null) return null;
  const policies = cleanupPolicy.split(",").map((word) => word.trim());
  const parts: string[] = [];
  if (policies.includes("compact")) parts.push("compacted");
  if (policies.includes("delete")) {
    const limits = [said("millis", retentionMs, "ms"), said("bytes", retentionBytes, "B")].filter(
      (limit) => limit !== null,
    );
    parts.push(limits.length === 0 ? "no limit" : limits.join(" or "));
  }
  return parts.length === 0 ? "for ever" : parts.join(", ");
}

/** A limit; null for none. */
function said(type: "millis" | "bytes", value: string | null, unit: string): string | null {
  if (value === null) return null;
  const words = inWords(type, value) ?? `${value} ${unit}`;
  return words === "no limit" ? null : words;
}
