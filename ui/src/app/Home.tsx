import { Clock, FlaskConical, History, List, Plus, Server, Star, Users } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { Connection } from "../bindings";
import { useConnectionEntries } from "../connections/actions";
import {
  LINK_DOT,
  LINK_WORD,
  linkOf,
  securityName,
  useConnect,
  useConnections,
  useKnownCluster,
} from "../connections/queries";
import { Button } from "../kit/Button";
import { MenuButton } from "../kit/Menu";
import { ErrorNote } from "../kit/Note";
import { count, duration } from "../kit/numbers";
import { useStore } from "../kit/store";
import { Dot, Tag } from "../kit/Tag";
import { useElapsed } from "../kit/useElapsed";
import { Waiting } from "../kit/Waiting";
import { useTopicCount } from "../topics/queries";
import styles from "./Home.module.css";
import { sameTopic, topicTab } from "./tabs";
import { useSettings, useWorkspace } from "./workspace";

/** A count is shown with its age from here on. */
const OLD_MS = 60_000;
/** What takes longer can be stopped. */
const LONG_MS = 2000;

/** Where one starts: the connections, and the topics that were open lately. */
export function Home() {
  const workspace = useWorkspace();
  const { recent, favourites } = useSettings();
  const connections = useConnections();
  const known = connections.data ?? [];
  const own = known.filter(({ embedded }) => !embedded);
  const sandbox = known.filter(({ embedded }) => embedded);
  const topics = [
    ...favourites,
    ...recent.filter((name) => !favourites.some((other) => sameTopic(other, name))),
  ]
    .filter(({ connection }) => known.some(({ id }) => id === connection))
    .slice(0, 12);
  const [openedAt] = useState(Date.now);
  const add = () => workspace.overlay.set({ kind: "connection", edit: null });
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1>Home</h1>
        <Button look="quiet" icon={History} onPress={() => workspace.overlay.set({ kind: "journal" })}>
          Journal of changes
        </Button>
        <Button icon={Plus} onPress={add}>
          Add connection…
        </Button>
      </header>
      {connections.error && (
        <ErrorNote
          failure={connections.error}
          action={<Button onPress={() => void connections.refetch()}>Try again</Button>}
        />
      )}
      {connections.isPending && <Waiting what="Reading the connections" since={openedAt} />}
      {topics.length > 0 && (
        <Section title="Topics you come back to">
          <div className={styles.topics}>
            {topics.map(({ connection, topic }) => (
              <button
                key={`${connection} ${topic}`}
                type="button"
                className={styles.topic}
                onClick={() => workspace.open(topicTab({ connection, topic }))}
              >
                {favourites.some((name) => sameTopic(name, { connection, topic })) ? (
                  <Star size={14} fill="currentColor" aria-label="favourite" />
                ) : (
                  <Clock size={14} aria-label="recent" />
                )}
                <span className={styles.topicName}>{topic}</span>
                <span className={styles.quiet}>{known.find(({ id }) => id === connection)?.name}</span>
              </button>
            ))}
          </div>
        </Section>
      )}
      {own.length === 0 && connections.isSuccess ? (
        <Section title="Start here">
          <div className={styles.cards}>
            {sandbox.map((connection) => (
              <FirstCard
                key={connection.id}
                icon={<FlaskConical size={20} aria-hidden />}
                title="Open the sandbox"
                text="A Kafka broker inside this app, with the topics of a small company. Nothing to install, nothing to break."
                action={
                  <Button look="primary" onPress={() => openTopics(workspace, connection)}>
                    Open the sandbox
                  </Button>
                }
              />
            ))}
            <FirstCard
              icon={<Server size={20} aria-hidden />}
              title="Add a Kafka cluster"
              text="Any Kafka: your own, Confluent, a managed one. Secrets go to the system's keychain."
              action={<Button onPress={add}>Add a Kafka cluster…</Button>}
            />
          </div>
        </Section>
      ) : (
        known.length > 0 && (
          <Section title="Connections">
            <div className={styles.cards}>
              {[...own, ...sandbox].map((connection) => (
                <ConnectionCard key={connection.id} connection={connection} />
              ))}
            </div>
          </Section>
        )
      )}
    </div>
  );
}

function openTopics(workspace: ReturnType<typeof useWorkspace>, connection: Connection) {
  workspace.toggleExpanded(connection.id, true);
  workspace.open({ kind: "topics", connection: connection.id });
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.section}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

type FirstCardProps = { icon: ReactNode; title: string; text: string; action: ReactNode };

function FirstCard({ icon, title, text, action }: FirstCardProps) {
  return (
    <article className={styles.first}>
      <span className={styles.firstIcon}>{icon}</span>
      <h3>{title}</h3>
      <p>{text}</p>
      {action}
    </article>
  );
}

function ConnectionCard({ connection }: { connection: Connection }) {
  const workspace = useWorkspace();
  const cluster = useKnownCluster(connection.id);
  const link = linkOf(cluster, useStore(workspace.lost).has(connection.id));
  const topics = useTopicCount(connection.id, link === "open" || link === "lost");
  const age = useElapsed(topics?.at ?? null, 10_000);
  const { reconnect, stop, since } = useConnect(connection.id);
  const elapsed = useElapsed(link === "opening" ? since : null);
  const entries = useConnectionEntries();
  return (
    <article className={styles.card} aria-label={connection.name}>
      <header>
        <Dot state={LINK_DOT[link]} />
        <h3>{connection.name}</h3>
        {connection.embedded && <Tag>embedded</Tag>}
        {connection.production && <Tag tone="error">production</Tag>}
        {connection.readOnly && <Tag>read-only</Tag>}
      </header>
      <p className={styles.where} data-selectable>
        {connection.embedded ? "in this app" : connection.bootstrap}
      </p>
      <p className={styles.quiet}>
        {LINK_WORD[link]} · {securityName(connection.security)}
        {cluster.data && ` · ${count(cluster.data.brokers.length, "broker")}`}
        {topics && ` · ${count(topics.count, "topic")}`}
        {topics && age > OLD_MS && `, counted ${duration(age)} ago`}
        {elapsed > 1000 && ` · ${duration(elapsed)}`}
      </p>
      {cluster.error && link === "failed" && (
        <p className={styles.error} title={cluster.error.hint ?? undefined}>
          {cluster.error.message}
        </p>
      )}
      <footer>
        <Button icon={List} onPress={() => openTopics(workspace, connection)}>
          Topics
        </Button>
        <Button
          icon={Users}
          onPress={() => {
            workspace.toggleExpanded(connection.id, true);
            workspace.open({ kind: "groups", connection: connection.id });
          }}
        >
          Groups
        </Button>
        {link === "failed" && <Button onPress={reconnect}>Try again</Button>}
        {elapsed > LONG_MS && <Button onPress={() => void stop()}>Stop</Button>}
        <MenuButton label={`Actions for ${connection.name}`} entries={entries(connection, link).slice(2)}>
          <Button look="quiet" opens aria-label={`More for ${connection.name}`}>
            More
          </Button>
        </MenuButton>
      </footer>
    </article>
  );
}
