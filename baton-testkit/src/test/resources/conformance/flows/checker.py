#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Baton authors
# SPDX-License-Identifier: Apache-2.0
"""Compares an observation of a flow case with its expectation.

Knows nothing about any engine; see FORMAT.md for the two JSON shapes.

    checker.py CASE.json OBSERVED.json [--strict] [--which fixed|taskflow|either]
    checker.py --dir CASES OBSERVED_DIR [--strict] [--which ...]   (same file names)

Exit status 0 when everything matches.  --strict additionally compares
intentions, the phase of an error, and whether a single failure was raised as
itself or wrapped.
"""
import argparse
import collections
import json
import os
import sys


# ------------------------------------------------------------------ printing
def dumps_case(obj, width=118):
    """JSON with short values kept on one line (stable, diff friendly)."""
    def one(o):
        return json.dumps(o, sort_keys=False, ensure_ascii=False)

    def fmt(o, indent):
        flat = one(o)
        if len(flat) + indent <= width or not isinstance(o, (dict, list)) or not o:
            return flat
        pad = " " * (indent + 1)
        if isinstance(o, dict):
            items = [pad + json.dumps(k, ensure_ascii=False) + ": " + fmt(v, indent + 1)
                     for k, v in o.items()]
            return "{\n" + ",\n".join(items) + "\n" + " " * indent + "}"
        if all(isinstance(x, list) and len(x) == 2 and all(isinstance(y, int) for y in x) for x in o):
            out, line = [], ""
            for x in o:
                s = one(x) + ", "
                if len(line) + len(s) + indent > width:
                    out.append(pad + line.rstrip())
                    line = ""
                line += s
            out.append(pad + line.rstrip().rstrip(","))
            return "[\n" + "\n".join(out) + "\n" + " " * indent + "]"
        return "[\n" + ",\n".join(pad + fmt(v, indent + 1) for v in o) + "\n" + " " * indent + "]"
    return fmt(obj, 0) + "\n"


# ------------------------------------------------------------------- helpers
def key(entry):
    return json.dumps(entry, sort_keys=True)


def labels(trace):
    """Names every entry by (content, how many equal ones came before)."""
    seen = collections.Counter()
    out = []
    for e in trace:
        k = key(e)
        out.append((k, seen[k]))
        seen[k] += 1
    return out


def subject(entry):
    """The atoms an entry is about (None: the flow as a whole)."""
    if entry[0] == "flow":
        return None
    if entry[0] == "decider":
        return tuple(entry[1].split("->"))
    return (entry[1],)


def free_runs(trace):
    """Runs of two or more entries that one engine action produces together.

    Resets to PENDING, IGNORE marks and decider votes come in batches whose
    inner order has no meaning.  Returned as [first, last] index pairs.
    """
    def batch(e):
        return e[0] == "decider" or (e[0] in ("task", "retry") and e[3] in ("PENDING", "IGNORE"))
    runs, i = [], 0
    while i < len(trace):
        j = i
        while j < len(trace) and batch(trace[j]):
            j += 1
        if j - i > 1:
            runs.append([i, j - 1])
        i = max(j, i + 1)
    return runs


def loosened(trace):
    """The trace with every free run turned around."""
    out = list(trace)
    for a, b in free_runs(trace):
        out[a:b + 1] = reversed(out[a:b + 1])
    return out


def clean(o):
    """Drops nulls in dicts, so that absent and null are the same."""
    if isinstance(o, dict):
        return {k: clean(v) for k, v in o.items() if v is not None}
    if isinstance(o, list):
        return [clean(v) for v in o]
    return o


def clean_atoms(atoms, strict):
    out = {}
    for name, d in (atoms or {}).items():
        d = {k: v for k, v in d.items() if v is not None}
        if not strict:
            d.pop("intention", None)
        out[name] = d
    return out


def neutral_raised(r, strict):
    if r is None or strict:
        return r
    r = dict(r)
    r.pop("phase", None)
    if "failure" in r:
        r = {"wrapped": [r["failure"]]}
    return r


def masked(case, trace):
    """The trace without the payload keys that the case says to ignore."""
    ignore = set(case.get("ignore") or ())
    if not ignore:
        return trace
    return [e[:3] + [{k: v for k, v in e[3].items() if k not in ignore}] if e[0] == "call" else e for e in trace]


# ------------------------------------------------------------------ recording
def closure(pairs, n):
    succ = [0] * n
    for i, j in pairs:
        succ[i] |= 1 << j
    order = topo(succ, n)
    for i in reversed(order):
        m, acc = succ[i], succ[i]
        while m:
            low = m & -m
            acc |= succ[low.bit_length() - 1]
            m ^= low
        succ[i] = acc
    return succ


