# SPDX-FileCopyrightText: 2026 The Baton authors
# SPDX-License-Identifier: Apache-2.0
"""Edits of documents. What does not apply any more is left to a person."""
import re

CONTENTS = {
    'baton-core': 'model, ports, executor, distributor, job service, flow runner, backend in memory, base of engines over a shell',
    'baton-actions': 'built-in actions, flows, capabilities and distributions; the process engine',
    'baton-testkit': 'the contract of each port, clocks, builders, test servers. Other modules use it in tests; `baton-bench` also uses it in main code',
    'baton-http-client': 'HTTP, login and retries that `remote` and `cimi` share',
    'baton-external-board': 'what every board outside the job store needs',
    'baton-jdbc': 'all ports on H2, PostgreSQL, MariaDB or MySQL',
    'baton-zookeeper': 'job board, elections and logbook on ZooKeeper',
    'baton-remote': 'all ports except accounts as calls to a Baton server',
    'baton-cimi': 'the job store on a Nuvla server',
    'baton-docker': 'engine: Docker and Podman',
    'baton-kubernetes': 'engine: Kubernetes',
    'baton-slurm': 'engine: Slurm',
    'baton-server': 'REST API, event streams, sign-in, the protocol of remote executors, charts of flows',
    'baton-cli': 'the program `baton`: command line, settings, wiring of processes, demo',
    'baton-bench': 'measurements',
    'baton-campaign': 'fault injection, fuzzer, history checker',
}
LIBRARIES = {
    'baton-core': 'SLF4J, JSpecify, Jackson, cron-utils',
    'baton-testkit': 'JUnit, AssertJ, Awaitility',
    'baton-jdbc': 'jOOQ, Flyway, HikariCP, the drivers of the databases',
    'baton-zookeeper': 'Curator, ZooKeeper',
    'baton-kubernetes': 'fabric8',
    'baton-server': 'Javalin, Micrometer, Password4j, ELK',
    'baton-cli': 'picocli, Logback, Micrometer',
    'baton-bench': 'db-scheduler, picocli',
    'baton-campaign': 'picocli, ZooKeeper, ASM',
}


def edit(sub, read, write, modules, summary, manual):
    own = {module: ours for module, ours, _, _ in summary}
    own['baton-core'] = []
    architecture(sub, read, write, modules, own, manual)
    contributing(sub, read, write, modules, manual)
    sub('CHANGELOG.md', '### SPI\n- `dev.baton.plugin` for authors',
        '''### SPI
- Modules: `baton-core`; `baton-actions` with the built-in actions; one module per driver, which brings its client library
  (`baton-jdbc`, `baton-zookeeper`, `baton-remote`, `baton-cimi`, `baton-docker`, `baton-kubernetes`, `baton-slurm`);
  `baton-server`; `baton-cli`. `examples/embedded` is an application with `baton-core` and `baton-jdbc`.
- `dev.baton.plugin` for authors''')
    adr(sub)
    examples(sub)
    sub('docs/measurements.md', '-pl baton-drivers -am test -Dtest=MeasureKubernetes', '-pl baton-kubernetes -am test -Dtest=MeasureKubernetes')


def architecture(sub, read, write, modules, own, manual):
    path = 'docs/architecture.md'
    sub(path, 'the table in section 1 says that `jdbc` is in `baton-drivers`', 'the table in section 1 says that `jdbc` is in `baton-jdbc`')
    text = read(path)
    start = text.find('```mermaid\nflowchart TB\n  subgraph app')
    end = text.find('`ArchitectureTest` in `baton-app` is the truth')
    if start < 0 or end < start:
        manual.append(path + ': the map in section 1 was not found')
    else:
        write(path, text[:start] + picture(modules) + table(modules, own) + text[end:])
    sub(path, '`ArchitectureTest` in `baton-app` is the truth', '`ArchitectureTest` in `baton-cli` is the truth')
    sub(path, '- A package of the core may use only', '- A package is in one module only.\n- A package of the core may use only')
    sub(path, 'The first table below keeps this order.', 'The first table below keeps this order. The\n  list ends with `builtin`, the package of `baton-actions`.')
    sub(path, '- `testkit` may use only the core.', '- `testkit` may use only the core and `builtin`.')
    sub(path, 'the poms of `baton-drivers` and `baton-app` for its library', 'a module with its library, in the root pom and the pom of `baton-cli`')
    sub(path, '| `engine` | port: engine; the process engine and the base of shell engines | `job` |',
        '| `engine` | port: engine; the base of engines over a shell | `job` |')
    sub(path, 'subpackages `bulk`, `command`, `container` |', 'subpackages `bulk`, `command`, `container`, `process` (the process engine). In `baton-actions` |')
    sub(path, '`engine/ProcessWatches.java`', '`builtin/process/ProcessWatches.java`')
    sub('docs/adr/0003-which-packages-does-the-core-have.md', '`bulk`, `command` and `container` by topic', '`bulk`, `command`, `container` and `process` by topic')


