import { useQuery } from "@tanstack/react-query";
import { PinOff, X } from "lucide-react";
import { useState } from "react";
import { useSettings } from "../app/workspace";
import type { ComparedField, Comparison, Zone } from "../bindings";
import { backend } from "../ipc/backend";
import { Button, IconButton } from "../kit/Button";
import { Empty } from "../kit/Empty";
import { ErrorNote, Note } from "../kit/Note";
import { count, grouped } from "../kit/numbers";
import { useStore } from "../kit/store";
import { Switch } from "../kit/Toggle";
import { fullMoment } from "../kit/times";
import { Waiting } from "../kit/Waiting";
import styles from "./CompareView.module.css";
import type { Pinned, TopicSession } from "./TopicSession";

type Props = { session: TopicSession; view: number; numbering: number; row: number; pinned: Pinned };

/** The selected message beside the pinned one, field by field. */
export function CompareView({ session, view, numbering, row, pinned }: Props) {
  const [onlyDifferences, setOnlyDifferences] = useState(true);
  const [askedAt] = useState(Date.now);
  const { place } = useStore(session.state);
  const { zone } = useSettings();
  const { data, error } = useQuery({
    queryKey: ["compareMessages", view, numbering, row, pinned.place],
    queryFn: async (): Promise<Comparison | "gone"> => {
      const left = await session.pinnedRow();
      return left === null ? "gone" : backend.compareMessages({ view, row: left }, { view, row });
    },
    gcTime: 60_000,
    placeholderData: (before) => before,
  });
  return (
    <section className={styles.compare} aria-label="Comparison">
      <header className={styles.head}>
        <Switch isSelected={onlyDifferences} onChange={setOnlyDifferences}>
          Only differences
        </Switch>
        <span className={styles.space} />
        <Button
          look="quiet"
          icon={PinOff}
          onPress={() => session.state.update({ pinned: null, comparing: false })}
        >
          Unpin
        </Button>
        <IconButton
          label="Close the comparison"
          icon={X}
          onPress={() => session.state.update({ comparing: false })}
        />
      </header>
      {error && <ErrorNote failure={error} banner />}
      {!data && !error && <Waiting what="Comparing" since={askedAt} />}
      {data === "gone" && (
        <Empty title="The pinned message is not among these rows">
          Another filter or range hides it, or it made room for newer ones. Pin another one.
        </Empty>
      )}
      {data && data !== "gone" && (
        <>
          {data.note && <Note message={data.note} banner />}
          <div className={styles.scroll}>
            <table className={styles.table}>
              <thead>
                <tr>
                  <th scope="col">{summary(data)}</th>
                  <th scope="col">
                    Pinned <span>{placeText(pinned.place)}</span>
                  </th>
                  <th scope="col">
                    Selected <span>{place && placeText(place)}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {data.rows
                  .filter(({ kind }) => !onlyDifferences || kind !== "same")
                  .map((field) => (
                    <FieldRow key={field.path} field={field} zone={zone} />
                  ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </section>
  );
}

const WORDS = { same: "same", changed: "differs", added: "only selected", removed: "only pinned" } as const;

function FieldRow({ field, zone }: { field: ComparedField; zone: Zone }) {
  // A message's own time; a field of the value begins with a dot.
  const shown = (text: string) => (field.path === "timestamp" ? fullMoment(Number(text), zone) : text);
  return (
    <tr data-kind={field.kind} title={WORDS[field.kind]}>
      <th scope="row">{field.path}</th>
      <td data-selectable>{field.left === null ? <i>–</i> : shown(field.left)}</td>
      <td data-selectable>{field.right === null ? <i>–</i> : shown(field.right)}</td>
    </tr>
  );
}

function summary({ rows, same }: Comparison): string {
  const different = rows.filter(({ kind }) => kind !== "same").length;
  if (different === 0) return "No difference";
  return `${count(different, "difference")}, ${grouped(same)} same`;
}

function placeText({ partition, offset }: Pinned["place"]): string {
  return `P ${partition} · ${grouped(offset)}`;
}
