"""Random .proto files and messages, with what Google's protobuf makes of them."""

import json
import math
import pathlib
import struct
import tempfile

from google.protobuf import any_pb2, descriptor_pb2, descriptor_pool, duration_pb2, field_mask_pb2  # noqa: F401
from google.protobuf import json_format, message_factory, struct_pb2, timestamp_pb2, wrappers_pb2  # noqa: F401
from grpc_tools import protoc

NAME = "Protobuf and Google's protobuf"
SCALARS = ["double", "float", "int32", "int64", "uint32", "uint64", "sint32", "sint64", "fixed32", "fixed64",
           "sfixed32", "sfixed64", "bool", "string", "bytes"]
KEYS = [scalar for scalar in SCALARS if scalar not in ("double", "float", "bytes")]
KNOWN = {"Timestamp": "timestamp", "Duration": "duration", "FieldMask": "field_mask", "Struct": "struct",
         "Value": "struct", "ListValue": "struct", "Int64Value": "wrappers", "StringValue": "wrappers",
         "BoolValue": "wrappers", "BytesValue": "wrappers", "DoubleValue": "wrappers", "Any": "any"}
INCLUDES = pathlib.Path(protoc.__file__).parent / "_proto"


class Case:
    def __init__(self, generator, number):
        self.generator = generator
        self.number = number
        self.schema = self.file()
        self.index, self.message = self.made()
        self.problem = None

    def base(self):
        return {"id": self.number, "schema_type": "PROTOBUF", "schema": self.schema, "message_index": [self.index]}

    def to_decode(self):
        # Each second time in the canonical style.
        style = "canonical" if self.number % 2 else "plain"
        return {**self.base(), "style": style, "hex": self.message.SerializeToString(deterministic=True).hex()}

    def check_decoded(self, answer):
        self.json = answer.get("json")
        if self.json is None:
            return answer
        options = {}
        if self.number % 2 == 0:
            options = {"preserving_proto_field_name": True, "always_print_fields_with_no_presence": True}
        expected = json.loads(json_format.MessageToJson(self.message, **options))
        if self.number % 2 == 0:
            expected = with_numbers(expected, self.message)
        found = json.loads(self.json)
        return None if found == expected else f"decoded {found}\n expected {expected}"

    def to_encode(self):
        return {**self.base(), "json": self.json}

    def check_encoded(self, answer):
        if "hex" not in answer:
            return answer
        read = type(self.message)()
        read.ParseFromString(bytes.fromhex(answer["hex"]))
        same = read.SerializeToString(deterministic=True) == self.message.SerializeToString(deterministic=True)
        return None if same else f"encoded {read}\n expected {self.message}"

    def file(self):
        pick = self.generator
        self.proto3 = pick.random() < 0.7
        lines = [f'syntax = "proto{3 if self.proto3 else 2}";', f"package p{self.number};"]
        self.count = pick.randint(1, 3)
        body = ["enum E { ZERO = 0; ONE = 1; MINUS = -1; }"]
        for at in range(self.count):
            body += [f"message M{at} {{"] + self.fields() + ["}"]
        text = " ".join(body)
        used = {KNOWN[known] for known in KNOWN if f"protobuf.{known} " in text or f"protobuf.{known}>" in text}
        lines += [f'import "google/protobuf/{name}.proto";' for name in sorted(used)]
        return "\n".join(lines + body)

    def fields(self):
        pick = self.generator
        lines = []
        numbers = pick.sample(range(1, 60), 14)
        for at in range(pick.randint(0, 7)):
            number = numbers.pop()
            label = pick.choice(["", "optional ", "repeated "]) if self.proto3 else pick.choice(["optional ", "repeated "])
            name = pick.choice(["amount", "sku_code", "is_paid2", "x_"]) + f"_{at}"
            if pick.random() < 0.2:
                lines.append(f"  map<{pick.choice(KEYS)}, {self.type()}> {name} = {number};")
            else:
                lines.append(f"  {label}{self.type()} {name} = {number};")
        if pick.random() < 0.5:
            lines.append("  oneof choice {")
            lines += [f"    {self.type()} pick_{at} = {numbers.pop()};" for at in range(3)]
            lines.append("  }")
        return lines

    def type(self):
        pick = self.generator
        kind = pick.random()
        if kind < 0.55:
            return pick.choice(SCALARS)
        if kind < 0.65:
            return "E"
        if kind < 0.8:
            return f"M{pick.randrange(self.count)}"
        return "google.protobuf." + pick.choice(list(KNOWN))

    def made(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "case.proto"
            path.write_text(self.schema)
            out = pathlib.Path(folder) / "out"
            code = protoc.main(["protoc", f"-I{folder}", f"-I{INCLUDES}", "--include_imports",
                                f"--descriptor_set_out={out}", str(path)])
            assert code == 0, self.schema
            files = descriptor_pb2.FileDescriptorSet.FromString(out.read_bytes())
        pool = descriptor_pool.DescriptorPool()
        for file in files.file:
            pool.Add(file)
        index = self.generator.randrange(self.count)
        kind = message_factory.GetMessageClass(pool.FindMessageTypeByName(f"p{self.number}.M{index}"))
        message = kind()
        self.fill(message, 3)
        return index, message

    def fill(self, message, depth):
        pick = self.generator
        name = message.DESCRIPTOR.full_name
        if name.startswith("google.protobuf."):
            return self.fill_known(name.rsplit(".", 1)[1], message, depth)
        for field in message.DESCRIPTOR.fields:
            if pick.random() < 0.3:
                continue
            value = getattr(message, field.name)
            if field.message_type and field.message_type.GetOptions().map_entry:
                key_kind, kind = (field.message_type.fields_by_name[part] for part in ("key", "value"))
                for _ in range(pick.randint(0, 2)):
                    key = self.scalar(key_kind)
                    if kind.message_type:
                        if depth > 0:
                            self.fill(value[key], depth - 1)
                    else:
                        value[key] = self.scalar(kind)
            elif field.is_repeated:
                for _ in range(pick.randint(0, 3)):
                    if not field.message_type:
                        value.append(self.scalar(field))
                    elif depth > 0:
                        self.fill(value.add(), depth - 1)
            elif field.message_type:
                if depth > 0:
                    value.SetInParent()
                    self.fill(value, depth - 1)
            else:
                setattr(message, field.name, self.scalar(field))

    def fill_known(self, name, message, depth):
        pick = self.generator
        match name:
            case "Timestamp":
                message.seconds = pick.randint(-62_135_596_800, 253_402_300_799)
                message.nanos = pick.choice([0, 5_000_000, 7_000, pick.randrange(10**9)])
            case "Duration":
                sign = pick.choice([1, -1])
                message.seconds = sign * pick.choice([0, pick.randrange(10**9)])
                message.nanos = sign * pick.choice([0, pick.randrange(10**9)])
            case "FieldMask":
                message.paths.extend(pick.sample(["a", "b_c", "d.e_f"], pick.randint(0, 3)))
            case "Any":
                inner = wrappers_pb2.Int32Value(value=7) if pick.random() < 0.5 else None
                if inner:
                    message.type_url = "type.googleapis.com/google.protobuf.Int32Value"
                    message.value = inner.SerializeToString()
            case "Struct":
                for at in range(pick.randint(0, 2)):
                    self.fill_known("Value", message.fields[f"k{at}"], depth - 1)
            case "ListValue":
                for _ in range(pick.randint(0, 2)):
                    self.fill_known("Value", message.values.add(), depth - 1)
            case "Value":
                match pick.randint(0, 5 if depth > 0 else 3):
                    case 0:
                        message.null_value = 0
                    case 1:
                        message.number_value = pick.random()
                    case 2:
                        message.string_value = "ü"
                    case 3:
                        message.bool_value = True
                    case 4:
                        self.fill_known("Struct", message.struct_value, depth - 1)
                        message.struct_value.SetInParent()
                    case 5:
                        self.fill_known("ListValue", message.list_value, depth - 1)
                        message.list_value.SetInParent()
            case _:
                message.value = self.scalar(message.DESCRIPTOR.fields_by_name["value"])

    def scalar(self, field):
        pick = self.generator
        kind = descriptor_pb2.FieldDescriptorProto.Type.Name(field.type)[5:].lower()
        match kind:
            case "double":
                return pick.choice([0.0, -0.0, 1e300, math.inf, math.nan, pick.random()])
            case "float":
                return pick.choice([0.0, math.inf, struct.unpack("<f", struct.pack("<f", pick.random() * 1000))[0]])
            case "int32" | "sint32" | "sfixed32":
                return pick.choice([0, -1, pick.randint(-(2**31), 2**31 - 1)])
            case "int64" | "sint64" | "sfixed64":
                return pick.choice([0, -1, -(2**63), pick.randint(-(2**63), 2**63 - 1)])
            case "uint32" | "fixed32":
                return pick.choice([0, pick.randrange(2**32)])
            case "uint64" | "fixed64":
                return pick.choice([0, 2**64 - 1, pick.randrange(2**64)])
            case "bool":
                return pick.random() < 0.5
            case "string":
                return pick.choice(["", "a", "ü\U0001f600", '"\\\n\x01'])
            case "bytes":
                return pick.randbytes(pick.randint(0, 7))
            case "enum":
                return pick.choice([0, 1, -1, 7] if self.proto3 else [0, 1, -1])


def with_numbers(value, message):
    """The same with the 64-bit integers of a message's fields as numbers, which Google writes as strings."""
    wide = {"int64", "uint64", "sint64", "fixed64", "sfixed64"}

    def kind(field):
        return descriptor_pb2.FieldDescriptorProto.Type.Name(field.type)[5:].lower()

    def one(field, value):
        if value is None:
            return None
        if field.message_type:
            return of(field.message_type, value)
        return int(value) if kind(field) in wide else value

    def of(descriptor, value):
        name = descriptor.full_name
        if name in ("google.protobuf.Int64Value", "google.protobuf.UInt64Value"):
            return int(value)
        if name.startswith("google.protobuf."):
            return value
        out = {}
        for key, inner in value.items():
            field = descriptor.fields_by_name[key]
            if field.message_type and field.message_type.GetOptions().map_entry:
                kind_of = field.message_type.fields_by_name["value"]
                out[key] = {name: one(kind_of, item) for name, item in inner.items()}
            elif field.is_repeated:
                out[key] = [one(field, item) for item in inner]
            else:
                out[key] = one(field, inner)
        return out

    return of(message.DESCRIPTOR, value)
