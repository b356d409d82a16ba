import { KeyRound, Lock, Plus } from "lucide-react";
import { useMemo, useState } from "react";
import { useWorkspace } from "../app/workspace";
import type { AclFilter } from "../bindings";
import { useConnection } from "../connections/queries";
import { Button } from "../kit/Button";
import { Empty } from "../kit/Empty";
import { ErrorNote } from "../kit/Note";
import { AclGrid } from "./AclGrid";
import { PrincipalTag } from "./PrincipalTag";
import { useReaders } from "./queries";
import styles from "./TopicAccess.module.css";

/** Who may read a topic, in words, and all entries that concern it. */
export function TopicAccess({ connection, topic }: { connection: string; topic: string }) {
  const workspace = useWorkspace();
  const known = useConnection(connection);
  const readers = useReaders(connection, topic);
  const [principal, setPrincipal] = useState<string | null>(null);
  const filter = useMemo(
    (): AclFilter => ({ resource: "topic", name: topic, principal, search: "" }),
    [topic, principal],
  );
  const add = () => workspace.overlay.set({ kind: "addAccess", connection, topic, principal });
  return (
    <>
      {readers.data && (
        <section className={styles.readers} aria-label="Who may read it">
          <h2 className={styles.title}>Who may read it?</h2>
          <ul className={styles.list} data-selectable>
            {readers.data.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </section>
      )}
      {readers.error && readers.error.code !== "forbidden" && (
        <ErrorNote
          failure={readers.error}
          banner
          action={<Button onPress={() => void readers.refetch()}>Try again</Button>}
        />
      )}
      <AclGrid
        connection={connection}
        known={known}
        filter={filter}
        onPrincipal={setPrincipal}
        onAdd={add}
        fields={
          <>
            <Button icon={known?.readOnly ? Lock : Plus} onPress={add}>
              Add access…
            </Button>
            <PrincipalTag principal={principal} onClear={() => setPrincipal(null)} />
          </>
        }
        empty={
          <Empty icon={KeyRound} title="No entry concerns this topic">
            Not by its name, by the beginning of it, or for all topics.
          </Empty>
        }
      />
    </>
  );
}
