"""Splits the modules of the checkout in the current folder. Started by split.sh."""
import collections, os, re, shutil, subprocess, sys
from modules import *

HERE = sys.argv[1]
manual = []  # what could not be done: printed at the end


def git(*args):
    return subprocess.run(['git', *args], check=True, capture_output=True, text=True).stdout


def tracked():
    return [p for p in git('ls-files', '-co', '--exclude-standard').split('\n') if p and not p.startswith('tools/modules/') and os.path.exists(p)]


def read(path):
    with open(path, encoding='utf-8') as f:
        return f.read()


def write(path, text):
    if os.path.dirname(path):
        os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w', encoding='utf-8') as f:
        f.write(text)


def die(message):
    sys.exit('split: ' + message)


def move(old, new):
    os.makedirs(os.path.dirname(new), exist_ok=True)
    if os.path.exists(new):
        die(f'{new} exists already')
    os.rename(old, new)


def sub(path, old, new, count=1):
    """Replaces a text that must be there; else the edit is left to a person."""
    text = read(path) if os.path.exists(path) else ''
    if old not in text:
        manual.append(f'{path}: not found: {old[:100]!r}')
        return
    write(path, text.replace(old, new) if count == 0 else text.replace(old, new, count))


PACKAGE = re.compile(r'^package ([\w.]+);', re.M)
IMPORT = re.compile(r'^import (static )?([\w.]+);\n', re.M)


def java():
    return [p for p in tracked() if p.endswith('.java') and '/src/' in p]


def package(text):
    found = PACKAGE.search(text)
    return found.group(1) if found else None


# --- Moves of single types from one package to another.

def move_types(old, new, wanted, package_info=None, stays=()):
    """Moves the types of package old whose names wanted(name) accepts, main and test, with imports."""
    sources = {p: read(p) for p in java()}
    folder = lambda name: name.replace('.', '/')
    mine, stay = {}, set()
    for path, text in sources.items():
        if package(text) == old:
            name = os.path.basename(path)[:-5]
            if wanted(name):
                mine[path] = name
            elif name != 'package-info':
                stay.add(name)
    moved = set(mine.values())
    if not moved:
        return False
    # A test of a type that is not public goes with it.
    hidden = {name for path, name in mine.items() if not re.search(r'^public ', sources[path], re.M)}
    for path, text in sources.items():
        name = os.path.basename(path)[:-5]
        if package(text) == old and path not in mine and '/src/test/' in path and name not in stays \
                and any(re.search(r'\b' + h + r'\b', text) for h in hidden):
            mine[path] = name
            stay.discard(name)
            moved.add(name)
    gone = re.compile(r'\b' + re.escape(old) + r'\.(' + '|'.join(sorted(moved)) + r')\b')
    for path, text in sources.items():
        here = package(text)
        text = gone.sub(lambda m: new + '.' + m.group(1), text)
        if path in mine:
            text = PACKAGE.sub(f'package {new};', text, count=1)
            text = re.sub(r'^import (?:static )?' + re.escape(new) + r'\.[A-Z]\w*;\n', '', text, flags=re.M)
            text = add_imports(text, old, stay)
        elif here == old:
            text = add_imports(text, new, moved)
        if text != sources[path]:
            write(path, text)
    for path in mine:
        move(path, path.replace('/' + folder(old) + '/', '/' + folder(new) + '/'))
    if package_info:
        main = next(p for p in mine if '/src/main/' in p)
        root = main[:main.index('/src/main/')]
        write(f'{root}/src/main/java/{folder(new)}/package-info.java', package_info)
    return True


def add_imports(text, of, names):
    """Adds the imports of the names that the text uses; the formatter sorts them."""
    body = text[PACKAGE.search(text).end():]
    # A qualified name such as Other.Name is not a use of Name.
    code = IMPORT.sub('', body)
    simple = {i[1].rsplit('.', 1)[1] for i in IMPORT.findall(body)}
    own = set(re.findall(r'\b(?:class|record|interface|enum)\s+(\w+)', code))
    used = sorted(n for n in names
                  if n not in simple and n not in own and re.search(r'(?<![\w.])' + n + r'\b', code))
    lines = ''.join(f'import {of}.{n};\n' for n in used)
    if not lines:
        return text
    at = PACKAGE.search(text).end()
    rest = text[at:].lstrip('\n')
    return text[:at] + '\n\n' + lines + ('' if rest.startswith('import ') else '\n') + rest


