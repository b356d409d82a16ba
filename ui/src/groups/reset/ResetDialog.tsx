import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useSettings } from "../../app/workspace";
import type { PartitionName, ResetPlan } from "../../bindings";
import { backend } from "../../ipc/backend";
import { Button } from "../../kit/Button";
import { Dialog } from "../../kit/Dialog";
import { ErrorNote, Note } from "../../kit/Note";
import { count, grouped } from "../../kit/numbers";
import { Waiting } from "../../kit/Waiting";
import { useGroup } from "../queries";
import { PlanTable } from "./PlanTable";
import styles from "./ResetDialog.module.css";
import { FIELDS, firstForm, type ResetForm, resetOf } from "./resetForm";
import { PartitionsField, TopicsField } from "./ScopeFields";
import { TargetFields } from "./TargetFields";
import { useSettled } from "./useSettled";

type Props = {
  connection: string;
  group: string;
  /** Chosen already; null: all. */
  partitions: readonly PartitionName[] | null;
  onClose(): void;
};

/** What is typed is planned when the hand rests. */
const REST_MS = 350;

/** Shows what a reset of a group's offsets would do. */
export function ResetDialog({ connection, group, partitions, onClose }: Props) {
  const { zone } = useSettings();
  const [form, setForm] = useState<ResetForm>(() => firstForm(partitions));
  const [openedAt] = useState(Date.now);
  const detail = useGroup(connection, group, true);
  const change = (part: Partial<ResetForm>) => setForm({ ...form, ...part });
  const asked = useMemo(() => resetOf(form, zone), [form, zone]);
  const reset = useSettled(typeof asked === "string" ? null : asked, REST_MS);
  const {
    data: plan,
    error,
    isFetching,
    refetch,
  } = useQuery({
    queryKey: ["planReset", connection, group, reset],
    queryFn: () => (reset === null ? null : backend.planReset(connection, group, reset)),
    enabled: reset !== null,
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
  const known = detail.data?.partitions ?? [];
  const isTextWrong = error?.code === "invalid" && FIELDS[form.to] !== null;
  const shown = reset === null || error ? null : (plan ?? null);
  return (
    <Dialog
      title={`Reset offsets of ${group}`}
      onClose={onClose}
      width={1000}
      footer={
        <>
          <span className={styles.why}>Nothing is changed: this shows what a reset would do.</span>
          <Button look="quiet" onPress={onClose}>
            Close
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        <TargetFields
          connection={connection}
          group={group}
          form={form}
          problem={isTextWrong ? [error.message, error.hint].filter(Boolean).join(" ") : null}
          onChange={change}
        />
        {form.of === "topics" && <TopicsField form={form} known={known} onChange={change} />}
        {form.of === "partitions" && <PartitionsField form={form} known={known} onChange={change} />}
        <section className={styles.plan} aria-label="What it would do" aria-busy={isFetching}>
          {shown ? (
            <>
              <Sum plan={shown} />
              <PlanTable plan={shown} />
            </>
          ) : error && !isTextWrong ? (
            <ErrorNote failure={error} action={<Button onPress={() => void refetch()}>Try again</Button>} />
          ) : isFetching ? (
            <Waiting what="Asking the brokers" since={openedAt} />
          ) : (
            <p className={styles.missing}>{typeof asked === "string" ? asked : ""}</p>
          )}
        </section>
      </div>
    </Dialog>
  );
}

/** The plan in a line, and why it can't be done now. */
function Sum({ plan }: { plan: ResetPlan }) {
  const moving = plan.rows.filter(({ from, to }) => to !== null && to !== from).length;
  return (
    <>
      {plan.refused !== null && <Note tone="warn" message={plan.refused} />}
      <p className={styles.sum}>
        <span>
          <b>{grouped(moving)}</b> of {count(plan.rows.length, "partition")} move
        </span>
        <span>
          <b>{grouped(plan.again)}</b> {plan.again === "1" ? "message" : "messages"} read again
        </span>
        <span data-tone={plan.skipped === "0" ? undefined : "warn"}>
          <b>{grouped(plan.skipped)}</b> skipped
        </span>
        {plan.lost !== "0" && (
          <span data-tone="error">
            <b>{grouped(plan.lost)}</b> lost: retention has taken them before they were read
          </span>
        )}
      </p>
    </>
  );
}
