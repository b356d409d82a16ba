import { useState } from "react";
import { Form } from "react-aria-components";
import type { TopicView, Zone } from "../bindings";
import { Button } from "../kit/Button";
import { Panel } from "../kit/Panel";
import { Segmented, Switch } from "../kit/Toggle";
import styles from "./RangePicker.module.css";
import { type RangeFields as Fields, parseRange, problemAt, type RangeProblem, rangeFields } from "./range";
import { StartFields } from "./StartFields";
import { UntilFields } from "./UntilFields";
import { rangeText } from "./view";

type Props = {
  connection: string;
  view: TopicView;
  zone: Zone;
  open: { is: boolean; set(open: boolean): void };
  /** Resolves to what is wrong with the range, or to null once it is read. */
  onApply(change: Partial<TopicView>): Promise<string | null>;
};

/** The button that says what is read, and the popover that changes it. */
export function RangePicker(props: Props) {
  const { view, zone } = props;
  const text = rangeText(view, zone);
  const order = view.order === "newest" ? "newest first" : "oldest first";
  const extra = [view.latestPerKey && "latest per key", view.uncommitted && "uncommitted"].filter(Boolean);
  return (
    <Panel
      label="Range"
      width={380}
      open={props.open}
      trigger={
        <Button opens aria-label={`Start: ${[text, order, ...extra].join(", ")}`}>
          <span className={styles.what}>{view.latestPerKey ? "Table" : "From"}</span>{" "}
          <span className={styles.text}>{text}</span>
          {view.uncommitted && <span className={styles.what}>uncommitted</span>}
        </Button>
      }
    >
      {(close) => <RangeForm {...props} onDone={close} />}
    </Panel>
  );
}

const ORDERS = [
  { id: "newest", name: "Newest first" },
  { id: "oldest", name: "Oldest first" },
] as const;

function RangeForm({ connection, view, zone, onApply, onDone }: Props & { onDone(): void }) {
  const [fields, setFields] = useState<Fields>(() => rangeFields(view));
  const [problem, setProblem] = useState<RangeProblem | null>(null);
  const [busy, setBusy] = useState(false);
  const change = (part: Partial<Fields>) => {
    setFields({ ...fields, ...part });
    setProblem(null);
  };
  const apply = async () => {
    const parsed = parseRange(fields, zone === "utc");
    if ("problem" in parsed) {
      setProblem(parsed);
      return;
    }
    setBusy(true);
    const refused = await onApply(parsed);
    setBusy(false);
    setProblem(refused === null ? null : { at: problemAt(refused, parsed), problem: refused });
    if (refused === null) onDone();
  };
  const problemOf = (at: RangeProblem["at"]) => (problem?.at === at ? problem.problem : null);
  return (
    <Form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void apply();
      }}
    >
      <StartFields
        connection={connection}
        zone={zone}
        fields={fields}
        problem={problemOf("start")}
        onChange={change}
      />
      <UntilFields zone={zone} fields={fields} problem={problemOf("until")} onChange={change} />
      <div className={styles.line}>
        <span className={styles.legend}>Order</span>
        <Segmented
          label="Order"
          small
          value={fields.order}
          options={ORDERS}
          onChange={(order) => change({ order })}
        />
      </div>
      <div className={styles.switches}>
        <Switch isSelected={fields.latestPerKey} onChange={(latestPerKey) => change({ latestPerKey })}>
          Latest per key
          <span className={styles.note}>the topic as a table</span>
        </Switch>
        <Switch isSelected={fields.uncommitted} onChange={(uncommitted) => change({ uncommitted })}>
          Read uncommitted
          <span className={styles.note}>open and aborted transactions too</span>
        </Switch>
      </div>
      <div className={styles.actions}>
        <Button look="quiet" onPress={onDone}>
          Cancel
        </Button>
        <Button look="primary" type="submit" isPending={busy}>
          Read
        </Button>
      </div>
    </Form>
  );
}
