import { useQueryClient } from "@tanstack/react-query";
import { Lock, Star, Wrench } from "lucide-react";
import { useState } from "react";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import { TopicAccess } from "../access/TopicAccess";
import { AnalysisPage } from "../analysis/AnalysisPage";
import { useCommands } from "../app/commands";
import { sameTopic, type TopicTab } from "../app/tabs";
import { useSettings, useWorkspace } from "../app/workspace";
import type { PartitionRow } from "../bindings";
import { Connecting } from "../connections/Connecting";
import { useCluster, useConnection } from "../connections/queries";
import { ConsumersPage } from "../groups/ConsumersPage";
import { openExport } from "../jobs/openExport";
import { Button, IconButton } from "../kit/Button";
import { MenuButton } from "../kit/Menu";
import { grouped, short } from "../kit/numbers";
import { useStore } from "../kit/store";
import { Tag } from "../kit/Tag";
import { MessagesPage } from "../messages/MessagesPage";
import { ProduceDrawer } from "../produce/ProduceDrawer";
import { topicEntries } from "./change/topicEntries";
import { ConfigPage } from "./config/ConfigPage";
import { PartitionsPage } from "./PartitionsPage";
import { usePartitions } from "./queries";
import styles from "./TopicPage.module.css";
import { ViewActions } from "./ViewActions";

/** A topic: its messages, its partitions, who reads it, what it is set to and who may use it. */
export function TopicPage({ tab }: { tab: TopicTab }) {
  const { connection, topic } = tab;
  const workspace = useWorkspace();
  const queries = useQueryClient();
  const { favourites } = useSettings();
  const known = useConnection(connection);
  const cluster = useCluster(connection);
  const session = workspace.session(tab);
  const { page, producing } = useStore(session.state);
  const [asks, setAsks] = useState(true);
  const partitions = usePartitions(connection, topic, cluster.isSuccess && asks);
  const ask = (again: boolean) => {
    setAsks(again);
    if (!again) void queries.cancelQueries({ queryKey: ["topicPartitions", connection, topic] });
  };
  const name = { connection, topic };
  const readOnly = known?.readOnly ?? false;
  useCommands([
    {
      id: "messages.export",
      title: "Export what matches…",
      group: "Messages",
      keys: ["mod+e"],
      run: () => openExport(workspace, session),
    },
    ...topicEntries(workspace, name, readOnly).flatMap((entry) =>
      entry === "separator"
        ? []
        : [{ id: `topic.${entry.id}`, title: entry.name, group: "Topics", run: entry.run }],
    ),
    ...(producing
      ? [
          {
            id: "produce.close",
            title: "Close the produce drawer",
            group: "Messages",
            keys: ["Escape"],
            run: () => session.state.update({ producing: false }),
          },
        ]
      : []),
  ]);
  const favourite = favourites.some((other) => sameTopic(other, name));
  const troubled = partitions.data?.filter(({ problem }) => problem !== null).length ?? 0;
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1 className={styles.title} data-selectable>
          {topic}
        </h1>
        <IconButton
          label={favourite ? "Remove from favourites" : "Add to favourites"}
          icon={Star}
          pressed={favourite}
          onPress={() => workspace.toggleFavourite(name)}
        />
        <ViewActions tab={tab} session={session} />
        <MenuButton label={`Change ${topic}`} entries={topicEntries(workspace, name, readOnly)}>
          <Button look="quiet" icon={readOnly ? Lock : Wrench} opens>
            Change
          </Button>
        </MenuButton>
        {readOnly && <Tag>read-only</Tag>}
        {troubled > 0 && (
          <Tag tone="error">{troubled === 1 ? "1 partition" : `${troubled} partitions`} in trouble</Tag>
        )}
        {partitions.data && <Figures partitions={partitions.data} />}
      </header>
      {!cluster.isSuccess ? (
        <Connecting connection={connection} />
      ) : (
        <Tabs
          className={styles.tabs}
          selectedKey={page}
          onSelectionChange={(key) => session.state.update({ page: key as typeof page })}
        >
          <TabList aria-label={topic} className={styles.tabList}>
            <Tab id="messages" className={styles.tab}>
              Messages
            </Tab>
            <Tab id="partitions" className={styles.tab}>
              Partitions
            </Tab>
            <Tab id="consumers" className={styles.tab}>
              Consumers
            </Tab>
            <Tab id="configuration" className={styles.tab}>
              Configuration
            </Tab>
            <Tab id="analysis" className={styles.tab}>
              Analysis
            </Tab>
            <Tab id="access" className={styles.tab}>
              Access
            </Tab>
          </TabList>
          <TabPanel id="messages" className={styles.panel}>
            <MessagesPage session={session} partitions={partitions.data} />
          </TabPanel>
          <TabPanel id="partitions" className={styles.panel}>
            <PartitionsPage partitions={partitions} session={session} asks={asks} onAsk={ask} />
          </TabPanel>
          <TabPanel id="consumers" className={styles.panel}>
            <ConsumersPage connection={connection} topic={topic} />
          </TabPanel>
          <TabPanel id="configuration" className={styles.panel}>
            <ConfigPage session={session} />
          </TabPanel>
          <TabPanel id="analysis" className={styles.panel}>
            <AnalysisPage session={session} />
          </TabPanel>
          <TabPanel id="access" className={styles.panel}>
            <TopicAccess connection={connection} topic={topic} />
          </TabPanel>
        </Tabs>
      )}
      {producing && cluster.isSuccess && (
        <ProduceDrawer session={session} connection={known} partitions={partitions.data?.length ?? null} />
      )}
    </div>
  );
}

function Figures({ partitions }: { partitions: readonly PartitionRow[] }) {
  const counted = partitions.filter(({ messages }) => messages !== null);
  const messages = counted.reduce((sum, { messages }) => sum + BigInt(messages ?? 0), 0n);
  return (
    <p className={styles.figures}>
      <span>
        <b>{grouped(partitions.length)}</b> {partitions.length === 1 ? "partition" : "partitions"}
      </span>
      <span title={grouped(messages)}>
        <b>{short(messages)}</b> {messages === 1n ? "message" : "messages"}
        {counted.length < partitions.length && ` in ${counted.length} of them`}
      </span>
    </p>
  );
}
