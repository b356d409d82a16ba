"""Random Avro schemas and values, with what fastavro makes of them."""

import base64
import datetime
import decimal
import io
import json
import math
import struct
import uuid

import fastavro

NAME = "Avro and fastavro"
DAY = datetime.timedelta(days=1)
decimal.getcontext().prec = 100

PLAIN = ["boolean", "int", "long", "float", "double", "bytes", "string"]
LOGICAL = [
    {"type": "int", "logicalType": "date"},
    {"type": "int", "logicalType": "time-millis"},
    {"type": "long", "logicalType": "time-micros"},
    {"type": "long", "logicalType": "timestamp-millis"},
    {"type": "long", "logicalType": "timestamp-micros"},
    {"type": "long", "logicalType": "local-timestamp-millis"},
    {"type": "long", "logicalType": "local-timestamp-micros"},
    {"type": "bytes", "logicalType": "decimal", "precision": 20, "scale": 4},
    {"type": "string", "logicalType": "uuid"},
]
TEXTS = ["", "a", "ü", "\u20ac \U0001f600", '"\\/\n\t\x01', "2026-11-23", "x" * 70]


class Case:
    def __init__(self, generator, number):
        self.generator = generator
        self.number = number
        self.names = 0
        self.schema = self.record(3)
        self.value = self.any(self.schema)
        self.parsed = fastavro.parse_schema(self.schema)
        out = io.BytesIO()
        fastavro.schemaless_writer(out, self.parsed, self.value)
        self.bytes = out.getvalue()
        self.problem = None

    def base(self):
        return {"id": self.number, "schema_type": "AVRO", "schema": json.dumps(self.schema)}

    def to_decode(self):
        return {**self.base(), "hex": self.bytes.hex()}

    def check_decoded(self, answer):
        self.json = answer.get("json")
        if self.json is None:
            return answer
        found = json.loads(self.json)
        expected = plain(self.schema, self.value)
        return None if same(found, expected) else f"decoded {found}\n expected {expected}"

    def to_encode(self):
        return {**self.base(), "json": self.json}

    def check_encoded(self, answer):
        if "hex" not in answer:
            return answer
        payload = io.BytesIO(bytes.fromhex(answer["hex"]))
        read = fastavro.schemaless_reader(payload, self.parsed)
        original = fastavro.schemaless_reader(io.BytesIO(self.bytes), self.parsed)
        return None if same(read, original) else f"encoded {read}\n expected {original}"

    def name(self, kind):
        self.names += 1
        return f"{kind}{self.names}"

    def record(self, depth):
        fields = [
            {"name": f"f{at}", "type": self.type(depth - 1)}
            for at in range(self.generator.randint(0, 5))
        ]
        return {"type": "record", "name": self.name("R"), "namespace": "a.b", "fields": fields}

    def type(self, depth):
        kinds = ["plain", "plain", "logical", "enum", "fixed"]
        if depth > 0:
            kinds += ["array", "map", "record", "null", "union"]
        match self.generator.choice(kinds):
            case "plain":
                return self.generator.choice(PLAIN)
            case "logical":
                return dict(self.generator.choice(LOGICAL))
            case "enum":
                symbols = [f"S{at}" for at in range(self.generator.randint(1, 4))]
                return {"type": "enum", "name": self.name("E"), "symbols": symbols}
            case "fixed":
                return {"type": "fixed", "name": self.name("F"), "size": self.generator.randint(0, 20)}
            case "array":
                return {"type": "array", "items": self.type(depth - 1)}
            case "map":
                return {"type": "map", "values": self.type(depth - 1)}
            case "record":
                return self.record(depth)
            case "null":
                inner = self.type(depth - 1)
                inner = inner if not isinstance(inner, list) else "string"
                return self.generator.choice([["null", inner], [inner, "null"]])
            case "union":
                return ["null", "boolean", "long", "string"]

    def any(self, schema):
        pick = self.generator
        if isinstance(schema, list):
            return self.any(pick.choice(schema))
        kind = schema if isinstance(schema, str) else schema["type"]
        match schema.get("logicalType") if isinstance(schema, dict) else None:
            case "date":
                return datetime.date(1, 1, 1) + pick.randint(0, 3_000_000) * DAY
            case "time-millis":
                return (datetime.datetime(1, 1, 1) + datetime.timedelta(milliseconds=pick.randrange(86_400_000))).time()
            case "time-micros":
                return (datetime.datetime(1, 1, 1) + datetime.timedelta(microseconds=pick.randrange(86_400_000_000))).time()
            case "timestamp-millis" | "local-timestamp-millis" as name:
                zone = datetime.UTC if name[0] == "t" else None
                return datetime.datetime(1970, 1, 1, tzinfo=zone) + datetime.timedelta(milliseconds=pick.randint(-10**13, 10**13))
            case "timestamp-micros" | "local-timestamp-micros" as name:
                zone = datetime.UTC if name[0] == "t" else None
                return datetime.datetime(1970, 1, 1, tzinfo=zone) + datetime.timedelta(microseconds=pick.randint(-10**16, 10**16))
            case "decimal":
                return decimal.Decimal(pick.randint(-10**19, 10**19)).scaleb(-4)
            case "uuid":
                return uuid.UUID(int=pick.getrandbits(128))
        match kind:
            case "null":
                return None
            case "boolean":
                return pick.random() < 0.5
            case "int":
                return pick.choice([0, -1, pick.randint(-(2**31), 2**31 - 1)])
            case "long":
                return pick.choice([0, -1, 2**63 - 1, -(2**63), pick.randint(-(2**63), 2**63 - 1)])
            case "float":
                bits = pick.choice([struct.pack("<I", pick.getrandbits(32)), struct.pack("<f", pick.random())])
                return struct.unpack("<f", bits)[0]
            case "double":
                bits = pick.choice([struct.pack("<Q", pick.getrandbits(64)), struct.pack("<d", pick.random())])
                return struct.unpack("<d", bits)[0]
            case "bytes":
                return pick.randbytes(pick.randint(0, 12))
            case "string":
                return pick.choice(TEXTS)
            case "enum":
                return pick.choice(schema["symbols"])
            case "fixed":
                return pick.randbytes(schema["size"])
            case "array":
                return [self.any(schema["items"]) for _ in range(pick.randint(0, 4))]
            case "map":
                return {f"k{at}": self.any(schema["values"]) for at in range(pick.randint(0, 4))}
            case "record":
                return {field["name"]: self.any(field["type"]) for field in schema["fields"]}


