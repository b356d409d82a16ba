import type { ColumnChoice, SavedView, Settings, TopicColumns, TopicName, TopicView } from "../bindings";
import { sameData } from "./sameData";
import { sameTopic } from "./tabs";

/** Topics whose columns are remembered. */
const MOST_COLUMNS = 500;

/** The columns chosen for a topic; null: as they come. */
export function topicColumns({ columns }: Pick<Settings, "columns">, name: TopicName): ColumnChoice[] | null {
  return columns.find((of) => sameTopic(of, name))?.columns ?? null;
}

/** All remembered columns with those of one topic chosen anew; null forgets them. */
export function withTopicColumns(
  all: readonly TopicColumns[],
  { connection, topic }: TopicName,
  columns: ColumnChoice[] | null,
): TopicColumns[] {
  const others = all.filter((of) => !sameTopic(of, { connection, topic }));
  return columns === null ? others : [{ connection, topic, columns }, ...others].slice(0, MOST_COLUMNS);
}

/** Whether what is shown is no longer what was saved. The width of a column is no change. */
export function isChanged(
  saved: SavedView,
  now: { view: TopicView | null; columns: ColumnChoice[] | null },
): boolean {
  if (now.view !== null && !sameData(saved.view, now.view)) return true;
  return !sameData(paths(saved.columns), paths(now.columns));
}

/** What is wrong with a name for a saved view, or null. */
export function nameProblem(
  name: string,
  others: readonly Pick<SavedView, "id" | "name">[],
  id: string | null,
): string | null {
  const wanted = name.trim().toLowerCase();
  if (wanted === "") return "Give it a name.";
  const taken = others.find((view) => view.id !== id && view.name.toLowerCase() === wanted);
  return taken ? `There is already a view called “${taken.name}”.` : null;
}

function paths(columns: readonly ColumnChoice[] | null): string[] | null {
  return columns === null ? null : columns.map(({ path }) => path);
}
