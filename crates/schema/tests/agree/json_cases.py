"""Random JSON schemas and values, with what jsonschema says of them."""

import json
import random

import jsonschema

NAME = "JSON Schema and jsonschema"
DRAFTS = {
    "http://json-schema.org/draft-04/schema#": jsonschema.Draft4Validator,
    "http://json-schema.org/draft-06/schema#": jsonschema.Draft6Validator,
    "http://json-schema.org/draft-07/schema#": jsonschema.Draft7Validator,
    "https://json-schema.org/draft/2019-09/schema": jsonschema.Draft201909Validator,
    "https://json-schema.org/draft/2020-12/schema": jsonschema.Draft202012Validator,
}
NAMES = ["a", "b", "s_c", "d"]


class Case:
    def __init__(self, generator, number):
        self.number = number
        self.pick = random.Random(generator.random())
        self.draft = self.pick.choice(list(DRAFTS))
        self.modern = "2019" in self.draft or "2020" in self.draft
        self.four = "draft-04" in self.draft
        schema = self.object(3) if self.pick.random() < 0.7 else self.any(3)
        if not isinstance(schema, dict):
            schema = {}
        definitions = "$defs" if self.modern else "definitions"
        self.schema = {"$schema": self.draft, **schema, definitions: {"n": self.object(1)}}
        self.value = self.instance(3)
        self.valid = DRAFTS[self.draft](self.schema).is_valid(self.value)
        self.problem = None

    def base(self):
        return {"id": self.number, "schema_type": "JSON", "schema": json.dumps(self.schema)}

    def to_decode(self):
        return {**self.base(), "hex": json.dumps(self.value, ensure_ascii=False).encode().hex()}

    def check_decoded(self, answer):
        self.json = answer.get("json")
        if self.json is None:
            return answer
        return None if json.loads(self.json) == self.value else answer

    def to_encode(self):
        return {**self.base(), "json": self.json}

    def check_encoded(self, answer):
        if ("hex" in answer) != self.valid:
            return f"{answer} of {self.json}, which is {'valid' if self.valid else 'not valid'}"
        if self.valid and json.loads(bytes.fromhex(answer["hex"])) != self.value:
            return answer
        return None

    def some(self, chance):
        return self.pick.random() < chance

    def any(self, depth):
        if depth <= 0 or self.some(0.25):
            return self.leaf()
        kinds = [self.object, self.list, self.combined]
        return self.pick.choice(kinds)(depth - 1)

    def leaf(self):
        pick = self.pick
        count = pick.randint(0, 6)
        leaves = [
            {"type": pick.choice(["string", "integer", "number", "boolean", "null", "array", "object"])},
            {"type": pick.sample(["string", "integer", "null", "object"], 2)},
            {"enum": pick.sample([1, 1.0, "a", None, [], {"a": 1}, True, 0, False], 3)},
            {"minLength": 1, "maxLength": count},
            {"pattern": pick.choice(["^a", "b$", "[0-9]+", "ü"])},
            {"minimum": pick.randint(-3, 3)},
            {"maximum": 2.5},
            {"multipleOf": pick.choice([1, 2, 3])},
            {"$ref": "#/$defs/n" if self.modern else "#/definitions/n"},
            {},
        ]
        if self.four:
            leaves += [{"minimum": 1, "exclusiveMinimum": True}]
        else:
            leaves += [{"const": pick.choice([1, "a", {"a": 1.0}])}, {"exclusiveMaximum": 3}, True, False]
        return pick.choice(leaves)

    def object(self, depth):
        pick = self.pick
        schema = {"type": "object"} if self.some(0.7) else {}
        if self.some(0.8):
            schema["properties"] = {name: self.any(depth) for name in pick.sample(NAMES, 2)}
        if self.some(0.4):
            schema["required"] = pick.sample(NAMES, pick.randint(1, 2))
        if self.some(0.3):
            schema["patternProperties"] = {pick.choice(["^s_", "b"]): self.any(depth)}
        if self.some(0.3):
            schema["additionalProperties"] = pick.choice([False, True, {"type": "integer"}])
        if self.some(0.2):
            schema["minProperties"] = pick.randint(0, 3)
        if self.some(0.2):
            schema["maxProperties"] = pick.randint(0, 3)
        if self.some(0.2) and not self.four:
            schema["propertyNames"] = {"maxLength": pick.randint(1, 3)}
        if self.some(0.2) and self.modern:
            schema["dependentRequired"] = {"a": ["b"]}
            schema["dependentSchemas"] = {"b": self.any(depth)}
        if self.some(0.2) and not self.modern:
            schema["dependencies"] = {"a": ["b"], "b": self.any(depth) if not self.four else {"minProperties": 2}}
        if self.some(0.2) and self.modern:
            schema["unevaluatedProperties"] = pick.choice([False, {"type": "string"}])
        return schema

    def list(self, depth):
        pick = self.pick
        schema = {"type": "array"} if self.some(0.7) else {}
        tuple_keyword = "prefixItems" if "2020" in self.draft else "items"
        # Schema Registry reads 2019-09 as it reads 2020-12, which has no lists there.
        if self.some(0.4) and "2019" not in self.draft:
            schema[tuple_keyword] = [self.any(depth) for _ in range(2)]
            rest = "items" if "2020" in self.draft else "additionalItems"
            if self.some(0.5):
                schema[rest] = pick.choice([{"type": "integer"}, {"type": "string"}])
        elif self.some(0.6):
            schema["items"] = self.any(depth) if not self.four else {"type": "integer"}
        if self.some(0.3) and not self.four:
            schema["contains"] = self.any(depth)
            if self.modern and self.some(0.5):
                schema["minContains"] = pick.randint(0, 2)
                schema["maxContains"] = pick.randint(1, 3)
        if self.some(0.3):
            schema["uniqueItems"] = True
        if self.some(0.3):
            schema["minItems"] = pick.randint(0, 2)
        if self.some(0.3):
            schema["maxItems"] = pick.randint(0, 3)
        if self.some(0.2) and self.modern:
            schema["unevaluatedItems"] = False
        return schema

    def combined(self, depth):
        pick = self.pick
        parts = [self.any(depth) for _ in range(pick.randint(1, 3))]
        match pick.randint(0, 4):
            case 0:
                return {"allOf": parts}
            case 1:
                return {"anyOf": parts, **self.object(depth)}
            case 2:
                return {"oneOf": parts}
            case 3:
                return {"not": parts[0]}
            case _:
                if self.four or "draft-06" in self.draft:
                    return {"allOf": parts}
                return {"if": parts[0], "then": self.any(depth), "else": self.any(depth)}

    def instance(self, depth):
        pick = self.pick
        kind = pick.random()
        if depth == 3 and kind < 0.6 or depth > 0 and kind < 0.25:
            return {name: self.instance(depth - 1) for name in pick.sample(NAMES, pick.randint(0, 4))}
        if depth > 0 and kind < 0.5:
            return [self.instance(depth - 1) for _ in range(pick.randint(0, 3))]
        return pick.choice([None, True, False, 0, 1, 2, 3, -2, 1.0, 2.5, "", "a", "ab", "12", "ü", "\U0001f600"])
