import type { Connection, ConnectionDraft, Keep, Mechanism, Property, Security } from "../bindings";

/** The connection form, as typed. A secret is only ever in here until it is saved. */
export type ConnectionFields = {
  id: string | null;
  name: string;
  bootstrap: string;
  security: Security;
  caFile: string;
  mechanism: Mechanism;
  username: string;
  password: string;
  /** A password is stored: an empty field keeps it. */
  hasPassword: boolean;
  properties: PropertyFields[];
  readOnly: boolean;
  production: boolean;
  keep: Keep;
};

export type PropertyFields = Property & { id: number };

let lastId = 0;

export function newProperty(property: Property = { name: "", value: "", hasSecret: false }): PropertyFields {
  lastId += 1;
  return { ...property, id: lastId };
}

export function fieldsOf(connection: Connection | null): ConnectionFields {
  return {
    id: connection?.id ?? null,
    name: connection?.name ?? "",
    bootstrap: connection?.bootstrap ?? "",
    security: connection?.security ?? "plaintext",
    caFile: connection?.caFile ?? "",
    mechanism: connection?.mechanism ?? "plain",
    username: connection?.username ?? "",
    password: "",
    hasPassword: connection?.hasSecret ?? false,
    properties: (connection?.properties ?? []).map(newProperty),
    readOnly: connection?.readOnly ?? false,
    production: connection?.production ?? false,
    keep: connection?.keep ?? "keychain",
  };
}

export function draftOf(fields: ConnectionFields): ConnectionDraft {
  const sasl = usesSasl(fields.security);
  return {
    id: fields.id,
    name: fields.name.trim(),
    bootstrap: fields.bootstrap.trim(),
    security: fields.security,
    caFile: usesTls(fields.security) && fields.caFile.trim() !== "" ? fields.caFile.trim() : null,
    mechanism: sasl ? fields.mechanism : null,
    username: sasl ? fields.username : null,
    password: sasl && fields.password !== "" ? fields.password : null,
    properties: fields.properties
      .filter(({ name }) => name.trim() !== "")
      .map(({ name, value, hasSecret }) => ({
        name: name.trim(),
        value,
        hasSecret: hasSecret && value === "",
      })),
    readOnly: fields.readOnly,
    production: fields.production,
    keep: fields.keep,
  };
}

export function usesSasl(security: Security): boolean {
  return security === "saslPlaintext" || security === "saslSsl";
}

export function usesTls(security: Security): boolean {
  return security === "ssl" || security === "saslSsl";
}

/** Whether a librdkafka property holds a secret, by its name: it is masked while it is typed. */
export function isSecretName(name: string): boolean {
  return /password|passphrase|secret|key\.pem|keystore|\.token|oauthbearer\.config/i.test(name);
}

/** What must be mended before anything is asked of a broker. */
export function fieldProblems(
  fields: ConnectionFields,
): Partial<Record<"name" | "bootstrap" | "username" | "password", string>> {
  const problems: ReturnType<typeof fieldProblems> = {};
  if (fields.name.trim() === "") problems.name = "Give it a name.";
  if (fields.bootstrap.trim() === "") problems.bootstrap = "Write at least one host:port.";
  else {
    const bad = fields.bootstrap
      .split(",")
      .find((server) => !/^\s*(\[[0-9a-f:.]+\]|[^\s:/,]+):\d{1,5}\s*$/i.test(server));
    if (bad !== undefined) problems.bootstrap = `“${bad.trim()}” is not host:port.`;
  }
  if (usesSasl(fields.security)) {
    if (fields.username === "") problems.username = "SASL needs a user.";
    if (fields.password === "" && !fields.hasPassword) problems.password = "SASL needs a password.";
  }
  return problems;
}