def plain(schema, value):
    """The value as the plain JSON text has it."""
    if isinstance(schema, list):
        inner = [one for one in schema if one != "null"]
        if value is None or len(inner) > 1:
            return value
        return plain(inner[0], value)
    kind = schema if isinstance(schema, str) else schema["type"]
    match value:
        case datetime.datetime():
            return value.replace(tzinfo=None).isoformat() + ("Z" if value.tzinfo else "")
        case datetime.date() | datetime.time():
            return value.isoformat()
        case decimal.Decimal():
            return f"{value:.{schema['scale']}f}"
        case uuid.UUID():
            return str(value)
        case bytes():
            return base64.b64encode(value).decode()
        case float() if math.isnan(value):
            return "NaN"
        case float() if math.isinf(value):
            return "Infinity" if value > 0 else "-Infinity"
    match kind:
        case "float":
            return Single(value)
        case "array":
            return [plain(schema["items"], item) for item in value]
        case "map":
            return {key: plain(schema["values"], item) for key, item in value.items()}
        case "record":
            return {field["name"]: plain(field["type"], value[field["name"]]) for field in schema["fields"]}
    return value


class Single(float):
    """A number of 32 bits, which its shortest digits tell apart from others of its width."""


def same(found, expected):
    match found, expected:
        case dict(), dict():
            return list(found) == list(expected) and all(same(found[key], expected[key]) for key in found)
        case list(), list():
            return len(found) == len(expected) and all(map(same, found, expected))
        case float() | int(), Single():
            return struct.pack("<f", found) == struct.pack("<f", expected)
        case float(), float():
            return struct.pack("<d", found) == struct.pack("<d", expected) or (found != found and expected != expected)
        case str(), str() if "T" in expected and "." in expected:
            # Fractions of a second may have more zeros or fewer.
            return found.rstrip("Z").rstrip("0") == expected.rstrip("Z").rstrip("0")
        case str(), str() if ":" in expected and "." in expected:
            return found.rstrip("0") == expected.rstrip("0")
    return type(found) is type(expected) and found == expected
