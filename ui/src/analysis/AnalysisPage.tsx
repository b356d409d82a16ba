import { useQuery } from "@tanstack/react-query";
import { ChartNoAxesColumn, CircleStop, Microscope } from "lucide-react";
import { useState } from "react";
import { useSettings, useWorkspace } from "../app/workspace";
import type { Analysis } from "../bindings";
import { backend } from "../ipc/backend";
import { toFailed } from "../ipc/failure";
import { jobProgress, progressText, share } from "../jobs/jobText";
import { ProgressBar } from "../jobs/ProgressBar";
import { Button } from "../kit/Button";
import { Empty } from "../kit/Empty";
import { ErrorNote } from "../kit/Note";
import { count, grouped, short } from "../kit/numbers";
import { useStore } from "../kit/store";
import { Segmented } from "../kit/Toggle";
import { clock, zoneName } from "../kit/times";
import type { TopicSession } from "../messages/TopicSession";
import styles from "./AnalysisPage.module.css";
import { PartCard } from "./PartCard";
import { percent } from "./percent";
import { SharesTable } from "./SharesTable";

const AGAIN_MS = 500;
const SAMPLES = ["10000", "100000", "1000000"] as const;
type Size = (typeof SAMPLES)[number];

/** What the newest messages of a topic are like: sizes, formats, keys, headers, and their spread over the partitions. */
export function AnalysisPage({ session }: { session: TopicSession }) {
  const workspace = useWorkspace();
  const { analysis: id } = useStore(session.state);
  const [size, setSize] = useState<Size>("10000");
  const [starting, setStarting] = useState(false);
  const job = useStore(workspace.jobs).find((job) => job.id === id);
  const running = job?.state.kind === "running";
  const { data, error } = useQuery({
    // Once more when it is over.
    queryKey: ["analysis", id, running],
    queryFn: () => backend.analysis(id ?? -1),
    enabled: id !== null,
    refetchInterval: running ? AGAIN_MS : false,
    placeholderData: (before) => before,
  });
  const start = async () => {
    setStarting(true);
    try {
      session.state.update({
        analysis: await backend.startAnalysis(session.connection, session.topic, Number(size)),
      });
    } catch (thrown) {
      workspace.say("error", toFailed(thrown));
    } finally {
      setStarting(false);
    }
  };
  const stop = (id: number) =>
    backend.stopJob(id).catch((thrown) => workspace.say("error", toFailed(thrown)));
  return (
    <div className={styles.page}>
      <div className={styles.bar}>
        <span>The newest</span>
        <Segmented<Size>
          label="Messages of the sample"
          value={size}
          options={SAMPLES.map((id): { id: Size; name: string } => ({ id, name: short(id) }))}
          onChange={setSize}
        />
        <span>messages</span>
        {running ? (
          <Button icon={CircleStop} onPress={() => void stop(job.id)}>
            Stop
          </Button>
        ) : (
          <Button look="primary" icon={ChartNoAxesColumn} isDisabled={starting} onPress={() => void start()}>
            {id === null ? "Analyse" : "Analyse again"}
          </Button>
        )}
        {running && (
          <div className={styles.progress}>
            <ProgressBar label="Read" share={share(jobProgress(job))} />
            <span>{progressText(jobProgress(job))}</span>
          </div>
        )}
      </div>
      {job?.state.kind === "failed" && <ErrorNote failure={job.state.failure} banner />}
      {error && <ErrorNote failure={error} banner />}
      {data && data.read > 0 ? (
        <Findings data={data} />
      ) : (
        !running && (
          <Empty icon={Microscope} title={data ? "There is nothing to look at" : "What is in this topic?"}>
            {data
              ? "The topic holds no messages."
              : "Sizes, formats, keys, headers and the spread over the partitions, from the newest messages of each partition. The sample is read as a job, which can be stopped, and joins no group."}
          </Empty>
        )
      )}
    </div>
  );
}

function Findings({ data }: { data: Analysis }) {
  const { zone } = useSettings();
  const { read, spanned, times, keys, key, headers } = data;
  const keyed = read - key.nulls;
  return (
    <div className={styles.findings}>
      <p className={styles.summary}>
        <b>{count(read, "message")}</b> of {grouped(spanned)}, the newest of each partition
        {times && `, from ${clock(times[0], zone)} to ${clock(times[1], zone)} ${zoneName(zone)}`}.{" "}
        {keyed > 0 && `${count(keys, "different key")}.`}
      </p>
      <div className={styles.cards}>
        <PartCard title="Key" part={data.key} read={read} />
        <PartCard title="Value" part={data.value} read={read} nullWord="tombstone" />
      </div>
      <section className={styles.card} aria-label="Partitions">
        <h2>Partitions</h2>
        <SharesTable partitions={data.partitions} />
      </section>
      {headers.length > 0 && (
        <section className={styles.card} aria-label="Headers">
          <h2>Headers</h2>
          <ul className={styles.headers}>
            {headers.map(({ name, count }) => (
              <li key={name}>
                <code>{name}</code> <span>{percent(count, read)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
