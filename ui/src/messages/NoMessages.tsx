import { FileSearch, Inbox } from "lucide-react";
import { useSettings } from "../app/workspace";
import type { PartitionRow } from "../bindings";
import { Button } from "../kit/Button";
import { Empty } from "../kit/Empty";
import { ErrorNote } from "../kit/Note";
import { useStore } from "../kit/store";
import { Waiting } from "../kit/Waiting";
import { emptiness } from "./emptiness";
import type { LiveView } from "./LiveView";
import styles from "./NoMessages.module.css";
import { notice } from "./status";
import type { TopicSession } from "./TopicSession";
import { DEFAULT_START } from "./view";

type Props = { session: TopicSession; live: LiveView; partitions: readonly PartitionRow[] | undefined };

/** Why there are no rows, and the next step. */
export function NoMessages({ session, live, partitions }: Props) {
  const { zone } = useSettings();
  const { view } = useStore(session.state);
  const state = useStore(live.state);
  const said = notice(state, zone);
  if (said?.kind === "failed") {
    return (
      <div className={styles.failure}>
        <ErrorNote
          failure={said.failure}
          action={<Button onPress={() => session.retry()}>Try again</Button>}
        />
      </div>
    );
  }
  const why = emptiness(state, view, partitions);
  if (why === null) {
    return <Waiting what="Asking the brokers" since={state.openedAt} onStop={() => void live.stop()} />;
  }
  const earliest = () => session.restart({ start: { kind: "earliest" }, until: null });
  return (
    <Empty
      icon={state.filter.text === "" ? Inbox : FileSearch}
      title={why.title}
      action={
        <>
          {(why.offer === "clearFilter" || why.offer === "searchAll" || why.offer === "goOn") && (
            <Button onPress={() => session.typeFilter({ text: "" })}>Clear the filter</Button>
          )}
          {why.offer === "searchAll" && (
            <Button look="primary" onPress={earliest}>
              Search the whole topic
            </Button>
          )}
          {why.offer === "goOn" && state.tick?.state.kind !== "asking" && (
            <Button look="primary" onPress={() => void live.continue()}>
              Go on searching
            </Button>
          )}
          {why.offer === "readAll" && (
            <>
              <Button onPress={() => session.restart({ start: DEFAULT_START, until: null })}>
                Read the last 500
              </Button>
              <Button onPress={earliest}>From the earliest</Button>
            </>
          )}
          {why.offer === "uncommitted" && (
            <Button onPress={() => session.restart({ uncommitted: true })}>Read uncommitted too</Button>
          )}
        </>
      }
    >
      {why.text}
    </Empty>
  );
}
