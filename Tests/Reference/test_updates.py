"""Publications (PROFILE.md section 17): limits too large for vectors, and random histories.

HISTORIES is the number of histories; `python test_updates.py Histories` with HISTORIES=1000 runs many.
"""

import os
import random
import unittest

import fixtures as f
from fixtures import ISS, ISSUER_ED, NOW, OTHER, STATUS_ONLY, URI
from hufu_reference import issue, publication, transport
from hufu_reference.policy import Policy
from hufu_reference.publication import read_changes, write_changes
from hufu_reference.store import Store
from hufu_reference.trust import Refused, TrustedIssuer, TrustedKey, TrustList
from hufu_reference.verify import verify

PUB = (ISS, "https://dmv.example.cn/lists")
KEYS = (STATUS_ONLY, ISSUER_ED)


def trusting():
    made = Store(30)
    keys = [TrustedKey(f.ISSUER.public.kid(), f.ISSUER.public, 1), *(TrustedKey(key.public.kid(), key.public, 2) for key in KEYS)]
    made.trust = TrustList({ISS: TrustedIssuer(ISS, "DMV", None, {key.kid: key for key in keys})})
    return made


class Limits(unittest.TestCase):
    def code(self, data, made=None):
        found, = (made or trusting()).load_package([data], NOW)
        return found.code

    def test_the_size_is_checked_before_the_form(self):
        def padded(size):
            changes = bytes(size)
            for _ in range(2):
                made = issue.update(STATUS_ONLY, PUB, NOW - 2, {URI: [0] * 4}, (), NOW - 1, NOW + 9, changes=changes)
                changes = bytes(len(changes) + size - len(made))
            return made
        self.assertEqual(len(padded(1 << 20)), 1 << 20)
        self.assertEqual(self.code(padded(1 << 20)), "list.base_missing")
        self.assertEqual(self.code(padded((1 << 20) + 1)), "list.too_large")

    def test_an_operator_may_lower_the_limit_of_values(self):
        made = trusting()
        made.most_values = 2
        index = issue.index(STATUS_ONLY, PUB, {URI: [0] * 8}, NOW, NOW + 9)
        self.assertEqual(self.code(index, made), "list.incomplete")
        made.most_values = 1
        self.assertEqual(self.code(index, made), "list.too_large")

    def test_2048_lists(self):
        tables = {f"{number:05}": [0] * 4 for number in range(2048)}
        lists = [issue.status_list(STATUS_ONLY, ISS, uri, values, NOW, NOW + 9) for uri, values in tables.items()]
        made = trusting()
        self.assertEqual(set(made.load_package([issue.index(STATUS_ONLY, PUB, tables, NOW, NOW + 9), *lists], NOW)), {None})
        self.assertEqual(len(made.states[PUB].lists), 2048)

    def test_2049_lists(self):
        made = issue.index(STATUS_ONLY, PUB, {f"{number:05}": [0] * 4 for number in range(2049)}, NOW, NOW + 9)
        self.assertEqual(self.code(made), "list.form_invalid")

    def test_changes_in_both_directions(self):
        numbers = random.Random(5)
        for bits in (1, 2, 4, 8):
            size = 1 << 20
            changes = {numbers.randrange(size): numbers.randrange(1 << bits) for _ in range(500)}
            data = write_changes(changes, bits)
            self.assertEqual(dict(read_changes(data, bits, size)), changes)
            for end in range(len(data)):
                try:
                    self.assertEqual(write_changes(dict(read_changes(data[:end], bits, size)), bits), data[:end])
                except Refused as refused:
                    self.assertEqual(refused.code, "list.form_invalid")

    def test_the_text_of_a_code(self):
        update = issue.update(STATUS_ONLY, PUB, NOW - 2, {URI: [0] * 4}, (), NOW - 1, NOW + 9)
        text = "HFU1:" + transport.base45_encode(update)
        self.assertEqual(transport.read_update(text.encode() + b"\r\n"), update)
        self.assertEqual(transport.read_update(b"]Q1" + text.encode()), update)
        for wrong in ("HFU2:" + text[5:], "HF1:" + text[5:], "HFU1:", text[:-1] + "!", "", "HFU1:" + "0" * 4294):
            with self.assertRaises(ValueError):
                transport.read_update(wrong.encode())


