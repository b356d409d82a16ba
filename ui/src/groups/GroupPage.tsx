import { CirclePause, Download, RefreshCw, RotateCcw, Trash2, Users } from "lucide-react";
import { useState } from "react";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import { useCommands } from "../app/commands";
import type { GroupTab } from "../app/tabs";
import { useWorkspace } from "../app/workspace";
import type { GroupDetail } from "../bindings";
import { Connecting } from "../connections/Connecting";
import { useCluster, useConnection } from "../connections/queries";
import { backend } from "../ipc/backend";
import { type Failed, isUnanswered } from "../ipc/failure";
import { Button, IconButton } from "../kit/Button";
import { Empty } from "../kit/Empty";
import { ErrorNote, Note } from "../kit/Note";
import { duration, grouped } from "../kit/numbers";
import { useStore } from "../kit/store";
import { Tag } from "../kit/Tag";
import { useElapsed } from "../kit/useElapsed";
import { Waiting } from "../kit/Waiting";
import { LostNote } from "../topics/LostNote";
import { Figures } from "./Figures";
import { Denied } from "./GrantNote";
import { GroupMembers } from "./GroupMembers";
import styles from "./GroupPage.module.css";
import { GroupPartitions } from "./GroupPartitions";
import { LagChart } from "./LagChart";
import { GROUP_AGAIN_MS, useGroup } from "./queries";
import { KIND_ABOUT, KIND_WORD, STATE_ABOUT, STATE_TONE } from "./words";

/** A consumer group: how far it is behind, why, and where. Asked for every few seconds while it is in sight. */
export function GroupPage({ tab }: { tab: GroupTab }) {
  const { connection, group } = tab;
  const workspace = useWorkspace();
  const known = useConnection(connection);
  const cluster = useCluster(connection);
  const [openedAt, setOpenedAt] = useState(Date.now);
  /** False: a person stopped the asking. */
  const [asks, setAsks] = useState(true);
  const {
    data: detail,
    error,
    dataUpdatedAt,
    errorUpdatedAt,
    refetch,
  } = useGroup(connection, group, cluster.isSuccess && asks);
  const lost = useStore(backend.unreachable).has(connection);
  const isLost = lost || (error !== null && isUnanswered(error));
  const ask = () => {
    setOpenedAt(Date.now());
    if (asks) void refetch();
    else setAsks(true);
  };
  const exportIt = () => workspace.overlay.set({ kind: "exportGroup", connection, group });
  const reset = () => workspace.overlay.set({ kind: "resetGroup", connection, group, partitions: null });
  const remove = (topic: string | null) =>
    workspace.overlay.set({ kind: "deleteGroup", connection, group, topic });
  // Of others neither offsets nor members can be changed.
  const isConsumer = detail?.kind === "classic" || detail?.kind === "consumer";
  useCommands([
    {
      id: "group.refresh",
      title: "Ask the brokers again",
      group: "Groups",
      keys: ["F5", "mod+r"],
      run: ask,
    },
    ...(isConsumer
      ? [
          {
            id: "group.export",
            title: "Export the group as CSV…",
            group: "Groups",
            keys: ["mod+e"],
            run: exportIt,
          },
          { id: "group.reset", title: "Reset offsets…", group: "Groups", run: reset },
          { id: "group.delete", title: "Delete the group…", group: "Groups", run: () => remove(null) },
        ]
      : []),
  ]);
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1 className={styles.title} title={group} data-selectable>
          {group}
        </h1>
        {detail && (
          <>
            <span title={STATE_ABOUT[detail.state]}>
              <Tag tone={STATE_TONE[detail.state]}>{detail.state}</Tag>
            </span>
            <span title={KIND_ABOUT[detail.kind]}>
              <Tag>{kindText(detail)}</Tag>
            </span>
          </>
        )}
        {known?.readOnly && <Tag>read-only</Tag>}
        {detail && <About detail={detail} at={dataUpdatedAt} />}
        <span className={styles.actions}>
          <IconButton label="Refresh" tip="Ask the brokers again" keys="F5" icon={RefreshCw} onPress={ask} />
          {isConsumer && (
            <>
              <Button icon={Download} onPress={exportIt}>
                Export…
              </Button>
              <Button icon={RotateCcw} onPress={reset}>
                Reset offsets…
              </Button>
              <Button look="danger" icon={Trash2} onPress={() => remove(null)}>
                Delete…
              </Button>
            </>
          )}
        </span>
      </header>
      {!cluster.isSuccess ? (
        <Connecting connection={connection} />
      ) : detail ? (
        <>
          {isLost && (
            <LostNote
              lastDataAt={dataUpdatedAt}
              askedAt={Math.max(dataUpdatedAt, errorUpdatedAt)}
              everyMs={GROUP_AGAIN_MS}
              details={error?.message}
            />
          )}
          {error && !isLost && (
            <ErrorNote failure={error} banner action={<Button onPress={ask}>Try again</Button>} />
          )}
          <Body connection={connection} detail={detail} dimmed={isLost || error !== null} />
        </>
      ) : error ? (
        <Failure failure={error} onAsk={ask} />
      ) : asks ? (
        <Waiting what="Asking the brokers" since={openedAt} onStop={() => setAsks(false)} />
      ) : (
        <Empty icon={CirclePause} title="Stopped" action={<Button onPress={ask}>Ask again</Button>}>
          The brokers were not heard to the end.
        </Empty>
      )}
    </div>
  );
}

