"""Holds `--example decode` and `--example encode` against other implementations, on random schemas and values.

    cargo build -p schema --examples
    pip install -r crates/schema/tests/agree/requirements.txt
    python crates/schema/tests/agree/agree.py target/debug/examples [cases] [seed]

Avro is held against fastavro, Protobuf against Google's protobuf: their bytes are decoded here and compared with the
value that they came from, and the JSON text that comes out is encoded here and read by them. JSON Schema is held
against jsonschema: what it allows can be encoded, and nothing else. The last line tells how many passed and failed.
"""

import concurrent.futures
import importlib
import json
import pathlib
import random
import subprocess
import sys

FORMATS = ["protobuf_cases", "avro_cases", "json_cases"]


def run(binary, lines):
    """The answers of an example to some lines."""
    text = "\n".join(json.dumps(line) for line in lines) + "\n"
    done = subprocess.run([binary], input=text.encode(), stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def compare(name, examples, count, seed):
    """How many cases of a format agree, what they are compared with, and the first of those that do not."""
    module = importlib.import_module(name)
    generator = random.Random(seed)
    cases = [module.Case(generator, number) for number in range(count)]
    decoded = run(examples / "decode", [case.to_decode() for case in cases])
    for case, answer in zip(cases, decoded, strict=True):
        case.problem = case.check_decoded(answer)
    again = [case for case in cases if not case.problem]
    encoded = run(examples / "encode", [case.to_encode() for case in again])
    for case, answer in zip(again, encoded, strict=True):
        case.problem = case.check_encoded(answer)
    wrong = [case for case in cases if case.problem]
    shown = [f"{name} {case.number}: {case.problem}\n{case.schema}\n" for case in wrong[:5]]
    return module.NAME, len(cases) - len(wrong), shown


def main():
    examples = pathlib.Path(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 2_000
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    passed = 0
    with concurrent.futures.ProcessPoolExecutor() as pool:
        each = [pool.submit(compare, name, examples, count, seed) for name in FORMATS]
        for one in each:
            what, agree, shown = one.result()
            print("\n".join(shown), file=sys.stderr, end="")
            print(f"{what}: {agree:,} of {count:,} agree, both ways")
            passed += agree
    failed = count * len(FORMATS) - passed
    print(f"{passed:,} passed, {failed:,} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
