import { Copy, List } from "lucide-react";
import { useDeferredValue, useEffect, useRef, useState } from "react";
import { useWorkspace } from "../app/workspace";
import type { TopicQuery } from "../bindings";
import { useCluster } from "../connections/queries";
import { toFailed } from "../ipc/failure";
import { Button } from "../kit/Button";
import { copy } from "../kit/clipboard";
import { Dialog } from "../kit/Dialog";
import { FilterField } from "../kit/Field";
import { ErrorNote } from "../kit/Note";
import { count } from "../kit/numbers";
import { Waiting } from "../kit/Waiting";
import styles from "./GroupDialog.module.css";
import { useTopicPage } from "./queries";

type Props = { connection: string; group: string; onClose(): void };

const SHOWN = 8;

/** Chooses the topic that is read from a consumer group's position. */
export function GroupDialog({ connection, group, onClose }: Props) {
  const workspace = useWorkspace();
  const [search, setSearch] = useState("");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const [openedAt] = useState(Date.now);
  const query: TopicQuery = {
    search: useDeferredValue(search),
    sort: "name",
    descending: false,
    internal: false,
  };
  const cluster = useCluster(connection);
  const page = useTopicPage(connection, query, 0, cluster.isSuccess);
  const shown = page.data?.rows.slice(0, SHOWN) ?? [];
  const read = (topic: string | undefined) => {
    if (topic === undefined) return;
    onClose();
    workspace.read({ connection, topic }, { start: { kind: "group", group }, until: null });
  };
  return (
    <Dialog
      title={`Consumer group ${group}`}
      onClose={onClose}
      width={480}
      dismissable
      footer={
        <>
          <Button
            icon={Copy}
            onPress={() => {
              copy(Promise.resolve(group)).catch((thrown) => workspace.say("error", toFailed(thrown)));
            }}
          >
            Copy the name
          </Button>
          <Button look="quiet" onPress={onClose}>
            Close
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        <p>
          Choose the topic to read from where this group stands. The group is only asked for its position:
          nothing joins it, nothing is changed.
        </p>
        <div className={styles.search}>
          <FilterField
            label="Search topics"
            placeholder="Search topics"
            value={search}
            onChange={setSearch}
            inputRef={field}
            onEnter={() => read(shown[0]?.name)}
          />
        </div>
        {page.error && (
          <ErrorNote
            failure={page.error}
            action={<Button onPress={() => void page.refetch()}>Try again</Button>}
          />
        )}
        {!page.data && !page.error && <Waiting what="Asking the brokers" since={openedAt} />}
        {page.data?.matching === 0 && (
          <p role="status">
            No topic is called like “{search}”. {count(page.data.total, "topic")} searched.
          </p>
        )}
        <ul className={styles.topics}>
          {shown.map(({ name }) => (
            <li key={name}>
              <button type="button" className={styles.topic} onClick={() => read(name)}>
                <List size={14} aria-hidden />
                <span>{name}</span>
              </button>
            </li>
          ))}
        </ul>
        {page.data && page.data.matching > shown.length && (
          <p className={styles.more}>
            {count(page.data.matching - shown.length, "more topic")}: search for it.
          </p>
        )}
      </div>
    </Dialog>
  );
}