PROCESS_INFO = '''// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The engine that runs engine jobs as processes of this host. The package may depend on {@code
 * engine}, {@code job}, {@code service} and {@code error}. Start reading at: {@link
 * dev.baton.builtin.process.ProcessEngine}.
 */
@NullMarked
package dev.baton.builtin.process;

import org.jspecify.annotations.NullMarked;
'''


def move_single_types():
    process = re.compile(r'Process[A-Z]\w*|ReadProcessStatus|RemoveProcessJob|StartProcessJob|CheckProcessSpec'
                         r'|FolderWatch|ProgramLookup')
    # The tests stay: they use a fixture that the tests of the shell engine use too.
    wanted = lambda name: bool(process.fullmatch(name)) and not name.endswith(('Test', 'Fixture'))
    if move_types('dev.baton.engine', 'dev.baton.builtin.process', wanted, PROCESS_INFO,
                  stays=('EnginePlaceTest',)):
        for script in ('supervise-job.sh', 'own-session.sh'):
            move(f'baton-core/src/main/resources/dev/baton/engine/{script}',
                 f'baton-core/src/main/resources/dev/baton/builtin/process/{script}')
        split_place_test()
    # The server uses these two, and must not depend on the settings of the command line.
    move_types('dev.baton.config', 'dev.baton.error', lambda n: n in ('DidYouMean', 'DidYouMeanTest'))
    move_types('dev.baton.config', 'dev.baton.service', lambda n: n in ('Durations', 'DurationsTest'))


def split_place_test():
    """The one test of EnginePlaceTest that is about a host goes to a test of ProcessHost."""
    path = 'baton-testkit/src/test/java/dev/baton/engine/EnginePlaceTest.java'
    text = read(path)
    found = re.search(r'\n  @Test\n  void host_withAnotherName.*?\n  }\n', text, re.S)
    if not found:
        manual.append(f'{path}: the test of ProcessHost was not found')
        return
    text = text[:found.start()] + text[found.end():]
    text = re.sub(r'^import (dev\.baton\.builtin\.process\.ProcessHost|java\.io\.IOException'
                  r'|java\.nio\.file\.Path|org\.junit\.jupiter\.api\.io\.TempDir);\n', '', text, flags=re.M)
    write(path, text)
    body = found.group(0).strip('\n').replace('isSame(', 'EnginePlace.isSame(')
    write('baton-testkit/src/test/java/dev/baton/builtin/process/ProcessHostTest.java', '''\
// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.builtin.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.EnginePlace;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests when the processes of a host are in the same place as before. */
final class ProcessHostTest {

''' + body + '\n}\n')


# --- Moves by package.

def module_of(name, module):
    """The new module of a package; module is the old one."""
    if not name.startswith('dev.baton'):
        return 'baton-testkit' if name == 'com.example.flows' and module != 'examples' else \
            {'baton-app': REST_OF_APP}.get(module, module)
    if name == 'dev.baton':
        return REST_OF_APP
    first = name.split('.')[2]
    if first in PACKAGES:
        return PACKAGES[first]
    if module == 'baton-app':
        return REST_OF_APP
    die(f'package {name} of {module} has no module: name it in modules.py')


