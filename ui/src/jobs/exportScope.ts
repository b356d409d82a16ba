import type { TopicView, ViewSpec, Zone } from "../bindings";
import { rangeText, toSpec } from "../messages/view";

/** What an export reads: what the view asks for, up to where the topic ends now. */
export function exportSpec(view: TopicView, topic: string): ViewSpec {
  return {
    ...toSpec(view, topic),
    until: view.until ?? { kind: "now" },
    limit: null,
    follow: false,
  };
}

/** Name and words of each thing that says what is exported. */
export function exportScope(view: TopicView, partitions: number | null, zone: Zone): [string, string][] {
  const until = view.until ?? { kind: "now" };
  const chosen = view.partitions;
  const rows: [string, string][] = [
    ["Range", rangeText({ start: view.start, until }, zone)],
    ["Partitions", chosen === null ? (partitions === null ? "all" : `all ${partitions}`) : chosen.join(", ")],
  ];
  if (view.key !== null) rows.push(["Key", `${view.key.text}, read from its partition only`]);
  if (view.filter.text.trim() !== "") rows.push(["Filter", view.filter.text]);
  else rows.push(["Filter", "none: every message"]);
  if (view.latestPerKey) rows.push(["Of each key", "the latest message only"]);
  if (view.uncommitted) rows.push(["Transactions", "uncommitted and aborted messages too"]);
  return rows;
}

/** Why there is nothing to export, or null. */
export function nothingToExport({ start, until }: TopicView): string | null {
  return start.kind === "latest" && until === null
    ? "This view begins at the end of the topic: there is nothing to read up to now. Choose an earlier start first."
    : null;
}

/** Paths as typed, separated by commas; a comma in a quoted name separates nothing. */
export function parsePaths(text: string): string[] {
  const paths = text.match(/(?:"(?:[^"\\]|\\.)*"|[^",])+/g) ?? [];
  return [...new Set(paths.map((path) => path.trim()).filter((path) => path !== ""))];
}
