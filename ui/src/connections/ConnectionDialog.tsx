import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus, Trash2 } from "lucide-react";
import { useRef, useState } from "react";
import { Form } from "react-aria-components";
import { useWorkspace } from "../app/workspace";
import type { Connection, Keep, Mechanism, Security, TestReport } from "../bindings";
import { backend } from "../ipc/backend";
import { type Failed, toFailed } from "../ipc/failure";
import { Button, IconButton } from "../kit/Button";
import { Dialog } from "../kit/Dialog";
import { Choice, Field } from "../kit/Field";
import { ErrorNote, Note } from "../kit/Note";
import { duration } from "../kit/numbers";
import { Switch } from "../kit/Toggle";
import { useElapsed } from "../kit/useElapsed";
import styles from "./ConnectionDialog.module.css";
import {
  draftOf,
  fieldProblems,
  fieldsOf,
  isSecretName,
  newProperty,
  type PropertyFields,
  usesSasl,
  usesTls,
} from "./form";

const SECURITIES: readonly { id: Security; name: string; note: string }[] = [
  { id: "plaintext", name: "PLAINTEXT", note: "no encryption, no user" },
  { id: "ssl", name: "SSL", note: "encrypted" },
  { id: "saslPlaintext", name: "SASL_PLAINTEXT", note: "user, no encryption" },
  { id: "saslSsl", name: "SASL_SSL", note: "user, encrypted" },
];
const MECHANISMS: readonly { id: Mechanism; name: string }[] = [
  { id: "plain", name: "PLAIN" },
  { id: "scramSha256", name: "SCRAM-SHA-256" },
  { id: "scramSha512", name: "SCRAM-SHA-512" },
];
const KEEPS: readonly { id: Keep; name: string }[] = [
  { id: "keychain", name: "In the system's keychain" },
  { id: "untilQuit", name: "Until Tributary quits" },
];

/** A test that takes longer can be stopped. */
const LONG_MS = 2000;