def move_packages():
    for path in tracked():
        parts = path.split('/')
        module = parts[0]
        if module not in ('baton-core', 'baton-drivers', 'baton-app') or '/src/' not in path:
            continue
        kind, rest = path[len(module) + 1:].split('/dev/baton/', 1) if '/dev/baton/' in path else (None, None)
        if path.endswith('.java'):
            target = module_of(package(read(path)), module)
        elif kind is not None:
            folder = os.path.dirname(rest)
            target = module_of('dev.baton' + ('.' + folder.replace('/', '.') if folder else ''), module)
        elif path.endswith(('junit-platform.properties', 'src/test/resources/logback-test.xml')) \
                and (module != 'baton-app' or path.endswith('.properties')):
            os.remove(path)  # in the root pom, and in tools/test
            continue
        elif module == 'baton-app':
            target = REST_OF_APP
        elif '/db/migration/' in path:
            target = 'baton-jdbc'
        elif module == 'baton-drivers' and '/test/resources/kazoo/' in path:
            target = 'baton-zookeeper'
        elif module == 'baton-core':
            target = module
        else:
            die(f'no module is known for {path}')
        new = target + path[len(module):]
        # The flows that tests of the server and of the command line share.
        if target == 'baton-testkit' and '/com/example/flows/' in path:
            new = new.replace('/src/test/', '/src/main/')
        if package_in_tests_of_testkit(path, target, module):
            die(f'{path} would need baton-testkit inside baton-actions')
        if new != path:
            move(path, new)
    # Its tests need the test kit, which depends on it: they are in baton-testkit, as those of the core.
    for leftover in ('baton-testkit/src/test/resources/junit-platform.properties',
                     'baton-testkit/src/test/resources/logback-test.xml'):
        if os.path.exists(leftover):
            os.remove(leftover)
    for old in ('baton-drivers', 'baton-app'):
        if os.path.exists(old + '/pom.xml'):
            os.remove(old + '/pom.xml')
        remove_empty(old)


def package_in_tests_of_testkit(path, target, module):
    return target == 'baton-actions' and module == 'baton-core' and '/src/test/' in path \
        and 'dev.baton.testkit' in read(path)


def remove_empty(folder):
    for parent, folders, _ in os.walk(folder, topdown=False):
        if '/target' in parent:
            continue
        try:
            os.rmdir(parent)
        except OSError:
            pass


# --- Poms.

def artifact(name):
    """The artifact of an imported name; None if it comes with the JDK."""
    if name.startswith(NO_ARTIFACT):
        return None
    parts = name.split('.')
    for end in range(len(parts), 0, -1):
        found = ARTIFACTS.get('.'.join(parts[:end]))
        if found:
            return found
    die(f'no artifact is known for the import of {name}: name it in modules.py')


def used_by(module, kind, packages):
    """The artifacts that the Java files of a module import, with baton-* for our own."""
    used = collections.defaultdict(set)
    for path in java():
        if not path.startswith(f'{module}/src/{kind}/'):
            continue
        for _, name in IMPORT.findall(read(path)):
            parts = name.split('.')
            own = next((packages['.'.join(parts[:end])] for end in range(len(parts), 0, -1)
                        if '.'.join(parts[:end]) in packages), None)
            if own:
                # Test classes of the same package, in another module, do not count.
                used[own[0] if module not in own else module].add(path)
            else:
                found = artifact(name)
                if found:
                    used[found].add(path)
    used.pop(module, None)
    return used


def packages_of_modules():
    found = collections.defaultdict(list)
    for path in java():
        name = package(read(path))
        module = path.split('/')[0]
        if '/src/main/' in path:
            if module not in found[name]:
                found[name].insert(0, module)
    for path in java():
        name, module = package(read(path)), path.split('/')[0]
        if name not in found:
            found[name].append(module)
        elif '/src/test/' in path and module not in found[name]:
            pass
    for name, modules in found.items():
        if len(modules) > 1:
            die(f'package {name} is in {modules}')
    return found


HEADER = '''<?xml version="1.0" encoding="UTF-8"?>
<!-- SPDX-FileCopyrightText: 2026 The Baton authors -->
<!-- SPDX-License-Identifier: Apache-2.0 -->
<project xmlns="http://maven.apache.org/POM/4.0.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://maven.apache.org/POM/4.0.0 http://maven.apache.org/xsd/maven-4.0.0.xsd">
  <modelVersion>4.0.0</modelVersion>

  <parent>
    <groupId>dev.baton</groupId>
    <artifactId>baton-parent</artifactId>
    <version>0.1.0-SNAPSHOT</version>
  </parent>

'''


def dependency(name, scope=None):
    group, art = name.split(':') if ':' in name else ('dev.baton', name)
    text = f'    <dependency>\n      <groupId>{group}</groupId>\n      <artifactId>{art}</artifactId>\n'
    if scope:
        text += f'      <scope>{scope}</scope>\n'
    return text + '    </dependency>\n'


def in_order(names):
    return sorted(names, key=lambda n: (ORDER.index(n), '') if ':' not in n else (99, n.lower()))