class Publisher:
    """Knows what it has changed since each of its states."""

    def __init__(self, numbers, name, uris, start):
        self.numbers, self.name, self.key, self.exp = numbers, name, KEYS[0], start + 100_000
        self.tables = {uri: [0] * 4 * numbers.choice((2, 512, 513, 8193)) for uri in uris}
        self.history = []  # (iat, the positions that were changed for it)
        self.index, self.lists, self.updates = b"", [], {}
        self.floor = start
        self.publish(start, True)

    @property
    def row(self):
        return [(uri, at) for uri in sorted(self.tables) for at in range(len(self.tables[uri]))]

    def change(self):
        row, changed = self.row, set()
        recent = [place for _, places in self.history[-3:] for place in places]
        for _ in range(self.numbers.randrange(4)):
            place = self.numbers.choice(recent) if recent and self.numbers.random() < 0.5 else self.numbers.randrange(len(row))
            uri, at = row[place]
            self.tables[uri][at] = self.numbers.randrange(4)
            changed.add(place)
        return changed

    def publish(self, iat, whole):
        """The files of this moment: updates from some earlier moments, and at times an index."""
        changed = self.change() if self.history else set()
        self.history.append((iat, changed))
        if whole:
            self.index = issue.index(self.key, self.name, self.tables, iat, self.exp)
            self.lists = [issue.status_list(self.key, ISS, uri, values, iat, self.exp) for uri, values in self.tables.items()]
        self.updates = {}
        for back in (1, 3, len(self.history) - 1):
            if 0 < back < len(self.history):
                base = self.history[-1 - back][0]
                places = set().union(*(places for at, places in self.history if at > base))
                self.updates[back] = issue.update(self.key, self.name, base, self.tables, places, iat, self.exp)

    def whole(self, iat):
        return [issue.status_list(self.key, ISS, uri, values, iat, self.exp) for uri, values in self.tables.items()]


class Histories(unittest.TestCase):
    def test_updates_and_whole_lists_lead_to_the_same_state(self):
        """Positions changed and changed back, keys rolled over, restarts, updates that are missed, repeated, cut, or of another publication."""
        caught_up = 0
        for seed in range(int(os.environ.get("HISTORIES", "20"))):
            with self.subTest(seed):
                caught_up += self.history(random.Random(seed))
        self.assertGreater(caught_up, 0)

    def history(self, numbers):
        start = NOW - 10_000
        publishers = [Publisher(numbers, (ISS, f"range {which}"), [f"{URI}/{which}/{number}" for number in range(numbers.choice((1, 3)))], start) for which in range(numbers.choice((1, 2)))]
        scanner, caught_up = trusting(), 0
        folders = {one.name: [one.index, *one.lists] for one in publishers}
        for folder in folders.values():
            self.assertEqual(set(scanner.load_package(folder, start)), {None})
        for step in range(1, 12):
            now = start + step * 60
            for one in publishers:
                if numbers.random() < 0.15:
                    one.key = numbers.choice(KEYS)
                one.publish(now, numbers.random() < 0.2)
            if numbers.random() < 0.2:
                old, scanner = scanner, trusting()
                scanner.marks, scanner.published, scanner.clock_floor = old.marks, old.published, old.clock_floor
                for name, folder in folders.items():
                    scanner.load_package(folder, now)
                    self.assertEqual(name in scanner.states, name in old.states)
                    self.assertTrue(name not in old.states or scanner.states[name].hash == old.states[name].hash)
            for one in publishers:
                if numbers.random() < 0.3:
                    continue
                self.hostile(numbers, scanner, one, now)
                for back in sorted(one.updates):
                    found, = scanner.load_package([one.updates[back]], now)
                    if found is None:
                        folders[one.name].append(one.updates[back])
                        break
                    self.assertEqual(found.code, "list.base_missing")
                else:
                    folders[one.name] = [one.index, *one.lists, *one.updates.values()]
                    scanner.load_package(folders[one.name], now)
                self.compare(numbers, scanner, one, now)
                caught_up += 1
        return caught_up

    def hostile(self, numbers, scanner, one, now):
        """What is refused changes nothing, and has its code."""
        before = scanner.states.get(one.name)
        update = numbers.choice(list(one.updates.values()))
        known = before is not None and publication.read(update, scanner.trust, now, 30).base <= before.iat < now
        other = (ISS, "another")
        wrong = [(update[:numbers.randrange(1, len(update))], "list.form_invalid"), (issue.update(OTHER, one.name, 0, one.tables, (), now, one.exp), "list.key_unknown"),
                 (issue.update(one.key, other, 0, one.tables, (), now, one.exp), "list.base_missing"),
                 (issue.update(one.key, ("https://nobody.example", one.name[1]), 0, one.tables, (), now, one.exp), "list.issuer_unknown")]
        if known:
            wrong.append((issue.update(one.key, one.name, 0, one.tables, (), now, one.exp, state=bytes(32)), "list.state_mismatch"))
        for data, code in wrong:
            found, = scanner.load_package([data], now)
            self.assertEqual(found and found.code, code)
            self.assertIs(scanner.states.get(one.name), before)

    def compare(self, numbers, scanner, one, now):
        whole = trusting()
        self.assertEqual(set(whole.load_package(one.whole(now), now)), {None})
        self.assertEqual(scanner.states[one.name].iat, now)
        for listed in scanner.states[one.name].lists:
            self.assertEqual(listed.data, whole.lists[ISS, listed.uri].values)
        uri = numbers.choice(sorted(one.tables))
        index = numbers.randrange(len(one.tables[uri]) + 1)
        made = f.issued(status=(uri, index))
        scan = f.present(made, now=NOW)
        text = scan if isinstance(scan, bytes) and scan.startswith(b"HF1") else transport.encode(scan).encode()
        verdicts = [verify(text, store, Policy(oldest_status=1 << 40), NOW).json() for store in (scanner, whole)]
        self.assertEqual(*verdicts)


if __name__ == "__main__":
    unittest.main()
