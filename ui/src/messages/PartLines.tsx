import { useMemo } from "react";
import type { Form, MessageDetail, Part } from "../bindings";
import { backend } from "../ipc/backend";
import { Store } from "../kit/store";
import { LineSource } from "./LineSource";
import { LinesView } from "./LinesView";
import type { TopicSession } from "./TopicSession";

type PartLinesProps = {
  session: TopicSession;
  view: number;
  row: number;
  detail: MessageDetail;
  part: Part;
  form: Form;
  label: string;
};

/** A part of a message as lines; what is folded in it is remembered with the message. */
export function PartLines({ session, view, row, detail, part, form, label }: PartLinesProps) {
  const { partition, offset } = detail;
  const header = typeof part === "object" ? part.header : null;
  const name = typeof part === "object" ? null : part;
  const source = useMemo(() => {
    const of: Part = header !== null ? { header } : (name ?? "value");
    const key = `${partition}:${offset}:${header ?? name}:${form}`;
    const folds = session.folds.get(key) ?? new Store<readonly number[]>([]);
    session.folds.set(key, folds);
    return new LineSource(
      (closed, from, count) => backend.messageLines(view, row, of, form, closed, from, count),
      folds,
    );
  }, [session, view, row, partition, offset, header, name, form]);
  return <LinesView source={source} label={label} />;
}