def clean_execution(folder):
    return f'''      <plugin>
        <artifactId>maven-clean-plugin</artifactId>
        <executions>
          <execution>
            <!-- No jar of an older version stays; a program that runs keeps the files that it has open. -->
            <id>empty-the-program-directory</id>
            <phase>prepare-package</phase>
            <goals>
              <goal>clean</goal>
            </goals>
            <configuration>
              <excludeDefaultDirectories>true</excludeDefaultDirectories>
              <filesets>
                <fileset>
                  <directory>{folder}</directory>
                </fileset>
              </filesets>
            </configuration>
          </execution>
        </executions>
      </plugin>
'''


def program_plugins(id, folder):
    return clean_execution(folder) + f'''      <plugin>
        <artifactId>maven-dependency-plugin</artifactId>
        <executions>
          <execution>
            <id>{id}</id>
            <phase>package</phase>
            <goals>
              <goal>copy-dependencies</goal>
            </goals>
            <configuration>
              <includeScope>runtime</includeScope>
              <outputDirectory>{folder}</outputDirectory>
            </configuration>
          </execution>
        </executions>
      </plugin>
      <plugin>
        <artifactId>maven-jar-plugin</artifactId>
        <configuration>
          <outputDirectory>{folder}</outputDirectory>
        </configuration>
      </plugin>
'''


OLD_ZOOKEEPER = '''      <plugin>
        <artifactId>maven-dependency-plugin</artifactId>
        <executions>
          <execution>
            <id>copy-old-zookeeper</id>
            <phase>generate-test-resources</phase>
            <goals>
              <goal>copy</goal>
            </goals>
            <configuration>
              <!-- A server for tests, in a process of its own: Nuvla's deployment files name this version. Not on any class path. -->
              <artifactItems>
                <artifactItem>
                  <groupId>org.apache.zookeeper</groupId>
                  <artifactId>zookeeper</artifactId>
                  <version>3.4.13</version>
                </artifactItem>
              </artifactItems>
              <outputDirectory>${project.build.directory}/old-zookeeper</outputDirectory>
            </configuration>
          </execution>
        </executions>
      </plugin>
'''

INVOKED_IN = '''      <plugin>
        <artifactId>maven-surefire-plugin</artifactId>
        <configuration>
          <systemPropertyVariables>
            <!-- A relative -Dbaton.conformance=DIR means: from where Maven was started. -->
            <baton.invoked-in>${session.executionRootDirectory}</baton.invoked-in>
          </systemPropertyVariables>
        </configuration>
      </plugin>
'''

CLI_RESOURCES = '''    <resources>
      <resource>
        <directory>src/main/resources</directory>
      </resource>
      <resource>
        <directory>src/main/resources-filtered</directory>
        <filtering>true</filtering>
      </resource>
    </resources>
    <testResources>
      <testResource>
        <!-- Without the log configuration of the other modules: processes that tests start log to standard output. -->
        <directory>src/test/resources</directory>
      </testResource>
    </testResources>
'''


