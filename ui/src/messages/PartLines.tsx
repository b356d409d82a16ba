import { useMemo } from "react";
import type { Form, MessageDetail, Part } from "../bindings";
import { backend } from "../ipc/backend";
import { Store } from "../kit/store";
import { type Folds, LineSource } from "./LineSource";
import { LinesView } from "./LinesView";
import type { TopicSession } from "./TopicSession";
import { useLineActions } from "./useLineActions";

type PartLinesProps = {
  session: TopicSession;
  view: number;
  row: number;
  detail: MessageDetail;
  part: Part;
  form: Form;
  label: string;
  /** Something is looked for in the payload. */
  finding: boolean;
  onFinding(finding: boolean): void;
};

/** A part of a message as lines; what is folded in it is remembered with the message. */
export function PartLines(props: PartLinesProps) {
  const { session, view, row, detail, part, form, label } = props;
  const { partition, offset } = detail;
  const header = typeof part === "object" ? part.header : null;
  const name = typeof part === "object" ? null : part;
  const source = useMemo(() => {
    const of: Part = header !== null ? { header } : (name ?? "value");
    const key = `${partition}:${offset}:${header ?? name}:${form}`;
    const folds = session.folds.get(key) ?? new Store<Folds>(new Map());
    session.folds.set(key, folds);
    return new LineSource(
      (closed, width, from, count) => backend.messageLines(view, row, of, form, closed, width, from, count),
      folds,
    );
  }, [session, view, row, partition, offset, header, name, form]);
  const actions = useLineActions({ session, view, row, part, form });
  return (
    <LinesView
      source={source}
      label={label}
      actions={actions}
      finding={props.finding}
      onFinding={props.onFinding}
    />
  );
}
