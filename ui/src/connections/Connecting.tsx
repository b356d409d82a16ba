import { Unplug } from "lucide-react";
import { useWorkspace } from "../app/workspace";
import { Button } from "../kit/Button";
import { Empty } from "../kit/Empty";
import { ErrorNote } from "../kit/Note";
import { Waiting } from "../kit/Waiting";
import styles from "./Connecting.module.css";
import { useCluster, useConnect, useConnections } from "./queries";

/** Stands in for what needs an open connection, until there is one. */
export function Connecting({ connection }: { connection: string }) {
  const workspace = useWorkspace();
  const { data: connections } = useConnections();
  const known = connections?.find(({ id }) => id === connection);
  const cluster = useCluster(connection);
  const { reconnect: connect, stop, since } = useConnect(connection);
  const name = known?.name ?? "the cluster";
  if (connections && !known) {
    return (
      <Empty
        icon={Unplug}
        title="This connection was deleted"
        action={
          <Button onPress={() => workspace.close(workspace.settings.get().activeTab)}>Close tab</Button>
        }
      >
        The cluster itself was not touched.
      </Empty>
    );
  }
  if (cluster.error && !cluster.isFetching) {
    return (
      <div className={styles.failure}>
        <ErrorNote
          failure={cluster.error}
          action={
            <>
              {known && !known.embedded && (
                <Button onPress={() => workspace.overlay.set({ kind: "connection", edit: known })}>
                  Edit…
                </Button>
              )}
              <Button onPress={connect}>Try again</Button>
            </>
          }
        />
      </div>
    );
  }
  if (!cluster.isFetching) {
    return (
      <Empty
        icon={Unplug}
        title={`Not connected to ${name}`}
        action={<Button onPress={connect}>Connect</Button>}
      />
    );
  }
  return <Waiting what={`Connecting to ${name}`} since={since} onStop={() => void stop()} />;
}
