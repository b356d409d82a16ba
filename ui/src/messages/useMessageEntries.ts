import { Clock, Columns2, Copy, Filter, KeyRound, Pin, RotateCcw, Terminal } from "lucide-react";
import { useWorkspace } from "../app/workspace";
import type { CopyAs } from "../bindings";
import { backend } from "../ipc/backend";
import { toFailed } from "../ipc/failure";
import { copy } from "../kit/clipboard";
import type { MenuEntry } from "../kit/Menu";
import { count } from "../kit/numbers";
import type { LiveView } from "./LiveView";
import { pickedRows } from "./picked";
import type { TopicSession } from "./TopicSession";
import { timeOf } from "./view";

/** Puts rows on the clipboard: those that are given, else those that are selected. */
export function useCopyRows(session: TopicSession): (as: CopyAs, rows?: readonly number[]) => void {
  const workspace = useWorkspace();
  return (as, rows) => {
    const { live, picked, selected } = session.state.get();
    const view = live?.state.get().view ?? null;
    const wanted = [...(rows ?? pickedRows(picked, selected))];
    if (view === null || wanted.length === 0) return;
    copy(backend.copyRows(view, wanted, as)).catch((thrown) => workspace.say("error", toFailed(thrown)));
  };
}

/** The ways to copy one message, or several. */
export function copyEntries(run: (as: CopyAs) => void, many: number, parts = { key: true, value: true }) {
  const entries: MenuEntry[] = [];
  if (parts.value)
    entries.push({
      id: "value",
      name: many > 1 ? "Copy values" : "Copy value",
      icon: Copy,
      run: () => run("value"),
    });
  if (parts.key)
    entries.push({
      id: "key",
      name: many > 1 ? "Copy keys" : "Copy key",
      icon: KeyRound,
      run: () => run("key"),
    });
  entries.push({
    id: "json",
    name: many > 1 ? `Copy ${count(many, "message")} as JSON lines` : "Copy as JSON with metadata",
    icon: Copy,
    keys: "mod+c",
    run: () => run("json"),
  });
  entries.push(
    { id: "kcat", name: "Copy kcat line", icon: Terminal, run: () => run("kcat") },
    { id: "confluent", name: "Copy confluent line", icon: Terminal, run: () => run("confluent") },
  );
  return entries;
}

/** What can be done with a message, or with all that are selected with it. */
export function useMessageEntries(
  session: TopicSession,
  live: LiveView,
  onProduceAgain: (row: number) => void,
): (row: number) => MenuEntry[] {
  const workspace = useWorkspace();
  const copyRows = useCopyRows(session);
  return (row) => {
    const message = live.row(row);
    const { picked, pinned } = session.state.get();
    const { view } = live.state.get();
    if (!message || view === null) return [];
    const { partition, timestamp, keyShape, valueShape } = message;
    if (picked.has(row)) {
      const several = copyEntries((as) => copyRows(as), picked.size);
      if (picked.size > 2) return several;
      const [one, other] = [...picked];
      const compare = () => {
        if (one === undefined || other === undefined) return;
        session.select(one);
        session.pin();
        session.select(other);
        session.state.update({ comparing: true, inspector: true });
      };
      return [
        ...several,
        "separator",
        { id: "compare", name: "Compare the two", icon: Columns2, run: compare },
      ];
    }
    const parts = { key: keyShape !== "null", value: valueShape !== "null" };
    const entries: MenuEntry[] = [
      ...copyEntries((as) => copyRows(as, [row]), 1, parts),
      "separator",
      { id: "again", name: "Produce again…", icon: RotateCcw, run: () => onProduceAgain(row) },
      { id: "pin", name: "Pin to compare", icon: Pin, run: () => session.pin() },
    ];
    if (pinned !== null) {
      const compare = () => session.state.update({ comparing: true, inspector: true });
      entries.push({ id: "compare", name: "Compare with the pinned one", icon: Columns2, run: compare });
    }
    entries.push("separator");
    if (timestamp !== null) {
      const run = () => session.restart({ start: timeOf(timestamp) });
      entries.push({ id: "from", name: "Start at this time", icon: Clock, run });
    }
    if (keyShape === "text" || keyShape === "json") {
      const only = async () => {
        const text = await backend.messageText(view, row, "key", "text");
        session.restart({ key: { text, partitioner: "murmur2" } });
      };
      const run = () => void only().catch((thrown) => workspace.say("error", toFailed(thrown)));
      entries.push({ id: "onlyKey", name: "Only this key", icon: KeyRound, run });
    }
    const run = () => session.restart({ partitions: [partition] });
    entries.push({ id: "partition", name: `Only partition ${partition}`, icon: Filter, run });
    return entries;
  };
}
