"""Another implementation of SD-JWT (PyPI sd-jwt) reads what onego issued, and issues what onego is to read.

    python ours.py read JWKS < credential        the claims as JSON, or exit code 1
    python ours.py read JWKS AUD NONCE < credential   with the proof of the holder
    python ours.py issue PRIVATE_JWK < claims     an SD-JWT with everything but what may never be withheld hidden
"""

import json
import sys

from jwcrypto.jwk import JWK
from sd_jwt.common import SDObj
from sd_jwt.issuer import SDJWTIssuer
from sd_jwt.verifier import SDJWTVerifier

OPEN = {"iss", "iat", "nbf", "exp", "cnf", "vct", "vct#integrity", "status", "number", "issuer_name", "issued_on",
        "version", "specimen", "part_count"}


def read(jwks, text, aud=None, nonce=None):
    keys = {key["kid"]: JWK.from_json(json.dumps(key)) for key in json.loads(jwks)["keys"]}
    verifier = SDJWTVerifier(text, lambda _issuer, header: keys[header["kid"]], aud, nonce)
    return verifier.get_verified_payload()


def issue(private, claims):
    key = JWK.from_json(private)
    marked = {}
    for name, value in claims.items():
        if name == "parts":
            marked[name] = [SDObj(part) for part in value]
        elif name in OPEN:
            marked[name] = value
        else:
            marked[SDObj(name)] = value
    header = {"typ": "dc+sd-jwt", "kid": json.loads(private)["kid"]}
    return SDJWTIssuer(marked, key, extra_header_parameters=header).sd_jwt_issuance


def main():
    what, argument, *rest = sys.argv[1:]
    text = sys.stdin.read()
    if what == "read":
        print(json.dumps(read(argument, text.strip(), *rest)))
    else:
        print(issue(argument, json.loads(text)))


main()
