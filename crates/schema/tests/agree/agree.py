"""Holds `--example decode` and `--example encode` against other implementations, on random schemas and values.

    cargo build --release -p schema --examples
    pip install -r crates/schema/tests/agree/requirements.txt
    python crates/schema/tests/agree/agree.py target/release/examples [cases] [seed]

Avro is held against fastavro, Protobuf against Google's protobuf: their bytes are decoded here and compared with the
value that they came from, and the JSON text that comes out is encoded here and read by them. The last line tells how
many passed and failed.
"""

import json
import pathlib
import random
import subprocess
import sys

import avro_cases
import json_cases
import protobuf_cases


def run(binary, lines):
    """The answers of an example to some lines."""
    text = "\n".join(json.dumps(line) for line in lines) + "\n"
    done = subprocess.run([binary], input=text.encode(), stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def main():
    examples = pathlib.Path(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 2_000
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    passed = failed = 0
    for module in (avro_cases, json_cases, protobuf_cases):
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
        for case in wrong[:5]:
            print(f"{module.__name__} {case.number}: {case.problem}\n{case.schema}\n", file=sys.stderr)
        print(f"{module.NAME}: {len(cases) - len(wrong)} of {len(cases)} agree, both ways")
        passed += len(cases) - len(wrong)
        failed += len(wrong)
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
