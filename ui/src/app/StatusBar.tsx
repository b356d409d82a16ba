import { Lock, LockOpen, Monitor, Moon, Rows3, Rows4, Sun } from "lucide-react";
import { Button as AriaButton, Tooltip, TooltipTrigger } from "react-aria-components";
import type { Connection, Theme } from "../bindings";
import { useSetReadOnly } from "../connections/actions";
import {
  LINK_DOT,
  LINK_WORD,
  linkOf,
  securityName,
  useConnection,
  useKnownCluster,
} from "../connections/queries";
import { JobsStatus } from "../jobs/JobsStatus";
import { bytes, count, grouped } from "../kit/numbers";
import { useStore } from "../kit/store";
import { Dot } from "../kit/Tag";
import { zoneName } from "../kit/times";
import type { LiveView } from "../messages/LiveView";
import { droppedText } from "../messages/status";
import type { TopicSession } from "../messages/TopicSession";
import styles from "./StatusBar.module.css";
import { useSettings, useWorkspace } from "./workspace";

const THEMES: readonly { id: Theme; name: string; icon: typeof Sun }[] = [
  { id: "system", name: "Theme: as the system", icon: Monitor },
  { id: "light", name: "Theme: light", icon: Sun },
  { id: "dark", name: "Theme: dark", icon: Moon },
];

/** What the active tab runs on, and the switches that hold everywhere. */
export function StatusBar() {
  const workspace = useWorkspace();
  const settings = useSettings();
  const { tab } = workspace;
  const connection = useConnection(tab.kind === "home" ? null : tab.connection);
  const session = tab.kind === "topic" ? workspace.session(tab) : null;
  const theme = THEMES.findIndex(({ id }) => id === settings.theme);
  const { name, icon: ThemeIcon } = THEMES[theme] ?? { name: "Theme", icon: Monitor };
  return (
    <footer className={styles.bar}>
      {connection ? <ConnectionStatus connection={connection} /> : <span />}
      {session && <SessionStatus session={session} />}
      <span className={styles.space} />
      <JobsStatus />
      {connection?.production && <span className={styles.production}>production</span>}
      {connection && <ReadOnlyLock connection={connection} />}
      <Switch
        label={
          settings.zone === "utc"
            ? "Times in UTC. Switch to local time"
            : "Times in local time. Switch to UTC"
        }
        onPress={() => workspace.update({ zone: settings.zone === "utc" ? "local" : "utc" })}
      >
        {zoneName(settings.zone)}
      </Switch>
      <Switch
        label={
          settings.compact
            ? "Compact rows. Switch to comfortable rows"
            : "Comfortable rows. Switch to compact rows"
        }
        onPress={() => workspace.update({ compact: !settings.compact })}
      >
        {settings.compact ? <Rows4 size={14} aria-hidden /> : <Rows3 size={14} aria-hidden />}
      </Switch>
      <Switch
        label={name}
        onPress={() => workspace.update({ theme: THEMES[(theme + 1) % THEMES.length]?.id ?? "system" })}
      >
        <ThemeIcon size={14} aria-hidden />
      </Switch>
    </footer>
  );
}

function Switch({ label, onPress, children }: { label: string; onPress(): void; children: React.ReactNode }) {
  return (
    <TooltipTrigger delay={500} closeDelay={50}>
      <AriaButton aria-label={label} className={styles.switch} onPress={onPress}>
        {children}
      </AriaButton>
      <Tooltip className={styles.tip} offset={6}>
        {label}
      </Tooltip>
    </TooltipTrigger>
  );
}

function ConnectionStatus({ connection }: { connection: Connection }) {
  const workspace = useWorkspace();
  const cluster = useKnownCluster(connection.id);
  const link = linkOf(cluster, useStore(workspace.lost).has(connection.id));
  return (
    <span className={styles.connection}>
      <Dot state={LINK_DOT[link]} label={LINK_WORD[link]} />
      <span title={connection.name}>
        {connection.name} · {cluster.data?.security ?? securityName(connection.security)}
        {cluster.data && ` · ${count(cluster.data.brokers.length, "broker")}`}
      </span>
    </span>
  );
}

function SessionStatus({ session }: { session: TopicSession }) {
  const { live } = useStore(session.state);
  return live && <LiveStatus live={live} />;
}

const STATE_WORD = {
  starting: "starting",
  asking: "waits for you",
  reading: "reading what is there",
  live: "at the end",
  full: "paused, store full",
  stopped: "stopped",
  ended: "read to the end",
  disconnected: "disconnected",
  failed: "failed",
} as const;

function LiveStatus({ live }: { live: LiveView }) {
  const { tick } = useStore(live.state);
  if (tick === null) return null;
  return (
    <>
      <span className={styles.item}>{count(tick.partitions, "partition")}</span>
      <span className={styles.item}>
        {grouped(Math.round(tick.rate))} msg/s · {STATE_WORD[tick.state.kind]}
      </span>
      <span className={styles.shrinking}>
        kept {bytes(tick.kept)} of {bytes(tick.limit)} · {droppedText(tick) ?? "nothing dropped"}
      </span>
    </>
  );
}

function ReadOnlyLock({ connection }: { connection: Connection }) {
  const workspace = useWorkspace();
  const setReadOnly = useSetReadOnly();
  const { readOnly } = connection;
  return (
    <Switch
      label={readOnly ? "Read-only. Allow writing…" : "Writing is allowed. Make read-only"}
      onPress={() =>
        readOnly
          ? workspace.overlay.set({ kind: "allowWriting", connection })
          : void setReadOnly(connection, true)
      }
    >
      {readOnly ? <Lock size={13} aria-hidden /> : <LockOpen size={13} aria-hidden />}
      {readOnly ? "read-only" : "writable"}
    </Switch>
  );
}