def picture(modules):
    drivers = [m for m in modules if m in ('baton-jdbc', 'baton-zookeeper', 'baton-remote', 'baton-cimi',
                                           'baton-docker', 'baton-kubernetes', 'baton-slurm')]
    short = [m.removeprefix('baton-') for m in drivers]
    shared = [m for m in ('baton-http-client', 'baton-external-board') if m in modules]
    lines = ['```mermaid', 'flowchart TB', '  cli["baton-cli: the program"]',
             '  server["baton-server: REST, streams, sign-in"]',
             '  subgraph drivers ["one module per driver: one public type, one client library"]', '    direction LR',
             '    ' + ' ~~~ '.join(short[:4]), '    ' + ' ~~~ '.join(short[4:]), '  end']
    if shared:
        lines += ['  subgraph shared ["parts that drivers share"]', '    direction LR',
                  '    ' + ' ~~~ '.join(m.removeprefix('baton-') for m in shared), '  end']
    lines += ['  actions["baton-actions: built-in actions, process engine"]',
              '  subgraph core ["baton-core: model, ports, components"]', '    direction TB',
              '    components["distributor, jobservice, executor"]',
              '    api["plugin, memory, wire, runner, backend"]',
              '    model["logbook, flow, member, engine, board, job"]',
              '    base["election, service, filter, access, error"]',
              '    components --> api --> model --> base', '  end',
              '  testkit["baton-testkit: contracts, fakes, test servers"]',
              '  cli --> server', '  cli --> drivers', '  cli --> actions', '  server --> core', '  drivers --> core']
    if shared:
        lines += ['  drivers --> shared', '  shared --> core']
    lines += ['  actions --> core', '  testkit --> actions', '  drivers -. tests .-> testkit', '  server -. tests .-> testkit',
              '  cli -. tests .-> testkit', '```']
    return '\n'.join(lines) + '\n\n'


def table(modules, own):
    rows = ['| module | depends on | contents |', '|---|---|---|']
    for module in modules:
        if module.startswith('examples'):
            continue
        if module == 'baton-cli':
            needs = 'all of the above except `baton-testkit`'
        elif module == 'baton-bench':
            needs = '`baton-cli`, `baton-testkit`'
        elif module == 'baton-campaign':
            needs = '`baton-core`; starts `baton-cli` as processes'
        else:
            needs = ', '.join(f'`{m}`' for m in modules if m in own.get(module, []))
        needs = ', '.join(x for x in (needs, LIBRARIES.get(module, '')) if x)
        rows.append(f'| `{module}` | {needs} | {CONTENTS[module]} |')
    rows.append('| `examples` | `baton-core` (provided), `baton-testkit` (tests) | a plugin project, as a plugin author has it |')
    rows.append('| `examples/embedded` | `baton-core`, `baton-jdbc`, `baton-testkit` (tests) | an application that runs jobs in its own process |')
    return '\n'.join(rows) + '\n\n'


def contributing(sub, read, write, modules, manual):
    path = 'CONTRIBUTING.md'
    text = read(path)
    start, end = text.find('| `baton-core` | model'), text.find('\nA package may depend only on')
    if start < 0 or end < start:
        manual.append(path + ': the table of modules was not found')
        return
    more = {
        'baton-testkit': 'contracts that every driver passes; clocks and builders for tests; test servers. Also the tests of `baton-core` and `baton-actions` that need it',
        'baton-bench': 'measurements, also beside db-scheduler and kazoo; `./bench --help`. Every claim about speed comes from here',
        'baton-campaign': 'injects faults into real processes, sends mutated requests, and checks the results; `./campaign --help`',
    }
    rows = []
    for module in modules:
        if module.startswith('baton-'):
            rows.append(f'| `{module}` | {more.get(module) or CONTENTS[module]} |')
    rows.append('| `examples` | the project of a plugin, as a plugin author has it; built and tested with the rest |')
    rows.append('| `examples/embedded` | an application with `baton-core` and one driver |')
    write(path, text[:start] + '\n'.join(rows) + '\n' + text[end:])
    sub(path, '''`.ci/run` repeats a failed test
once. If three tests of one module pass only on the second try, the build fails.''', '''`.ci/run` builds three modules at
a time and repeats a failed test once. If three tests of one module pass only on the second try, the
build fails.''')


def adr(sub):
    index = 'docs/adr/README.md'
    sub(index, 'each plugin has one purpose. | 2026-11-22 | accepted |', 'each plugin has one purpose. | 2026-11-22 | accepted; changed in part by 89 |')
    sub(index, 'those of drivers are optional. | 2026-11-22 | accepted; added to by 19, 24, 29, 66, 71 |',
        'those of drivers are optional. | 2026-11-22 | accepted; added to by 19, 24, 29, 66, 71; changed in part by 89 |')
    row = ('| 89 | [Which module holds what?](0089-which-module-holds-what.md) | One module per driver, with its client library; '
           'server, command line and built-in actions apart. | 2026-11-30 | accepted |\n')
    sub(index, '\n## Jobs, board and claims', row + '\n## Jobs, board and claims')
    sub('docs/adr/0001-why-plain-maven-and-which-checks-does-the-build-run.md', '2026-11-22. Accepted.', '2026-11-22. Accepted. ADR 89 has the modules.')
    sub('docs/adr/0002-which-libraries-does-the-first-release-use.md', 'ADR 71 (ASM).', 'ADR 71 (ASM). ADR 89: no dependency is optional.')


def examples(sub):
    path = 'examples/README.md'
    sub(path, '# Plugins\n\nThree in one jar:', '# Plugins\n\nAn application that runs jobs in its own process is in [embedded](embedded); the rest is about plugins.\n\nThree in one jar:')
    sub(path, 'baton-app/target/baton/lib', 'baton-cli/target/baton/lib')
