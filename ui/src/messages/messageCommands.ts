import type { RefObject } from "react";
import { type Command, useCommands } from "../app/commands";
import type { CopyAs } from "../bindings";
import type { GridHandle } from "../kit/grid/Grid";
import { useParts, useStore } from "../kit/store";
import type { LiveView } from "./LiveView";
import type { TopicSession } from "./TopicSession";

type Of = {
  session: TopicSession;
  live: LiveView;
  grid: RefObject<GridHandle | null>;
  filter: RefObject<HTMLInputElement | null>;
  histogram: { shown: boolean; toggle(): void };
  openRange(): void;
  produceAgain(row: number): Promise<void>;
  copyRows(as: CopyAs): void;
};

/** What can be done on the message page, in the palette and on keys. */
export function useMessageCommands(of: Of): void {
  const { session, live, grid, filter, histogram } = of;
  const { selected, pinned, comparing, inspector } = useStore(session.state);
  const { following } = useParts(live.state, ({ following }) => ({ following }));
  const command = (id: string, title: string, run: () => void, keys: string[] = []): Command => ({
    id: `messages.${id}`,
    title,
    group: "Messages",
    run,
    ...(keys.length > 0 ? { keys } : {}),
  });
  useCommands([
    command("filter", "Filter messages", () => filter.current?.focus(), ["/"]),
    command("range", "Choose what is read…", of.openRange, ["r"]),
    { ...command("next", "Next message", () => grid.current?.move(1), ["j"]), palette: false },
    { ...command("previous", "Previous message", () => grid.current?.move(-1), ["k"]), palette: false },
    command(
      "follow",
      following ? "Pause following" : "Follow the newest messages",
      () => live.follow(!following),
      ["Space"],
    ),
    command("produce", `Produce to ${session.topic}…`, () => session.state.update({ producing: true }), [
      "p",
    ]),
    command("reload", "Read again from the same start", () => session.restart(), ["F5", "mod+r"]),
    command("histogram", histogram.shown ? "Hide the histogram" : "Show the histogram", histogram.toggle, [
      "h",
    ]),
    command(
      "inspector",
      inspector ? "Close the inspector" : "Open the inspector",
      () => session.state.update({ inspector: !inspector }),
      ["i"],
    ),
    ...(selected === null
      ? []
      : [
          command("again", "Produce the selected message again…", () => void of.produceAgain(selected)),
          command("copy", "Copy the selected messages as JSON", () => of.copyRows("json")),
          command("pin", "Pin the selected message to compare", () => session.pin(), ["x"]),
        ]),
    ...(selected === null || pinned === null
      ? []
      : [
          command(
            "compare",
            comparing ? "Close the comparison" : "Compare with the pinned message",
            () => session.state.update({ comparing: !comparing, inspector: true }),
            ["c"],
          ),
        ]),
  ]);
}
