import { FileSearch, Inbox } from "lucide-react";
import { useSettings } from "../app/workspace";
import type { PartitionRow } from "../bindings";
import { Button } from "../kit/Button";
import { Empty } from "../kit/Empty";
import { ErrorNote } from "../kit/Note";
import { useStore } from "../kit/store";
import { Waiting } from "../kit/Waiting";
import type { LiveView } from "./LiveView";
import styles from "./NoMessages.module.css";
import { emptiness, notice } from "./status";
import { DEFAULT_START, type TopicSession } from "./TopicSession";

type Props = { session: TopicSession; live: LiveView; partitions: readonly PartitionRow[] | undefined };

/** Why there are no rows, and the next step. */
export function NoMessages({ session, live, partitions }: Props) {
  const { zone } = useSettings();
  const { start } = useStore(session.state);
  const view = useStore(live.state);
  const said = notice(view, zone);
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
  const why = emptiness(view, start.kind, partitions);
  if (why === null) return <Waiting what="Asking the brokers" since={view.openedAt} />;
  return (
    <Empty
      icon={view.filter === "" ? Inbox : FileSearch}
      title={why.title}
      action={
        <>
          {(why.offer === "clearFilter" || why.offer === "searchAll") && (
            <Button onPress={() => session.typeFilter("")}>Clear the filter</Button>
          )}
          {why.offer === "searchAll" && (
            <Button look="primary" onPress={() => session.restart({ start: { kind: "earliest" } })}>
              Search the whole topic
            </Button>
          )}
          {why.offer === "readAll" && (
            <>
              <Button onPress={() => session.restart({ start: DEFAULT_START })}>Read the last 500</Button>
              <Button onPress={() => session.restart({ start: { kind: "earliest" } })}>
                From the earliest
              </Button>
            </>
          )}
        </>
      }
    >
      {why.text}
    </Empty>
  );
}