def topo(succ, n):
    indeg = [0] * n
    for i in range(n):
        m = succ[i]
        while m:
            low = m & -m
            indeg[low.bit_length() - 1] += 1
            m ^= low
    q = [i for i in range(n) if indeg[i] == 0]
    out = []
    while q:
        i = q.pop()
        out.append(i)
        m = succ[i]
        while m:
            low = m & -m
            j = low.bit_length() - 1
            indeg[j] -= 1
            if indeg[j] == 0:
                q.append(j)
            m ^= low
    return out


def reduction(succ, n):
    """Transitive reduction of a transitively closed relation (bit sets)."""
    out = []
    for i in range(n):
        keep = succ[i]
        m = succ[i]
        while m:
            low = m & -m
            keep &= ~succ[low.bit_length() - 1]
            m ^= low
        while keep:
            low = keep & -keep
            out.append([i, low.bit_length() - 1])
            keep ^= low
    return out


def common_order(traces):
    """Pairs that hold in all traces (same multiset), as closed bit sets."""
    base = labels(traces[0])
    n = len(base)
    index = {lab: i for i, lab in enumerate(base)}
    full = (1 << n) - 1
    succ = [full] * n
    for t in traces:
        after = 0
        seq = [index[lab] for lab in labels(t)]
        for i in reversed(seq):
            succ[i] &= after
            after |= 1 << i
    return succ, n


def necessary(trace, succ, n, rel):
    """Keeps the relations that any faithful engine must show."""
    desc = {k: set(v) for k, v in rel["descendants"].items()}
    prio = rel["priority"]
    subj = [subject(e) for e in trace]
    loose = [e[0] == "call" and e[2] == "on_failure" for e in trace]
    anc = {k: frozenset(x for x in desc if k in desc[x]) for k in desc}

    def related(i, j):
        a, b = subj[i], subj[j]
        if a is None or b is None:
            return True
        if set(a) & set(b):
            return True
        # When a retry decides is a matter of timing for everybody else.
        if loose[i] or loose[j]:
            return False
        # A decider (source, target) is ordered like its target.
        x, y = a[-1], b[-1]
        return y in desc.get(x, ()) or x in desc.get(y, ())

    pairs = []
    for i in range(n):
        m = succ[i]
        while m:
            low = m & -m
            j = low.bit_length() - 1
            m ^= low
            ei, ej = trace[i], trace[j]
            if related(i, j):
                pairs.append((i, j))
            elif (ei[0] in ("task", "retry") and ej[0] in ("task", "retry") and
                  ei[3] == "RUNNING" and ej[3] == "RUNNING" and anc.get(ei[1]) == anc.get(ej[1]) and
                  prio.get(ei[1], 0) > prio.get(ej[1], 0)):
                # Ready at the same moment, so the priority decides.
                pairs.append((i, j))
    return reduction(closure(pairs, n), n)


def summarise(case, observations, few=12):
    """Turns many observations of one case into its expectation."""
    groups = collections.OrderedDict()
    rel = None
    for obs in observations:
        rel = rel or obs.get("_relations")
        for s in obs["steps"]:
            s["trace"] = masked(case, s["trace"])
        sig = []
        for s in obs["steps"]:
            body = {k: s.get(k) for k in ("result", "raised", "flow_state", "atoms", "store")}
            body["trace"] = sorted(key(e) for e in s["trace"])
            sig.append(body)
        groups.setdefault(json.dumps(sig, sort_keys=True), []).append(obs)
    engines = {(case.get("engine") or {}).get("kind", "serial")}
    for s in case.get("steps") or []:
        if "engine" in s:
            engines.add(s["engine"].get("kind", "serial"))
    parallel = "parallel" in engines
    outcomes = []
    for group in sorted(groups.values(), key=len, reverse=True):
        steps = []
        for i, first in enumerate(group[0]["steps"]):
            step = {k: first[k] for k in ("result", "raised", "flow_state", "atoms", "store") if k in first}
            traces = [g["steps"][i]["trace"] for g in group]
            exact = all(t == traces[0] for t in traces)
            if exact and (len(group) >= few or len(groups) == 1):
                step["order"] = "exact"
                step["trace"] = traces[0]
                runs = free_runs(traces[0])
                if runs:
                    step["free"] = runs
            else:
                step["order"] = "partial"
                step["trace"] = traces[0]
                succ, n = common_order(traces + [loosened(t) for t in traces])
                relx = rel or {"descendants": {}, "priority": {}}
                if parallel or len(group) < few or n > 150:
                    step["before"] = necessary(traces[0], succ, n, relx)
                else:
                    step["before"] = reduction(succ, n)
            steps.append(step)
        outcomes.append({"steps": steps, "seen": len(group)})
    return {"oracle": "taskflow", "samples": len(observations), "outcomes": outcomes}


# ------------------------------------------------------------------- checking
def diff(what, want, got):
    a, b = json.dumps(want, sort_keys=True), json.dumps(got, sort_keys=True)
    return "%s: expected %s got %s" % (what, a[:300], b[:300])


