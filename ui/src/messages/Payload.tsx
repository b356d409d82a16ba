import type { Form, MessageDetail, PartInfo } from "../bindings";
import { Empty } from "../kit/Empty";
import { Tag } from "../kit/Tag";
import { Segmented } from "../kit/Toggle";
import styles from "./Inspector.module.css";
import { PartLines } from "./PartLines";
import type { TopicSession } from "./TopicSession";

type PayloadProps = {
  session: TopicSession;
  view: number;
  row: number;
  detail: MessageDetail;
  part: "key" | "value";
  info: PartInfo;
  form: Form;
  onForm(form: Form): void;
  finding: boolean;
  onFinding(finding: boolean): void;
};

const FORMS: readonly { id: Form; name: string }[] = [
  { id: "auto", name: "Auto" },
  { id: "text", name: "Text" },
  { id: "hex", name: "Hex" },
];

/** A key or a value as lines, or what it is in place of bytes. */
export function Payload({ info, form, onForm, ...rest }: PayloadProps) {
  const { part } = rest;
  if (info.shape === "null") {
    return part === "value" ? (
      <Empty title="Tombstone">The value is null: compaction deletes this key.</Empty>
    ) : (
      <Empty title="Null key">The message was written without a key.</Empty>
    );
  }
  if (info.shape === "empty") return <Empty title={`Empty ${part}`}>It is there, and has no bytes.</Empty>;
  return (
    <>
      <div className={styles.forms}>
        <Segmented label="Shown as" small value={form} options={FORMS} onChange={onForm} />
        <Tag>{info.shape === "json" ? "JSON" : info.shape}</Tag>
      </div>
      <PartLines key={form} {...rest} form={form} label={part === "key" ? "Key" : "Value"} />
    </>
  );
}
