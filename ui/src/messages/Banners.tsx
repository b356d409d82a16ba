import { useQuery } from "@tanstack/react-query";
import { useSettings } from "../app/workspace";
import { backend } from "../ipc/backend";
import { Button } from "../kit/Button";
import { ErrorNote, Note } from "../kit/Note";
import { count } from "../kit/numbers";
import { useParts, useStore } from "../kit/store";
import { clock, zoneName } from "../kit/times";
import type { LiveView } from "./LiveView";
import { notice } from "./status";
import type { TopicSession } from "./TopicSession";

type Props = { session: TopicSession; live: LiveView; onNarrow(): void };

/** What must be known about the rows below. */
export function Banners({ session, live, onNarrow }: Props) {
  const { zone } = useSettings();
  const state = useStore(live.state);
  const said = notice(state, zone);
  return (
    <>
      {said?.kind === "failed" && state.end > state.first && (
        <ErrorNote
          failure={said.failure}
          banner
          action={<Button onPress={() => session.retry()}>Try again</Button>}
        />
      )}
      {said?.kind === "disconnected" && (
        <Note tone="warn" message={said.message} details={said.details} banner />
      )}
      {said?.kind === "full" && <Note tone="warn" message={said.message} banner />}
      {said?.kind === "asking" && (
        <Note
          message={said.message}
          banner
          action={
            <>
              <Button onPress={onNarrow}>Narrow the range…</Button>
              <Button look="primary" onPress={() => void live.continue()}>
                Read all
              </Button>
            </>
          }
        />
      )}
      {live.spec.latestPerKey && state.tick !== null && (
        <Note
          message={`The latest message of each key, as of ${clock(state.openedAt, zone)} ${zoneName(zone)}.`}
          banner
          action={<Button onPress={() => session.restart()}>Read again</Button>}
        />
      )}
      <Partial live={live} />
    </>
  );
}

const EVERY_MS = 5000;

/** Partitions that are not read, though they were asked for. */
function Partial({ live }: { live: LiveView }) {
  const { view, started } = useParts(live.state, ({ view, tick }) => ({
    view,
    started: tick !== null && tick.state.kind !== "starting",
  }));
  const { data } = useQuery({
    queryKey: ["viewCoverage", view],
    queryFn: () => backend.viewCoverage(view ?? -1),
    enabled: view !== null && started,
    refetchInterval: EVERY_MS,
    gcTime: 0,
  });
  const failed = (data ?? []).filter(({ state }) => state === "failed");
  const [first] = failed;
  if (!data || !first || failed.length === data.length) return null;
  const why = first.problem ? `: ${first.problem}` : "";
  return (
    <Note
      tone="warn"
      banner
      message={`${data.length - failed.length} of ${count(data.length, "partition")} are read. Partition ${first.partition} is not${why}${failed.length > 1 ? `, and ${failed.length - 1} more` : ""}.`}
    />
  );
}
