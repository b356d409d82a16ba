import { backend } from "../ipc/backend";
import { SaveFile } from "../jobs/SaveFile";

/** Writes where a group stands into a file. */
export function ExportGroup(props: { connection: string; group: string; onClose(): void }) {
  const { connection, group, onClose } = props;
  return (
    <SaveFile
      title={`Export ${group}`}
      about="A line for each partition, as CSV: committed, first and end offset, lag, member and host, as they are when it is written."
      placeholder="/home/me/settlement-service.csv"
      what={`The group ${group}`}
      propose={() => backend.exportDefaults(connection, group, "csv")}
      write={(path, replace) => backend.exportGroup(connection, group, path, replace)}
      onClose={onClose}
    />
  );
}
