import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useSettings } from "../../app/workspace";
import type { PartitionName, ResetPlan } from "../../bindings";
import { useChange } from "../../changes/useChange";
import { useConnection } from "../../connections/queries";
import { backend } from "../../ipc/backend";
import { type Failed, toFailed } from "../../ipc/failure";
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

/** How often a reset that can't be done now is planned anew: its members may stop. */
const REFUSED_AGAIN_MS = 3_000;
/** What is typed is planned when the hand rests. */
const REST_MS = 350;

/** Shows what a reset of a group's offsets would do, and does it. */
export function ResetDialog({ connection, group, partitions, onClose }: Props) {
  const { zone } = useSettings();
  const [form, setForm] = useState<ResetForm>(() => firstForm(partitions));
  const [openedAt] = useState(Date.now);
  const detail = useGroup(connection, group, true);
  const readOnly = useConnection(connection)?.readOnly ?? false;
  const makeChange = useChange();
  const [failure, setFailure] = useState<Failed | null>(null);
  const [applying, setApplying] = useState(false);
  const change = (part: Partial<ResetForm>) => {
    setForm({ ...form, ...part });
    setFailure(null);
  };
  const asked = useMemo(() => resetOf(form, zone), [form, zone]);
  const reset = useSettled(typeof asked === "string" ? null : asked, REST_MS);
  const {
    data: plan,
    error,
    isFetching,
    isPlaceholderData,
    refetch,
  } = useQuery({
    queryKey: ["planReset", connection, group, reset],
    queryFn: () => (reset === null ? null : backend.planReset(connection, group, reset)),
    enabled: reset !== null,
    placeholderData: keepPreviousData,
    gcTime: 0,
    refetchInterval: ({ state }) => (state.data?.refused ? REFUSED_AGAIN_MS : false),
  });
  const known = detail.data?.partitions ?? [];
  const isTextWrong = error?.code === "invalid" && FIELDS[form.to] !== null;
  const shown = reset === null || error ? null : (plan ?? null);
  const isCurrent = shown !== null && !isPlaceholderData && reset === asked;
  const why = whyNot(shown, readOnly);
  const apply = async () => {
    if (shown === null || !isCurrent || why !== null || applying) return;
    setApplying(true);
    setFailure(null);
    try {
      const made = await makeChange((confirm) => backend.applyReset(connection, group, shown, confirm));
      if (made !== null) onClose();
    } catch (thrown) {
      setFailure(toFailed(thrown));
      void refetch();
    } finally {
      setApplying(false);
    }
  };
  return (
    <Dialog
      title={`Reset offsets of ${group}`}
      onClose={onClose}
      width={1000}
      footer={
        <>
          <span className={styles.why}>
            {why ?? (shown === null ? "" : "Nothing is changed before you reset. It can be taken back.")}
          </span>
          <Button look="quiet" onPress={onClose}>
            Cancel
          </Button>
          <Button
            look="danger"
            isPending={applying}
            isDisabled={!isCurrent || why !== null}
            onPress={() => void apply()}
          >
            {applying ? "Resetting…" : "Reset offsets"}
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
              {failure && <ErrorNote failure={failure} />}
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

/** Why a plan can't be carried out, in a few words; null where it can, or there is none yet. */
function whyNot(plan: ResetPlan | null, readOnly: boolean): string | null {
  if (readOnly) return "This connection is read-only.";
  if (plan === null) return null;
  if (plan.members.length > 0) return "Stop the members first: it is looked at again by itself.";
  if (plan.refused !== null) return "It can't be reset now.";
  return movesOf(plan) === 0 ? "Nothing would move." : null;
}

function movesOf({ rows }: ResetPlan): number {
  return rows.filter(({ from, to }) => to !== null && to !== from).length;
}

/** The plan in a line, and why it can't be done now. */
function Sum({ plan }: { plan: ResetPlan }) {
  const moving = movesOf(plan);
  return (
    <>
      {plan.refused !== null && <Note tone="warn" message={plan.refused} />}
      <p className={styles.sum}>
        <span>
          <b>{grouped(moving)}</b> of {count(plan.rows.length, "partition")} {moving === 1 ? "moves" : "move"}
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