function Failure({ failure, onAsk }: { failure: Failed; onAsk(): void }) {
  if (failure.code === "forbidden" && failure.details !== null)
    return <Denied message={failure.message} grant={failure.details} />;
  return (
    <div className={styles.failure}>
      <ErrorNote failure={failure} action={<Button onPress={onAsk}>Try again</Button>} />
    </div>
  );
}

type BodyProps = { connection: string; detail: GroupDetail; dimmed: boolean };

function Body({ connection, detail, dimmed }: BodyProps) {
  const workspace = useWorkspace();
  const { lag, cause, notes, partitionCount, memberCount } = detail;
  if (lag.kind === "unsupported" && partitionCount === 0) {
    return (
      <>
        <Notes notes={notes} />
        <Empty icon={Users} title="There is no lag to show for this group">
          {lag.why}
        </Empty>
      </>
    );
  }
  return (
    <>
      <div className={styles.top} data-old={dimmed || undefined}>
        <Figures detail={detail} />
        <LagChart connection={connection} group={detail.id} asks={!dimmed} />
      </div>
      {cause !== null && (
        <div className={styles.cause}>
          <Note tone={cause.startsWith("Measuring") ? "info" : "warn"} message={cause} />
        </div>
      )}
      <Notes notes={notes} />
      <Tabs className={styles.tabs}>
        <TabList aria-label={detail.id} className={styles.tabList}>
          <Tab id="partitions" className={styles.tab}>
            Partitions {grouped(partitionCount)}
          </Tab>
          <Tab id="members" className={styles.tab}>
            Members {grouped(memberCount)}
          </Tab>
        </TabList>
        <TabPanel id="partitions" className={styles.panel}>
          <GroupPartitions
            connection={connection}
            detail={detail}
            dimmed={dimmed}
            more={({ topic, partition }) => [
              {
                id: "reset",
                name: "Reset this partition's offset…",
                icon: RotateCcw,
                run: () =>
                  workspace.overlay.set({
                    kind: "resetGroup",
                    connection,
                    group: detail.id,
                    partitions: [{ topic, partition }],
                  }),
              },
              {
                id: "forget",
                name: "Delete its offsets for this topic…",
                icon: Trash2,
                danger: true,
                run: () =>
                  workspace.overlay.set({ kind: "deleteGroup", connection, group: detail.id, topic }),
              },
            ]}
            empty={
              <Empty icon={Users} title="No partition yet">
                {lag.kind === "denied"
                  ? `Its partitions may not be seen. Missing: ${lag.right}.`
                  : "The group has committed nothing, and its members read no partition."}
              </Empty>
            }
          />
        </TabPanel>
        <TabPanel id="members" className={styles.panel}>
          <GroupMembers
            detail={detail}
            dimmed={dimmed}
            empty={
              <Empty icon={Users} title="No member">
                Nothing reads for this group now. Its offsets stay as they are until they expire.
              </Empty>
            }
          />
        </TabPanel>
      </Tabs>
    </>
  );
}

function Notes({ notes }: { notes: readonly string[] }) {
  return notes.map((note) => <Note key={note} banner message={note} />);
}

function About({ detail, at }: { detail: GroupDetail; at: number }) {
  const age = useElapsed(at, 1000);
  const { assignor, coordinator } = detail;
  return (
    <p className={styles.about}>
      {assignor && <span title="How the partitions are shared out.">{assignor}</span>}
      {coordinator !== null && <span title="The broker that leads the group.">broker {coordinator}</span>}
      <span>{age < 2000 ? "just now" : `${duration(age)} ago`}</span>
    </p>
  );
}

function kindText({ kind }: GroupDetail): string {
  return kind === "classic" || kind === "consumer" ? `${KIND_WORD[kind]} protocol` : KIND_WORD[kind];
}
