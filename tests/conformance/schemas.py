"""Holds the schemas of forms against a validator of another language: schemas.py SCHEMA...

Each must be a schema of draft 2020-12, take every choice it offers, and refuse one it does not.
"""

import json
import sys

from jsonschema import Draft202012Validator


def main(files):
    for file in files:
        with open(file, encoding="utf-8") as text:
            schema = json.load(text)
        Draft202012Validator.check_schema(schema)
        validator = Draft202012Validator(schema)
        choices = 0

        def is_taken(fact, value):
            wrong = [error for error in validator.iter_errors({fact: value}) if list(error.path)[:1] == [fact]]
            return not wrong

        for fact, described in schema["properties"].items():
            if "oneOf" not in described:
                continue
            for choice in described["oneOf"]:
                choices += 1
                if not is_taken(fact, choice["const"]):
                    print(f"{file}: {fact} does not take {choice['const']}")
                    return 1
            if is_taken(fact, "no-such-choice"):
                print(f"{file}: {fact} takes what is no choice")
                return 1
        if not choices:
            print(f"{file}: there is no choice in it")
            return 1
        print(f"{file}: draft 2020-12, {len(schema['properties'])} facts, {choices} choices")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