def pom(module, spec, packages, summary):
    main = used_by(module, 'main', packages)
    test = used_by(module, 'test', packages)
    allowed = ALLOWED.get(module)
    if allowed is not None:
        for other in main:
            if ':' not in other and other not in allowed:
                manual.append(f'{module} must not use {other}: ' + ', '.join(sorted(main[other])))
    compile_ = set(main) | set(spec.get('compile', ()))
    runtime = set(spec.get('runtime', ())) - compile_
    provided = set(spec.get('provided', ()))
    has_tests = any(p.startswith(f'{module}/src/test/') and p.endswith('Test.java') for p in tracked())
    tests = set(test) | set(spec.get('test', ()))
    if has_tests:
        tests |= {'org.junit.jupiter:junit-jupiter-engine'}
        if spec.get('logs', module != 'baton-campaign'):
            tests |= {'ch.qos.logback:logback-classic'}
    # In test scope, the main classes would lose a library that the core brings.
    compile_ |= {n for n in tests if n.startswith('com.fasterxml.jackson.core:') and module != 'baton-testkit'}
    tests -= compile_
    # A dependency in runtime scope is on the class path of the tests, but not of their compiler.
    runtime_in_tests = {n for n in runtime & tests if n in test}
    if runtime_in_tests:
        manual.append(f'{module}: tests compile against runtime dependencies {runtime_in_tests}')
    tests -= runtime
    summary.append((module, sorted(n for n in compile_ if ':' not in n), in_order(n for n in compile_ if ':' in n),
                    sorted(n for n in tests if ':' not in n)))
    text = HEADER + f'  <artifactId>{module}</artifactId>\n\n  <name>{spec["name"]}</name>\n'
    text += f'  <description>{spec["description"]}</description>\n\n'
    properties = ''
    if spec.get('released') is False:
        properties += '    <maven.deploy.skip>true</maven.deploy.skip>\n'
    if spec.get('parallel'):
        properties += f'    <baton.test.classes-at-once>{spec["parallel"]}</baton.test.classes-at-once>\n'
    if properties:
        text += '  <properties>\n' + properties + '  </properties>\n\n'
    text += '  <dependencies>\n'
    text += ''.join(dependency(n) for n in in_order(compile_))
    for scope, names, comment in (('runtime', runtime, spec.get('runtime_comment')),
                                  ('provided', provided, spec.get('provided_comment')), ('test', tests, None)):
        if names:
            text += '\n' + (f'    <!-- {comment} -->\n' if comment else '')
            text += ''.join(dependency(n, scope) for n in in_order(names))
    text += '  </dependencies>\n'
    build = ''
    if spec.get('program'):
        build += CLI_RESOURCES
    plugins = ''
    if spec.get('program'):
        plugins += program_plugins('lay-out-the-program', '${project.basedir}/target/baton/lib')
    if spec.get('libraries'):
        plugins += program_plugins('gather-libraries', '${project.basedir}/target/' + spec['libraries'])
    if spec.get('old_zookeeper'):
        plugins += OLD_ZOOKEEPER
    if spec.get('invoked_in'):
        plugins += INVOKED_IN
    if plugins:
        build += '    <plugins>\n' + plugins + '    </plugins>\n'
    if build:
        text += '\n  <build>\n' + build + '  </build>\n'
    write(f'{module}/pom.xml', text + '</project>\n')


def present():
    """The modules that exist now, in order."""
    return [m for m in ORDER if any(p.startswith(m + '/src/') for p in tracked())]


def poms():
    packages = packages_of_modules()
    summary = []
    modules = present()
    for module in modules:
        if module in MODULES:
            pom(module, MODULES[module], packages, summary)
    write_root(modules)
    sub('baton-core/pom.xml', 'Model, ports, flow runner, executor, distributor, in-memory implementations, the process engine',
        'Model, ports, flow runner, executor, distributor, in-memory implementations')
    return summary


def write_root(modules):
    text = read('pom.xml')
    block = ''.join(f'    <module>{m}</module>\n' for m in modules)
    text = re.sub(r'  <modules>\n.*?  </modules>', lambda m: '  <modules>\n' + block + '  </modules>', text, flags=re.S)
    managed = ''.join(f'''      <dependency>
        <groupId>dev.baton</groupId>
        <artifactId>{m}</artifactId>
        <version>${{project.version}}</version>
      </dependency>
''' for m in modules if m.startswith('baton-') and m not in ('baton-bench', 'baton-campaign'))
    text = re.sub(r'(  <dependencyManagement>\n    <dependencies>\n)(      <dependency>\n        <groupId>dev\.baton</groupId>.*?</dependency>\n)+',
                  lambda m: m.group(1) + managed, text, count=1, flags=re.S)
    write('pom.xml', text)
    sub('pom.xml', '''    <baton.dependency-analysis.fail>''', '''    <!-- The number of test classes that run at the same time; set where tests wait for leases, servers and due times. Classes
         that look at the whole JVM say so by @Isolated, classes that share a server which one of them kills by @ResourceLock. The
         number does not depend on the machine, so that tests behave alike everywhere. -->
    <baton.test.classes-at-once>1</baton.test.classes-at-once>

    <baton.dependency-analysis.fail>''')
    sub('pom.xml', '''                junit.jupiter.execution.timeout.threaddump.enabled = true
''', '''                junit.jupiter.execution.timeout.threaddump.enabled = true
                junit.jupiter.execution.parallel.enabled = true
                junit.jupiter.execution.parallel.mode.default = same_thread
                junit.jupiter.execution.parallel.mode.classes.default = concurrent
                junit.jupiter.execution.parallel.config.executor-service = fork_join_pool
                junit.jupiter.execution.parallel.config.strategy = fixed
                junit.jupiter.execution.parallel.config.fixed.parallelism = ${baton.test.classes-at-once}
                junit.jupiter.execution.parallel.config.fixed.max-pool-size = ${baton.test.classes-at-once}
''')
    sub('pom.xml', '''                  <ignoreNonCompile>true</ignoreNonCompile>
''', '''                  <ignoreNonCompile>true</ignoreNonCompile>
                  <!-- Where only the tests of a module name a library of the core: in test scope, the main classes would lose it. -->
                  <ignoredNonTestScopedDependencies>
                    <dependency>com.fasterxml.jackson.core:*</dependency>
                  </ignoredNonTestScopedDependencies>
''')
    sub('pom.xml', '''    <directory>${project.basedir}/${baton.build.directory}</directory>
''', '''    <directory>${project.basedir}/${baton.build.directory}</directory>
    <testResources>
      <testResource>
        <directory>${project.basedir}/src/test/resources</directory>
      </testResource>
      <testResource>
        <!-- How the tests of all modules log. -->
        <directory>${project.basedir}/../tools/test</directory>
      </testResource>
    </testResources>
''')


