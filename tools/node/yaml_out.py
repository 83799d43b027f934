# SPDX-License-Identifier: Apache-2.0
"""Writes vectors and requirements in the YAML subset that etalon reads."""
import json
import re

PLAIN = re.compile(r"[A-Za-z_$][A-Za-z0-9_$-]*\Z")
RESERVED = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}


def flow(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k if PLAIN.match(k) else json.dumps(k)}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    if isinstance(value, str) and PLAIN.match(value) and value.lower() not in RESERVED:
        return value
    return json.dumps(value, ensure_ascii=False)


def steps(items, indent):
    pad = " " * indent
    lines = []
    for item in items:
        if "do" not in item:
            lines.append(f"{pad}- {flow(item)}")
            continue
        head = [(k, v) for k, v in item.items() if k != "do"]
        for n, (key, value) in enumerate(head):
            lines.append(f"{pad}{'- ' if n == 0 else '  '}{key}: {flow(value)}")
        lines.append(f"{pad}  do:")
        lines += steps(item["do"], indent + 2)
    return lines


def vector(v):
    lines = [f"- id: {v['id']}", f"  title: {json.dumps(v['title'], ensure_ascii=False)}",
             f"  requires: {flow(v['requires']) if all('.' not in r for r in v['requires']) else json.dumps(v['requires'])}"]
    if v.get("needs"):
        lines.append(f"  needs: {flow(v['needs'])}")
    lines.append("  scenario:")
    lines += steps(v["scenario"], 2)
    if v.get("still"):
        lines.append("  still:")
        lines += steps(v["still"], 2)
    lines.append(f"  source: {json.dumps(v['source'], ensure_ascii=False)}")
    if v.get("risk"):
        lines.append(f"  risk: {json.dumps(v['risk'], ensure_ascii=False)}")
    return lines


def requirement(r):
    lines = [f"- id: {r['id']}"]
    for key in ("standard", "clause"):
        lines.append(f"  {key}: {json.dumps(r[key], ensure_ascii=False)}")
    lines += [f"  level: {r['level']}", "  area: node",
              f"  text: {json.dumps(r['text'], ensure_ascii=False)}",
              f"  url: {json.dumps(r['url'])}"]
    return lines


def write(path, head, key, items, one):
    with open(path, "w", encoding="utf-8") as out:
        print("# SPDX-License-Identifier: Apache-2.0", file=out)
        for line in head:
            print(line, file=out)
        print(f"{key}:", file=out)
        for item in items:
            print("\n".join(one(item)), file=out)
