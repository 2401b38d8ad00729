# SPDX-FileCopyrightText: 2026 The Baton authors
# SPDX-License-Identifier: Apache-2.0
"""Which libraries the class files of a module use: bytecode.py FOLDER... ; as dependency:analyze sees it, roughly."""
import os, re, struct, sys


def names(path):
    """The class names in the constant pool of a class file."""
    with open(path, 'rb') as f:
        data = f.read()
    count, at, index, texts, classes = struct.unpack('>H', data[8:10])[0], 10, 1, {}, []
    while index < count:
        tag = data[at]
        if tag == 1:
            size = struct.unpack('>H', data[at + 1:at + 3])[0]
            texts[index] = data[at + 3:at + 3 + size].decode('utf-8', 'replace')
            at += 3 + size
        elif tag == 7:
            classes.append(struct.unpack('>H', data[at + 1:at + 3])[0])
            at += 3
        elif tag in (8, 16, 19, 20):
            at += 3
        elif tag == 15:
            at += 4
        elif tag in (5, 6):
            at += 9
            index += 1
        else:
            at += 5
        index += 1
    found = set()
    for i in classes:
        found.update([texts[i]] if not texts[i].startswith('[') else re.findall(r'L([\w/$]+);', texts[i]))
    for text in texts.values():
        found.update(re.findall(r'L([a-z]\w*(?:/[\w$]+)+)[;<]', text))
    return {n.replace('/', '.') for n in found}
