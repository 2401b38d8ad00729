# SPDX-FileCopyrightText: 2026 The Baton authors
# SPDX-License-Identifier: Apache-2.0
"""After a compile: compares the poms of a split checkout with the class files. check.py WORKTREE [target/fast]"""
import glob, os, re, sys
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from modules import *
from bytecode import names

root = sys.argv[1]
target = sys.argv[2] if len(sys.argv) > 2 else 'target/fast'


def classes(folder):
    return [p for p in glob.glob(folder + '/**/*.class', recursive=True)]


owner = {}
for module in ORDER:
    for kind in ('classes', 'test-classes'):
        for path in classes(f'{root}/{module}/{target}/{kind}'):
            name = os.path.relpath(path, f'{root}/{module}/{target}/{kind}')[:-6].replace('/', '.')
            owner.setdefault(name, module)


def artifact(name, module):
    if name in owner:
        return None if owner[name] == module else owner[name]
    if name.startswith(NO_ARTIFACT) or '.' not in name:
        return None
    parts = name.split('.')
    for end in range(len(parts), 0, -1):
        found = ARTIFACTS.get('.'.join(parts[:end]))
        if found:
            return found
    return '?' + '.'.join(parts[:4])


for module in ORDER:
    if not module.startswith('baton-') or not os.path.exists(f'{root}/{module}/pom.xml'):
        continue
    used = {}
    for kind in ('classes', 'test-classes'):
        used[kind] = {}
        for path in classes(f'{root}/{module}/{target}/{kind}'):
            for name in names(path):
                found = artifact(name, module)
                if found:
                    used[kind].setdefault(found, set()).add(name + ' in ' + os.path.basename(path)[:-6])
    pom = open(f'{root}/{module}/pom.xml').read()
    pom = re.sub(r'<!--.*?-->', '', pom, flags=re.S)
    declared = {}
    for block in re.findall(r'<dependency>(.*?)</dependency>', pom, re.S):
        group = re.search('<groupId>(.*?)<', block).group(1)
        art = re.search('<artifactId>(.*?)<', block).group(1)
        scope = re.search('<scope>(.*?)<', block)
        declared[art if group == 'dev.baton' else f'{group}:{art}'] = scope.group(1) if scope else 'compile'
    main, test = used['classes'], used['test-classes']
    for found in sorted(main):
        if declared.get(found) != 'compile':
            print(f'{module}: main uses {found}, declared {declared.get(found)}: {sorted(main[found])[:2]}')
    for found in sorted(set(test) - set(main)):
        if found not in declared:
            print(f'{module}: tests use {found}, undeclared: {sorted(test[found])[:2]}')
        elif declared[found] == 'compile':
            print(f'{module}: only tests use {found}, declared compile')
    for found, scope in sorted(declared.items()):
        if scope == 'compile' and found not in main and found not in test:
            print(f'{module}: {found} is not used')