# --- Everything else that names modules or their paths.

def module_of_path(end):
    """The module of the file whose path ends so, below src; None if there is not exactly one."""
    end = end.strip('/')
    found = {p.split('/')[0] for p in tracked() if '/src/' in p and p.endswith('/' + end)}
    return found.pop() if len(found) == 1 else None


def rename_paths():
    """Names of the old modules before a path: looked up; the rest: reported."""
    for path in tracked():
        if not path.endswith(('.md', '.java', '.xml', '.sh', '.txt')) and '.' in os.path.basename(path) \
                and not path.startswith('.ci/'):
            continue
        if path.startswith('docs/adr/') or path == 'CHANGELOG.md' or os.path.islink(path):
            continue
        try:
            text = read(path)
        except UnicodeDecodeError:
            continue
        if 'baton-app' not in text and 'baton-drivers' not in text:
            continue
        new = re.sub(r'baton-app(/target/baton|/src/main"|/pom\.xml")', r'baton-cli\1', text)
        new = re.sub(r'baton-(?:app|drivers)(/src/(?:main|test)/java)/([\w/]+)',
                     lambda m: (folder_module(m.group(2)) or die(f'{path}: {m.group(0)}')) + m.group(1) + '/' + m.group(2), new)
        # | `baton-drivers` `db/migration/…/V1.sql` and | `baton-app` test `cli/ATest.java`
        new = re.sub(r'`baton-(?:app|drivers)`( test)? `([^`]+)`',
                     lambda m: f'`{by_citation(m.group(2))}`{m.group(1) or ""} `{m.group(2)}`', new)
        if new != text:
            write(path, new)


def folder_module(folder):
    found = {p.split('/')[0] for p in tracked() if '/java/' + folder.rstrip('/') + '/' in p}
    found = {m for m in found if m != 'baton-testkit'} or found
    return found.pop() if len(found) == 1 else None


def by_citation(cited):
    if cited.startswith('db/migration'):
        return 'baton-jdbc'
    return module_of_path('dev/baton/' + cited) or REST_OF_APP


def launcher_and_tools():
    sub('baton', '"$home/baton-app/src"', '"$home/baton-cli/src"')
    sub('baton', '$home/baton-app/target/baton/lib', '$home/baton-cli/target/baton/lib')
    sub('baton', '-pl baton-app -am package', '-pl baton-cli -am package')
    test = 'baton-cli/src/test/java/dev/baton/cli/LauncherTest.java'
    launcher_tests = [p for p in tracked() if p.endswith('/LauncherTest.java')]
    sub(launcher_tests[0] if launcher_tests else test, 'baton-app', 'baton-cli', count=0)
    sub('.ci/run', 'mvn -B -ntp verify -Dsurefire', 'mvn -B -ntp -T 3 verify -Dsurefire')
    sub('.ci/run', '# a module fail the build all the same.\n',
        '# a module fail the build all the same. Three modules at a time, because most tests of drivers wait for\n# their servers.\n')


