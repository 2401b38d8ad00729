# SPDX-FileCopyrightText: 2026 The Baton authors
# SPDX-License-Identifier: Apache-2.0
"""Which package belongs to which module, and what each pom says beyond its imports."""

# First segment below dev.baton -> module. A package that is not listed stops the script.
PACKAGES = {
    **{p: 'baton-core' for p in (
        'access backend board distributor election engine error executor filter flow job jobservice '
        'logbook member memory plugin runner service wire').split()},
    'builtin': 'baton-actions',
    'testkit': 'baton-testkit',
    'httpclient': 'baton-http-client',
    'externalboard': 'baton-external-board',
    'jdbc': 'baton-jdbc',
    'zookeeper': 'baton-zookeeper',
    'remote': 'baton-remote',
    'cimi': 'baton-cimi',
    'docker': 'baton-docker',
    'kubernetes': 'baton-kubernetes',
    'slurm': 'baton-slurm',
    'server': 'baton-server',
    'rest': 'baton-server',
    'graph': 'baton-server',
    'bench': 'baton-bench',
    'campaign': 'baton-campaign',
}
# Packages of baton-app that are not named above.
REST_OF_APP = 'baton-cli'

# Order of the reactor, of the poms and of the tables in the documents.
ORDER = ['baton-core', 'baton-actions', 'baton-testkit', 'baton-http-client', 'baton-external-board',
         'baton-jdbc', 'baton-zookeeper', 'baton-remote', 'baton-cimi', 'baton-docker',
         'baton-kubernetes', 'baton-slurm', 'baton-server', 'baton-cli', 'baton-bench',
         'baton-campaign', 'examples', 'examples/embedded']
RELEASED_DRIVERS = ['baton-jdbc', 'baton-zookeeper', 'baton-remote', 'baton-cimi', 'baton-docker',
                    'baton-kubernetes', 'baton-slurm']

# What each module may depend on in main code (layout.md); checked against the imports.
ALLOWED = {
    'baton-core': [],
    'baton-actions': ['baton-core'],
    'baton-testkit': ['baton-core', 'baton-actions'],
    'baton-http-client': ['baton-core'],
    'baton-external-board': ['baton-core'],
    'baton-jdbc': ['baton-core'],
    'baton-zookeeper': ['baton-core', 'baton-external-board'],
    'baton-remote': ['baton-core', 'baton-http-client'],
    'baton-cimi': ['baton-core', 'baton-http-client'],
    'baton-docker': ['baton-core'],
    'baton-kubernetes': ['baton-core'],
    'baton-slurm': ['baton-core'],
    'baton-server': ['baton-core'],
}

# Longest prefix wins. Value: group:artifact.
ARTIFACTS = {
    'ch.qos.logback.classic': 'ch.qos.logback:logback-classic',
    'ch.qos.logback.core': 'ch.qos.logback:logback-core',
    'com.cronutils': 'com.cronutils:cron-utils',
    'com.fasterxml.jackson.annotation': 'com.fasterxml.jackson.core:jackson-annotations',
    'com.fasterxml.jackson.core': 'com.fasterxml.jackson.core:jackson-core',
    'com.fasterxml.jackson.databind': 'com.fasterxml.jackson.core:jackson-databind',
    'com.networknt': 'com.networknt:json-schema-validator',
    'com.password4j': 'com.password4j:password4j',
    'com.tngtech.archunit': 'com.tngtech.archunit:archunit',
    'com.zaxxer.hikari': 'com.zaxxer:HikariCP',
    'com.github.kagkarlsson': 'com.github.kagkarlsson:db-scheduler',
    'info.picocli': 'info.picocli:picocli',
    'picocli': 'info.picocli:picocli',
    'io.fabric8.kubernetes.client': 'io.fabric8:kubernetes-client-api',
    'io.fabric8.kubernetes.client.jdkhttp': 'io.fabric8:kubernetes-httpclient-jdk',
    'io.fabric8.kubernetes.client.server.mock': 'io.fabric8:kubernetes-server-mock',
    'io.fabric8.kubernetes.api.model': 'io.fabric8:kubernetes-model-core',
    'io.fabric8.kubernetes.api.model.authorization': 'io.fabric8:kubernetes-model-admissionregistration',
    'io.fabric8.kubernetes.api.model.batch': 'io.fabric8:kubernetes-model-batch',
    'io.fabric8.kubernetes.api.model.rbac': 'io.fabric8:kubernetes-model-rbac',
    'io.fabric8.mockwebserver': 'io.fabric8:mockwebserver',
    'io.javalin': 'io.javalin:javalin',
    'io.micrometer.core': 'io.micrometer:micrometer-core',
    'io.micrometer.prometheusmetrics': 'io.micrometer:micrometer-registry-prometheus',
    'io.micrometer.statsd': 'io.micrometer:micrometer-registry-statsd',
    'jakarta.servlet': 'jakarta.servlet:jakarta.servlet-api',
    'org.apache.curator.framework': 'org.apache.curator:curator-framework',
    'org.apache.curator': 'org.apache.curator:curator-client',
    'org.apache.zookeeper': 'org.apache.zookeeper:zookeeper',
    'org.apache.zookeeper.data': 'org.apache.zookeeper:zookeeper-jute',
    'org.assertj': 'org.assertj:assertj-core',
    'org.awaitility': 'org.awaitility:awaitility',
    'org.eclipse.elk.alg.layered': 'org.eclipse.elk:org.eclipse.elk.alg.layered',
    'org.eclipse.elk.core': 'org.eclipse.elk:org.eclipse.elk.core',
    'org.eclipse.elk.graph': 'org.eclipse.elk:org.eclipse.elk.graph',
    'org.eclipse.emf.common': 'org.eclipse.emf:org.eclipse.emf.common',
    'org.eclipse.jetty.http': 'org.eclipse.jetty:jetty-http',
    'org.eclipse.jetty.io': 'org.eclipse.jetty:jetty-io',
    'org.eclipse.jetty.server': 'org.eclipse.jetty:jetty-server',
    'org.eclipse.jetty.util': 'org.eclipse.jetty:jetty-util',
    'org.flywaydb': 'org.flywaydb:flyway-core',
    'org.h2': 'com.h2database:h2',
    'org.jooq': 'org.jooq:jooq',
    'org.jspecify': 'org.jspecify:jspecify',
    'org.junit.jupiter.api': 'org.junit.jupiter:junit-jupiter-api',
    'org.junit.jupiter.params': 'org.junit.jupiter:junit-jupiter-params',
    'org.objectweb.asm': 'org.ow2.asm:asm',
    'org.postgresql': 'org.postgresql:postgresql',
    'org.slf4j': 'org.slf4j:slf4j-api',
}
NO_ARTIFACT = ('java.', 'javax.', 'com.sun.', 'jdk.', 'org.w3c.dom', 'org.xml.sax')

