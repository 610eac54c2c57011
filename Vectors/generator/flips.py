"""Families over one token: cut short at every byte, one bit changed in every byte.

What a changed bit leads to is known from where it stands: bytes inside a string or number change a value whose layer is known; of a head, the highest
bit is changed with which the item around it is no longer well-formed, or breaks a rule of section 3, by the judgement of `broken`, which knows only lengths.
"""

from __future__ import annotations

from typing import Iterator

from hufu_reference.strict import Item, read

from .make import DEVICE_ED, SHORT, File, credential, holder


def well_formed(data: bytes, position: int) -> int:
    """RFC 8949 appendix C, for definite lengths. Returns where the item ends; ValueError if there is none. Any indefinite length is ValueError."""
    if position >= len(data):
        raise ValueError
    major, info = data[position] >> 5, data[position] & 31
    position += 1
    argument = info
    if info > 27 or major == 7 and info not in (20, 21, 22, 24):
        raise ValueError
    if info > 23:
        size = 1 << (info - 24)
        if position + size > len(data):
            raise ValueError
        argument = int.from_bytes(data[position:position + size], "big")
        position += size
    if major in (2, 3):
        position += argument
        if position > len(data):
            raise ValueError
    if major == 7 and info == 24 and argument != 59:
        raise ValueError
    if major in (4, 5, 6):
        count = 1 if major == 6 else argument * (major - 3)
        if count > len(data):
            raise ValueError
        for _ in range(count):
            position = well_formed(data, position)
    return position


def broken(data: bytes) -> bool:
    try:
        return well_formed(data, 0) != len(data)
    except ValueError:
        return True


def leaves(item: Item, base: int, path: tuple = ()) -> Iterator[tuple[int, int, int, tuple]]:
    """(start, end of the head, end, path) of every item but map keys, with positions from `base`. Of a number, the head is its first byte."""
    body = len(item.value) if item.kind == "bytes" else len(item.value.encode()) if item.kind == "text" else len(item.raw) - 1 if item.kind == "int" else 0
    start = base + item.offset
    yield start, start + len(item.raw) - body, start + len(item.raw), path
    if item.kind == "array":
        for index, one in enumerate(item.value):
            yield from leaves(one, base, path + (index,))
    elif item.kind == "map":
        for key, one in item.value.items():
            yield from leaves(one, base, path + (key,))
    elif item.kind == "tag":
        yield from leaves(item.value[1], base, path)


def contents(payload: bytes) -> Iterator[tuple[str, int, int, tuple]]:
    """The bytes of every string and number after its head, with the layer that holds it."""
    outer = read(payload)
    parts = outer.value[1].value
    for layer, item in (("token protected", parts[0]), ("token payload", parts[2])):
        start = item.offset + len(item.raw) - len(item.value)
        inner = read(item.value)
        for _, head, end, path in leaves(inner, start):
            if end > head and path[:1] != (13,):
                yield layer, head, end, path
        if layer == "token protected":
            kcwt = inner.value[13]
            for _, head, end, path in leaves(kcwt, start):
                if path == (1, 17, 0):
                    yield "disclosure", head, end, path
                elif path == (3,):
                    yield "credential signature", head, end, path
            for name, place in (("credential protected", 0), ("credential payload", 2)):
                part = kcwt.value[1].value[place]
                begin = start + part.offset + len(part.raw) - len(part.value)
                for _, head, end, path in leaves(read(part.value, redaction=True), begin):
                    if end > head:
                        yield name, head, end, path
    signature = parts[3]
    yield "token signature", signature.offset + 2, signature.offset + 66, ()


CODE = {"token payload": "token.signature_invalid", "token signature": "token.signature_invalid", "disclosure": "token.signature_invalid",
        "credential payload": "credential.signature_invalid", "credential signature": "credential.signature_invalid"}


def regions(payload: bytes) -> list[tuple[int, int]]:
    """Where each strict item of the token lies: the whole, the two protected headers, the two payloads."""
    outer = read(payload)
    out = [(0, len(payload))]
    for item in (outer.value[1].value[0], outer.value[1].value[2]):
        end = item.offset + len(item.raw)
        out.append((end - len(item.value), end))
    begin = out[1][0]
    kcwt = read(outer.value[1].value[0].value).value[13]
    for item in (kcwt.value[1].value[0], kcwt.value[1].value[2]):
        end = begin + item.offset + len(item.raw)
        out.append((end - len(item.value), end))
    return out


def flips(payload: bytes) -> Iterator[tuple[int, int, str, str]]:
    """(byte, bit, code, what it is) for every byte."""
    known: dict[int, tuple[int, str, str]] = {}
    for layer, start, end, path in contents(payload):
        code = {("credential protected", (4,)): "issuer.key_unknown", ("credential protected", (16,)): "cose.header_invalid", ("token protected", (16,)): "cose.header_invalid",
                ("credential payload", (1,)): "issuer.unknown"}.get((layer, path)) or CODE[layer]
        for place in range(start, end):
            byte = payload[place]
            if layer.endswith("payload") and path == (4,):
                bit = next(bit for bit in range(8) if not byte >> bit & 1)  # exp may only grow, and iat may only shrink: else they contradict
            elif layer.endswith("payload") and path == (6,):
                bit = next(bit for bit in range(8) if byte >> bit & 1)
            else:
                bit = 1 if byte == 1 else 0  # a leading byte may not become 0
            known[place] = (bit, code, f"{layer}, a value")
    license_key = payload.index(bytes.fromhex("3a00010000")) + 1  # after the head of -65537, the last key of the claims
    for place in range(license_key, license_key + 4):
        known[place] = (1, "credential.claims_invalid", "the key of the licence becomes another: there is no licence")
    curve = payload.index(bytes.fromhex("200621"))
    known[curve] = (0, "cbor.invalid", "the key -1 in cnf becomes -2, which comes again")
    layers = regions(payload)
    for place in range(len(payload)):
        if place in known:
            yield place, *known[place]
            continue
        start, end = min(((s, e) for s, e in layers if s <= place < e), key=lambda one: one[1] - one[0])
        for bit in range(7, -1, -1):
            piece = bytearray(payload[start:end])
            piece[place - start] ^= 1 << bit
            if broken(bytes(piece)):
                yield place, bit, "cbor.invalid", "a head: the item around it is no longer well-formed"
                break
        else:
            raise AssertionError(f"byte {place} is not known")


def family(f: File) -> None:
    licence = {**SHORT, "given_name": "Wei"}
    payload = holder(credential(licence=licence, redacted=(2,), device=DEVICE_ED), show=[2], device=DEVICE_ED)
    f.base("token", payload)
    f.case("truncate-none", "The token that the two families below change", 3, {"base": "token"}, licence=licence)
    for end in range(1, len(payload)):
        f.case(f"truncate-{end}", "Cut short", 3, {"base": "token", "truncate": end}, "cbor.invalid", flags=("generated",))
    for place, bit, code, where in flips(payload):
        f.case(f"flip-{place}", f"One bit changed: {where}", {"cose": 3, "cbor": 3, "issuer": 6}.get(code.split(".")[0], 5 if "claims" in code else 7),
               {"base": "token", "flip": [place, bit]}, code, flags=("generated",))
