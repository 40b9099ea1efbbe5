#!/usr/bin/env python3
"""Checks a log and its proofs from the documents alone (RFC 6962, RFC 8032, C2SP): no code of the project, no packages.

    check_log.py DIR LOG_KEY [WITNESS_KEY ...]            all files of a log
    check_log.py --proof FILE ENTRY LOG_KEY [WITNESS_KEY ...]   one proof file

Every key given must have signed. Prints the size and the root, or what is wrong, and ends with 1.
"""
import base64
import hashlib
import pathlib
import sys

# Ed25519, RFC 8032 section 5.1, slow and plain.
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def add(a, b):
    x1, y1, z1, t1 = a
    x2, y2, z2, t2 = b
    e, f = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    g, h = 2 * t1 * t2 * D % P, 2 * z1 * z2 % P
    i, j, k, m = f - e, h - g, h + g, f + e
    return (i * j % P, k * m % P, j * k % P, i * m % P)


def times(n, point):
    out = (0, 1, 1, 0)
    while n:
        if n & 1:
            out = add(out, point)
        point, n = add(point, point), n >> 1
    return out


def recover(y, sign):
    if y >= P:
        raise ValueError("not a point")
    xx = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(xx, (P + 3) // 8, P)
    if (x * x - xx) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - xx) % P or (x == 0 and sign):
        raise ValueError("not a point")
    if x % 2 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


BASE = recover(4 * pow(5, P - 2, P) % P, 0)


def point(raw):
    n = int.from_bytes(raw, "little")
    return recover(n & (2**255 - 1), n >> 255)


def is_signed(public, message, signature):
    if len(signature) != 64:
        return False
    s = int.from_bytes(signature[32:], "little")
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    if s >= L:
        return False
    left, right = times(s, BASE), add(point(signature[:32]), times(h, point(public)))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


def leaf(entry):
    return hashlib.sha256(b"\0" + entry).digest()


def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def root(hashes):
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    return node(root(hashes[:k]), root(hashes[k:]))


def need(holds, why):
    if not holds:
        sys.exit("NOT SOUND: " + why)


def checkpoint(note, keys):
    text, lines = note.rsplit("\n\n", 1)
    text += "\n"
    signatures = []
    for line in lines.rstrip("\n").split("\n"):
        dash, name, coded = line.split(" ")
        need(dash == "\u2014", "a signature line without its dash")
        signatures.append((name, base64.b64decode(coded, validate=True)))
    for key in keys:
        name, number, coded = key.split("+", 2)
        typed = base64.b64decode(coded, validate=True)
        own = hashlib.sha256(name.encode() + b"\n" + typed).digest()[:4]
        need(own.hex() == number, "the id of the key " + name)
        there = [s[4:] for n, s in signatures if n == name and s[:4] == own]
        need(len(there) == 1, "no signature by " + name)
        message, signature = text.encode(), there[0]
        if typed[0] == 4:
            seconds = int.from_bytes(signature[:8], "big")
            message, signature = b"cosignature/v1\ntime %d\n" % seconds + message, signature[8:]
        need(is_signed(typed[1:], message, signature), "a false signature by " + name)
    origin, size, coded = text.split("\n")[:3]
    need(origin == keys[0].split("+")[0], "the origin is not the name of the log's key")
    return int(size), base64.b64decode(coded, validate=True)


def place(folder, number, width):
    groups = "%03d" % (number % 1000)
    number //= 1000
    while number:
        groups = "x%03d/%s" % (number % 1000, groups)
        number //= 1000
    return "%s/%s" % (folder, groups if width == 256 else "%s.p/%d" % (groups, width))


def check_files(folder, keys):
    folder = pathlib.Path(folder)
    size, said = checkpoint((folder / "checkpoint").read_text(), keys)
    hashes = []
    for number in range((size + 255) // 256):
        width = min(256, size - number * 256)
        raw = (folder / place("tile/entries", number, width)).read_bytes()
        count = 0
        while raw:
            length = int.from_bytes(raw[:2], "big")
            need(len(raw) >= 2 + length, "a bundle ends in the middle of an entry")
            hashes.append(leaf(raw[2 : 2 + length]))
            raw, count = raw[2 + length :], count + 1
        need(count == width, "a bundle of another width")
    need(root(hashes) == said, "the entries have another root")
    level, layer = 0, hashes
    while layer:
        for number in range((len(layer) + 255) // 256):
            part = layer[number * 256 : number * 256 + 256]
            raw = (folder / place("tile/%d" % level, number, len(part))).read_bytes()
            need(raw == b"".join(part), "tile %d/%d" % (level, number))
        layer = [root(layer[i : i + 256]) for i in range(0, len(layer) // 256 * 256, 256)]
        level += 1
    print("sound", size, base64.b64encode(said).decode())


def check_proof(file, entry, keys):
    head, note = pathlib.Path(file).read_text().split("\n\n", 1)
    lines = head.split("\n")
    need(lines.pop(0) == "c2sp.org/tlog-proof@v1", "the first line")
    if lines[0].startswith("extra "):
        lines.pop(0)
    index = int(lines.pop(0).removeprefix("index "))
    size, said = checkpoint(note, keys)
    need(index < size, "the index")
    fn, sn, r = index, size - 1, leaf(pathlib.Path(entry).read_bytes())
    for line in lines:
        c = base64.b64decode(line, validate=True)
        need(sn != 0, "the path is too long")
        if fn % 2 or fn == sn:
            r = node(c, r)
            while fn % 2 == 0 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node(r, c)
        fn, sn = fn >> 1, sn >> 1
    need(sn == 0 and r == said, "the path leads to another root")
    print("proven", index, size)


if __name__ == "__main__":
    if sys.argv[1] == "--proof":
        check_proof(sys.argv[2], sys.argv[3], sys.argv[4:])
    else:
        check_files(sys.argv[1], sys.argv[2:])