JACKSON = ['com.fasterxml.jackson.core:jackson-core', 'com.fasterxml.jackson.core:jackson-databind']

# Per module: name, description, dependencies that no import shows, test settings, build plugins.
# compile/runtime/provided/test: additions; not: what an import seems to need but bytecode does not.
MODULES = {
    'baton-actions': dict(
        name='Baton actions',
        description='The actions, flows and capabilities that Baton ships, and the process engine'),
    'baton-testkit': dict(
        name='Baton testkit',
        description='Contract suites for every port, manual clock, crash and stress tests, builders, assertions',
        runtime=['org.junit.jupiter:junit-jupiter-engine'],
        parallel=3, invoked_in=True),
    'baton-http-client': dict(
        name='Baton HTTP client',
        description='HTTP, login and retries of the drivers that talk to a server over HTTP', parallel=2),
    'baton-external-board': dict(
        name='Baton external board',
        description='What every job board outside the job store needs: window, feeding, repair', parallel=2),
    'baton-jdbc': dict(
        name='Baton JDBC',
        description='All ports on an SQL database: H2, PostgreSQL, MariaDB, MySQL',
        runtime=['org.flywaydb:flyway-database-postgresql', 'org.flywaydb:flyway-mysql',
                 'org.mariadb.jdbc:mariadb-java-client'],
        provided=['jakarta.xml.bind:jakarta.xml.bind-api', 'org.checkerframework:checker-qual'],
        provided_comment="Annotations of jOOQ's settings and PostgreSQL's driver, without which javac warns; not needed at run time.",
        parallel=4),
    'baton-zookeeper': dict(
        name='Baton ZooKeeper',
        description='Job board, elections and logbook on ZooKeeper',
        runtime=['io.dropwizard.metrics:metrics-core', 'org.xerial.snappy:snappy-java'],
        runtime_comment="ZooKeeper's server needs these two, and its pom does not say so.",
        parallel=4, old_zookeeper=True),
    'baton-remote': dict(
        name='Baton remote',
        description='All ports except accounts as calls to a Baton server', parallel=2),
    'baton-cimi': dict(
        name='Baton CIMI',
        description='The job store on a Nuvla server, or on a server with the same API',
        test=['org.apache.zookeeper:zookeeper-jute'], parallel=2),
    'baton-docker': dict(
        name='Baton Docker',
        description='The engine that runs engine jobs in Docker or Podman', parallel=3),
    'baton-kubernetes': dict(
        name='Baton Kubernetes',
        description='The engine that runs engine jobs in Kubernetes',
        runtime=['io.fabric8:kubernetes-client'], parallel=3),
    'baton-slurm': dict(
        name='Baton Slurm',
        description='The engine that runs engine jobs in Slurm', parallel=2),
    'baton-server': dict(
        name='Baton server',
        description='REST API, event streams, sign-in, the protocol of remote executors, charts of flows',
        runtime=['org.eclipse.xtext:org.eclipse.xtext.xbase.lib'],
        compile=['org.eclipse.emf:org.eclipse.emf.common', 'org.eclipse.jetty:jetty-http'],
        parallel=3),
    'baton-cli': dict(
        name='Baton CLI',
        description='The executable baton: command line, configuration, wiring of processes, demo',
        parallel=3, program=True),
    'baton-bench': dict(
        name='Baton bench',
        description='Measurements of Baton, beside peers in the same run; not released',
        runtime=['baton-cli', 'ch.qos.logback:logback-classic'],
        runtime_comment='Started as a process of its own by what measures the whole.',
        released=False, libraries='bench'),
    'baton-campaign': dict(
        name='Baton campaign',
        description='Attacks real processes of Baton with faults and requests, and checks what happened; not released',
        runtime=['baton-cli'], runtime_comment='Started as processes of their own.',
        released=False, libraries='campaign'),
}