def check_trace(exp, trace):
    want = exp["trace"]
    if exp["order"] == "exact":
        want, trace = list(want), list(trace)
        for a, b in exp.get("free", []):
            want[a:b + 1] = sorted(want[a:b + 1], key=key)
            trace[a:b + 1] = sorted(trace[a:b + 1], key=key)
        if [key(e) for e in want] != [key(e) for e in trace]:
            for i in range(max(len(want), len(trace))):
                a = want[i] if i < len(want) else None
                b = trace[i] if i < len(trace) else None
                if a is None or b is None or key(a) != key(b):
                    return diff("trace entry %d" % i, a, b)
        return None
    cw = collections.Counter(key(e) for e in want)
    cg = collections.Counter(key(e) for e in trace)
    if cw != cg:
        return "trace contents: missing %s unexpected %s" % (
            sorted((cw - cg).elements())[:3], sorted((cg - cw).elements())[:3])
    pos = {lab: i for i, lab in enumerate(labels(trace))}
    labs = labels(want)
    for i, j in exp.get("before", []):
        if pos[labs[i]] >= pos[labs[j]]:
            return "order: %s must come before %s" % (key(want[i]), key(want[j]))
    return None


def check_step(exp, got, strict):
    if exp["result"] != got.get("result"):
        return diff("result", [exp["result"], exp.get("raised")], [got.get("result"), got.get("raised")])
    if exp["result"] == "raised":
        a, b = neutral_raised(exp.get("raised"), strict), neutral_raised(got.get("raised"), strict)
        if a != b:
            return diff("raised", a, b)
    if "flow_state" in exp and exp["flow_state"] != got.get("flow_state"):
        return diff("flow_state", exp["flow_state"], got.get("flow_state"))
    if "atoms" in exp:
        a = clean_atoms(exp["atoms"], strict)
        b = clean_atoms(got.get("atoms"), strict)
        if a != b:
            for k in sorted(set(a) | set(b)):
                if a.get(k) != b.get(k):
                    return diff("atom %s" % k, a.get(k), b.get(k))
    if "store" in exp and exp["store"] != got.get("store"):
        return diff("store", exp["store"], got.get("store"))
    return check_trace(exp, got.get("trace", []))


def signature(outcome):
    """What an outcome says, apart from order and sample counts."""
    return json.dumps([[{k: s.get(k) for k in ("result", "raised", "flow_state", "atoms", "store")},
                        sorted(key(e) for e in s["trace"])] for s in outcome["steps"]], sort_keys=True)


def expectation(case, which):
    """which: 'fixed' (repaired where there is a difference), 'taskflow', 'either'."""
    if which == "taskflow" or "expect_fixed" not in case:
        return case["expect"]["outcomes"]
    if which == "fixed":
        return case["expect_fixed"]["outcomes"]
    return case["expect_fixed"]["outcomes"] + case["expect"]["outcomes"]


def check(case, obs, strict=False, which="fixed"):
    """Returns (ok, reason). ok when any recorded outcome matches."""
    reasons = []
    for k, outcome in enumerate(expectation(case, which)):
        why = None
        if len(outcome["steps"]) != len(obs.get("steps", [])):
            why = "number of steps: expected %d got %d" % (len(outcome["steps"]), len(obs.get("steps", [])))
        else:
            for i, (e, g) in enumerate(zip(outcome["steps"], obs["steps"])):
                r = check_step(e, dict(g, trace=masked(case, g.get("trace", []))), strict)
                if r:
                    why = "step %d: %s" % (i, r)
                    break
        if why is None:
            return True, ""
        reasons.append(why)
    if len(reasons) == 1:
        return False, reasons[0]
    return False, "no outcome matches; " + " | ".join("#%d %s" % (i, r) for i, r in enumerate(reasons[:4]))


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("case")
    ap.add_argument("observed")
    ap.add_argument("--strict", action="store_true")
    ap.add_argument("--dir", action="store_true")
    ap.add_argument("--which", default="fixed", choices=["fixed", "taskflow", "either"])
    a = ap.parse_args()
    pairs = [(a.case, a.observed)]
    if a.dir:
        pairs = [(os.path.join(a.case, n), os.path.join(a.observed, n))
                 for n in sorted(os.listdir(a.case)) if n.endswith(".json")]
    bad = 0
    for c, o in pairs:
        with open(c, encoding="utf-8") as fh:
            case = json.load(fh)
        if not os.path.exists(o):
            ok, why = False, "no observation"
        else:
            with open(o, encoding="utf-8") as fh:
                ok, why = check(case, json.load(fh), a.strict, a.which)
        if not ok:
            bad += 1
            print("FAIL %s: %s" % (case["id"], why))
    print("%d cases, %d failed" % (len(pairs), bad))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
