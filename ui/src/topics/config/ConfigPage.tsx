import { CirclePause, RefreshCw, SlidersHorizontal } from "lucide-react";
import { useRef, useState } from "react";
import { useCommands } from "../../app/commands";
import { useConnection } from "../../connections/queries";
import { Denied } from "../../groups/GrantNote";
import { backend } from "../../ipc/backend";
import { isUnanswered } from "../../ipc/failure";
import { Button, IconButton } from "../../kit/Button";
import { Empty } from "../../kit/Empty";
import { FilterField } from "../../kit/Field";
import { ErrorNote } from "../../kit/Note";
import { count, duration } from "../../kit/numbers";
import { useStore } from "../../kit/store";
import { Switch } from "../../kit/Toggle";
import { useElapsed } from "../../kit/useElapsed";
import { Waiting } from "../../kit/Waiting";
import type { TopicSession } from "../../messages/TopicSession";
import { useTopicConfigs } from "../queries";
import styles from "./ConfigPage.module.css";
import { PendingSettings } from "./PendingSettings";
import { SettingsTable } from "./SettingsTable";
import { pendingOf, withSetting } from "./settingsDraft";

/** What a topic is set to, where each value comes from and what it means; changed with a diff before it is applied. */
export function ConfigPage({ session }: { session: TopicSession }) {
  const { connection, topic } = session;
  const known = useConnection(connection);
  const draft = useStore(session.settings);
  const [search, setSearch] = useState("");
  const [onlyOwn, setOnlyOwn] = useState(false);
  const [asks, setAsks] = useState(true);
  const [openedAt, setOpenedAt] = useState(Date.now);
  const field = useRef<HTMLInputElement>(null);
  const { data, error, dataUpdatedAt, isFetching, refetch } = useTopicConfigs(connection, topic, asks);
  const lost = useStore(backend.unreachable).has(connection);
  const ask = () => {
    setOpenedAt(Date.now());
    if (asks) void refetch();
    else setAsks(true);
  };
  useCommands([
    {
      id: "config.refresh",
      title: "Ask the brokers again",
      group: "Topics",
      keys: ["F5", "mod+r"],
      run: ask,
    },
    {
      id: "config.search",
      title: "Search settings",
      group: "Topics",
      keys: ["/"],
      run: () => field.current?.focus(),
    },
  ]);
  if (!data) {
    if (error?.code === "forbidden" && error.details !== null)
      return <Denied message={error.message} grant={error.details} />;
    if (error) {
      return (
        <div className={styles.failure}>
          <ErrorNote failure={error} action={<Button onPress={ask}>Try again</Button>} />
        </div>
      );
    }
    return asks ? (
      <Waiting what="Asking the brokers" since={openedAt} onStop={() => setAsks(false)} />
    ) : (
      <Empty icon={CirclePause} title="Stopped" action={<Button onPress={ask}>Ask again</Button>}>
        The brokers were not heard to the end.
      </Empty>
    );
  }
  const own = data.filter(({ source }) => source === "topic").length;
  const pending = pendingOf(data, draft);
  const words = search.toLowerCase().split(/\s+/);
  const shown = data.filter(({ name, value, doc, source }) => {
    if (onlyOwn && source !== "topic" && !pending.some(({ row }) => row.name === name)) return false;
    const text = `${name} ${value ?? ""} ${doc ?? ""}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return (
    <>
      <div className={styles.bar}>
        <FilterField
          label="Search settings"
          placeholder="Search by name, value or meaning"
          value={search}
          onChange={setSearch}
          inputRef={field}
          keys="/"
        />
        <Switch isSelected={onlyOwn} onChange={setOnlyOwn}>
          Only set here ({own})
        </Switch>
        <span className={styles.figures}>{count(data.length, "setting")}</span>
        <Age at={dataUpdatedAt} asking={isFetching} />
        <IconButton label="Refresh" tip="Ask the brokers again" keys="F5" icon={RefreshCw} onPress={ask} />
      </div>
      {error && !(lost && isUnanswered(error)) && (
        <ErrorNote failure={error} banner action={<Button onPress={ask}>Try again</Button>} />
      )}
      {shown.length > 0 ? (
        <div className={styles.table}>
          <SettingsTable
            rows={shown}
            draft={draft}
            connection={known}
            dimmed={lost}
            onDraft={(next) => session.settings.set(next)}
          />
        </div>
      ) : search.trim() === "" ? (
        <Empty
          icon={SlidersHorizontal}
          title="Nothing is set for this topic"
          action={<Button onPress={() => setOnlyOwn(false)}>Show all settings</Button>}
        >
          All that counts for it are the defaults of the brokers.
        </Empty>
      ) : (
        <Empty
          icon={SlidersHorizontal}
          title={`No setting with “${search.trim()}”`}
          action={<Button onPress={() => setSearch("")}>Clear the search</Button>}
        >
          {onlyOwn && "Only those that are set for this topic were searched."}
        </Empty>
      )}
      {pending.length > 0 && (
        <PendingSettings
          connection={connection}
          topic={topic}
          pending={pending}
          readOnly={known?.readOnly ?? false}
          onDrop={(name) => session.settings.set(withSetting(draft, name, undefined))}
          onDiscard={() => session.settings.set({})}
        />
      )}
    </>
  );
}

/** How old the values are. */
function Age({ at, asking }: { at: number; asking: boolean }) {
  const age = useElapsed(at, 1000);
  const words = asking ? "asking the brokers…" : age < 2000 ? "just now" : `${duration(age)} ago`;
  return <span className={styles.figures}>{words}</span>;
}