/** Adds a connection or changes one. A stored secret is never shown, only that there is one. */
export function ConnectionDialog({ edit, onClose }: { edit: Connection | null; onClose(): void }) {
  const workspace = useWorkspace();
  const queries = useQueryClient();
  const keychain = useQuery({ queryKey: ["keychain"], queryFn: () => backend.keychain() });
  const [typed, setFields] = useState(() => fieldsOf(edit));
  const noKeychain = keychain.data?.available === false;
  const fields = noKeychain ? { ...typed, keep: "untilQuit" as const } : typed;
  const [shownProblems, setShownProblems] = useState(false);
  const [failure, setFailure] = useState<Failed | null>(null);
  const [saving, setSaving] = useState(false);
  const [testing, setTesting] = useState<number | null>(null);
  const [report, setReport] = useState<TestReport | null>(null);
  /** The test whose answer is waited for. */
  const running = useRef<number | null>(null);
  const elapsed = useElapsed(testing);
  const problems = fieldProblems(fields);
  const shown = shownProblems ? problems : {};
  const sasl = usesSasl(fields.security);
  const hasSecrets = sasl || fields.properties.some(({ name }) => isSecretName(name));

  const change = (part: Partial<typeof typed>) => {
    setFields({ ...typed, ...part });
    setFailure(null);
    setReport(null);
  };
  const changeProperty = (property: PropertyFields) =>
    change({ properties: fields.properties.map((other) => (other.id === property.id ? property : other)) });

  /** False, and the problems shown, if something must be mended first. */
  const isComplete = () => {
    setShownProblems(true);
    return Object.keys(problems).length === 0;
  };
  const test = async () => {
    if (testing !== null || !isComplete()) return;
    const startedAt = Date.now();
    setTesting(startedAt);
    running.current = startedAt;
    setReport(null);
    setFailure(null);
    const isCurrent = () => running.current === startedAt;
    try {
      const found = await backend.testConnection(draftOf(fields));
      if (isCurrent()) setReport(found);
    } catch (thrown) {
      if (isCurrent()) setFailure(toFailed(thrown));
    } finally {
      if (isCurrent()) setTesting(null);
    }
  };
  const stopTest = () => {
    running.current = null;
    setTesting(null);
  };
  const save = async () => {
    if (saving || !isComplete()) return;
    setSaving(true);
    setFailure(null);
    try {
      const saved = await backend.saveConnection(draftOf(fields));
      await queries.invalidateQueries({ queryKey: ["listConnections"] });
      for (const name of ["openConnection", "listTopics", "topicPartitions"]) {
        void queries.resetQueries({ queryKey: [name, saved.id] });
      }
      if (edit === null) {
        workspace.toggleExpanded(saved.id, true);
        workspace.open({ kind: "topics", connection: saved.id });
      }
      onClose();
    } catch (thrown) {
      setFailure(toFailed(thrown));
    } finally {
      setSaving(false);
    }
  };

  return (
    <Dialog
      title={edit ? `Edit ${edit.name}` : "Add a Kafka cluster"}
      onClose={onClose}
      width={600}
      footer={
        <>
          <Button onPress={() => void test()} isPending={testing !== null}>
            {testing === null ? "Test" : `Testing… ${(elapsed / 1000).toFixed(1)} s`}
          </Button>
          {testing !== null && elapsed > LONG_MS && <Button onPress={stopTest}>Stop</Button>}
          <span className={styles.space} />
          <Button look="quiet" onPress={onClose}>
            Cancel
          </Button>
          <Button look="primary" onPress={() => void save()} isPending={saving}>
            {saving ? "Saving…" : edit ? "Save" : "Add"}
          </Button>
        </>
      }
    >
      <Form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Field
          label="Name"
          autoFocus
          value={fields.name}
          onChange={(name) => change({ name })}
          error={shown.name}
          placeholder="payments, staging"
        />
        <Field
          label="Bootstrap servers"
          mono
          value={fields.bootstrap}
          onChange={(bootstrap) => change({ bootstrap })}
          error={shown.bootstrap}
          placeholder="broker-1:9092, broker-2:9092"
        />
        <div className={styles.pair}>
          <Choice
            label="Security"
            value={fields.security}
            options={SECURITIES}
            onChange={(security) => change({ security })}
          />
          {sasl && (
            <Choice
              label="Mechanism"
              value={fields.mechanism}
              options={MECHANISMS}
              onChange={(mechanism) => change({ mechanism })}
            />
          )}
        </div>
        {sasl && (
          <div className={styles.pair}>
            <Field
              label="User"
              mono
              value={fields.username}
              onChange={(username) => change({ username })}
              error={shown.username}
            />
            <Field
              label="Password"
              type="password"
              mono
              value={fields.password}
              onChange={(password) => change({ password })}
              error={shown.password}
              placeholder={fields.hasPassword ? "stored" : ""}
              hint={fields.hasPassword ? "One is stored. Empty keeps it." : undefined}
            />
          </div>
        )}
        {usesTls(fields.security) && (
          <Field
            label="CA file"
            mono
            value={fields.caFile}
            onChange={(caFile) => change({ caFile })}
            placeholder="/etc/ssl/kafka-ca.pem"
            hint="PEM. Empty: the system's own authorities."
          />
        )}
        <div className={styles.properties}>
          <div className={styles.propertiesHead}>
            <span>librdkafka properties</span>
            <Button
              look="quiet"
              icon={Plus}
              onPress={() => change({ properties: [...fields.properties, newProperty()] })}
            >
              Add property
            </Button>
          </div>
          {fields.properties.map((property, index) => (
            <div key={property.id} className={styles.property}>
              <Field
                label={`Property ${index + 1}: name`}
                hideLabel
                mono
                value={property.name}
                placeholder="client.id"
                onChange={(name) => changeProperty({ ...property, name, hasSecret: false })}
              />
              <span className={styles.equals}>=</span>
              <Field
                label={`Property ${index + 1}: value`}
                hideLabel
                mono
                type={property.hasSecret || isSecretName(property.name) ? "password" : "text"}
                value={property.value}
                placeholder={property.hasSecret ? "stored" : ""}
                onChange={(value) => changeProperty({ ...property, value })}
              />
              <IconButton
                label={`Remove property ${index + 1}`}
                icon={Trash2}
                onPress={() =>
                  change({ properties: fields.properties.filter(({ id }) => id !== property.id) })
                }
              />
            </div>
          ))}
        </div>
        {hasSecrets &&
          (noKeychain ? (
            <Note
              tone="warn"
              message="Secrets are kept until you quit."
              hint={`${keychain.data?.message ?? ""} They are never written to a file; after the next start they are asked for again.`}
            />
          ) : (
            <Choice
              label="Keep secrets"
              value={fields.keep}
              options={KEEPS}
              onChange={(keep) => change({ keep })}
            />
          ))}
        <div>
          <Switch isSelected={fields.readOnly} onChange={(readOnly) => change({ readOnly })}>
            Read-only: nothing is written through this connection
          </Switch>
        </div>
        <div>
          <Switch isSelected={fields.production} onChange={(production) => change({ production })}>
            Production: the name of what is changed is asked for before each change
          </Switch>
        </div>
        {failure && <ErrorNote failure={failure} />}
        {report && (
          <Note
            tone={report.ok ? "ok" : "error"}
            message={
              <>
                {report.message} <span className={styles.took}>{duration(report.elapsedMs)}</span>
              </>
            }
            hint={report.hint}
            details={report.details}
          />
        )}
        <button type="submit" hidden />
      </Form>
    </Dialog>
  );
}