def architecture_test():
    path = next(p for p in tracked() if p.endswith('/dev/baton/ArchitectureTest.java'))
    sub(path, '/** The packages of the core. Each package may depend only on packages before it in the list. */',
        '/**\n   * The packages of the core, and last the built-in parts. Each package may depend only on packages\n'
        '   * before it in the list.\n   */')
    sub(path, '''  @TestFactory
  Stream<DynamicTest> corePackage_dependsOnEarlierOnesOnly() {''', '''  /** Maven sees to the dependencies between modules, but not to a package that two modules share. */
  @Test
  void package_isInOneModule() {
    Map<String, Set<String>> places = new TreeMap<>();
    CLASSES.forEach(type ->
        places.computeIfAbsent(type.getPackageName(), name -> new TreeSet<>()).add(place(type)));
    places.values().removeIf(modules -> modules.size() == 1);
    assertThat(places).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> corePackage_dependsOnEarlierOnesOnly() {''')
    sub(path, '''  private static String name(AccessTarget target) {''', '''  /** The folder or jar that a class comes from. */
  private static String place(JavaClass type) {
    String location = type.getSource().orElseThrow().getUri().toString();
    return location.substring(0, location.indexOf(type.getPackageName().replace('.', '/')));
  }

  private static String name(AccessTarget target) {''')
    text = read(path)
    if '"baton-drivers"' in text:  # the tests that it reads
        sub(path, '''    for (String module : List.of("baton-testkit", "baton-drivers", "baton-app")) {
      try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "test", "java"))) {
        files.filter(file -> file.toString().endsWith("Test.java")).forEach(sources::add);
      }
    }
''', '''    try (DirectoryStream<Path> modules = Files.newDirectoryStream(Path.of(".."), "baton-*")) {
      for (Path module : modules) {
        Path tests = module.resolve("src/test/java");
        if (Files.isDirectory(tests)) {
          try (Stream<Path> files = Files.walk(tests)) {
            files.filter(file -> file.toString().endsWith("Test.java")).forEach(sources::add);
          }
        }
      }
    }
''')
        sub(path, 'import java.nio.file.Files;\n', 'import java.nio.file.DirectoryStream;\nimport java.nio.file.Files;\n')
    sub(path, 'import java.util.Set;\n', 'import java.util.Set;\nimport java.util.TreeMap;\nimport java.util.TreeSet;\n')
    sub(path, 'import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;\n',
        'import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;\n'
        + ('' if 'Assertions.assertThat;' in text else 'import static org.assertj.core.api.Assertions.assertThat;\n'))
    for name in ('TreeMap', 'TreeSet'):  # at most one import of each
        once = f'import java.util.{name};\n'
        text = read(path)
        write(path, text.replace(once, '', text.count(once) - 1))


def copied_files():
    base = os.path.join(HERE, 'files')
    for parent, _, names in os.walk(base):
        for name in names:
            source = os.path.join(parent, name)
            target = os.path.relpath(source, base)
            if os.path.exists(target):
                die(f'{target} exists already')
            if name == 'pom.xml':
                # Plugins and their versions as in the example of a plugin.
                build = re.search(r'  <build>.*?</build>\n', read('examples/pom.xml'), re.S).group(0)
                write(target, read(source).replace('@BUILD@', build.replace('cloud-plugin', 'embedded-jobs')))
                continue
            os.makedirs(os.path.dirname(target), exist_ok=True)
            shutil.copy(source, target)


def leftovers():
    for path in tracked():
        if path.startswith('docs/adr/'):
            continue
        try:
            text = read(path)
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.split('\n'), 1):
            if 'baton-app' in line or 'baton-drivers' in line:
                manual.append(f'{path}:{number}: {line.strip()[:140]}')


def main():
    if not os.path.isdir('baton-drivers/src'):
        die('this checkout has no baton-drivers; it is split already')
    move_single_types()
    move_packages()
    copied_files()
    summary = poms()
    launcher_and_tools()
    architecture_test()
    import documents
    documents.edit(sub, read, write, present(), summary, manual)
    rename_paths()
    leftovers()
    for module, own, libraries, in_tests in summary:
        print(f'{module}: {" ".join(own)} | {" ".join(libraries)}' + (f' | tests: {" ".join(in_tests)}' if in_tests else ''))
    if manual:
        print('\nsplit: left to do by hand:')
        print('\n'.join('  ' + line for line in manual))


main()
