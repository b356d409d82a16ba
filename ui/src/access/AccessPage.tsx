import { KeyRound, Lock, Plus } from "lucide-react";
import { useDeferredValue, useMemo, useRef, useState } from "react";
import { useCommands } from "../app/commands";
import { useWorkspace } from "../app/workspace";
import type { AclFilter, AclResource } from "../bindings";
import { Connecting } from "../connections/Connecting";
import { useCluster, useConnection } from "../connections/queries";
import { Button } from "../kit/Button";
import { Empty } from "../kit/Empty";
import { Choice, FilterField } from "../kit/Field";
import styles from "./AccessPage.module.css";
import { AclGrid } from "./AclGrid";
import { PrincipalTag } from "./PrincipalTag";

const RESOURCES: { id: AclResource | "any"; name: string }[] = [
  { id: "any", name: "With anything" },
  { id: "topic", name: "With topics" },
  { id: "group", name: "With consumer groups" },
  { id: "cluster", name: "With the cluster" },
  { id: "transactionalId", name: "With transactional ids" },
];

/** Who may do what in a cluster. */
export function AccessPage({ connection }: { connection: string }) {
  const workspace = useWorkspace();
  const known = useConnection(connection);
  const cluster = useCluster(connection);
  const [search, setSearch] = useState("");
  const [resource, setResource] = useState<AclResource | "any">("any");
  const [principal, setPrincipal] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const words = useDeferredValue(search);
  const filter = useMemo(
    (): AclFilter => ({
      resource: resource === "any" ? null : resource,
      name: null,
      principal,
      search: words,
    }),
    [resource, principal, words],
  );
  const add = () => workspace.overlay.set({ kind: "addAccess", connection, topic: null, principal });
  useCommands([
    {
      id: "access.search",
      title: "Search access rights",
      group: "Access",
      keys: ["/"],
      run: () => field.current?.focus(),
    },
  ]);
  const clear = () => {
    setSearch("");
    setResource("any");
    setPrincipal(null);
  };
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1 className={styles.title}>Access</h1>
        <span className={styles.of}>{known?.name ?? connection}</span>
        <Button icon={known?.readOnly ? Lock : Plus} isDisabled={!cluster.isSuccess} onPress={add}>
          Add access…
        </Button>
      </header>
      {cluster.isSuccess ? (
        <AclGrid
          connection={connection}
          known={known}
          filter={filter}
          onPrincipal={setPrincipal}
          onAdd={add}
          fields={
            <>
              <div className={styles.search}>
                <FilterField
                  label="Search access rights"
                  placeholder="Search who, what and names"
                  value={search}
                  onChange={setSearch}
                  inputRef={field}
                  keys="/"
                />
              </div>
              <div className={styles.resource}>
                <Choice
                  label="With what"
                  hideLabel
                  value={resource}
                  options={RESOURCES}
                  onChange={(next) => setResource(next)}
                />
              </div>
              <PrincipalTag principal={principal} onClear={() => setPrincipal(null)} />
            </>
          }
          empty={
            <Empty
              icon={KeyRound}
              title="No entry is like that"
              action={<Button onPress={clear}>Show all entries</Button>}
            >
              The search, what it is about or the name hides the others.
            </Empty>
          }
        />
      ) : (
        <Connecting connection={connection} />
      )}
    </div>
  );
}
