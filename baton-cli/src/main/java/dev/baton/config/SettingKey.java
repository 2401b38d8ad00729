// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The settings of Baton. Each key is a flag, an environment variable and a line of the
 * configuration file, with one name: {@code --store-user}, {@code BATON_STORE_USER}, {@code
 * store-user}. A key also names the processes whose command has the flag.
 */
public enum SettingKey {
  CONFIG("FILE", "Configuration file (default: baton.properties in the data folder)"),
  DATA("DIR", "Data folder (default: ~/.local/share/baton)"),
  HOST("HOST", "Address to listen at (default: 127.0.0.1)", Processes.SERVERS),
  PORT("PORT", "Port to listen at; 0 means any free port (default: 8765)", Processes.SERVERS),
  TLS_CERTIFICATE(
      "FILE", "PEM file with the server's certificate and its chain, for https", Processes.SERVERS),
  TLS_KEY("FILE", "PEM file with the private key of that certificate", Processes.SERVERS),
  TLS_CLIENT_CA(
      "FILE",
      "PEM file with the authority that must have signed the certificates of clients",
      Processes.SERVERS),
  ALLOW_PLAIN_HTTP(
      "Listen beyond loopback without TLS, for example behind a proxy in a private network",
      FlagArity.SWITCH,
      Processes.SERVERS),
  BASE_PATH(
      "PATH", "Path below which a proxy serves this server, such as /baton", Processes.SERVERS),
  SECURE_COOKIES(
      "WHEN",
      "Mark cookies for https only: auto (if the login used https), always or never",
      Processes.SERVERS),
  TRUSTED_PROXIES(
      "ADDRESSES",
      "Proxies whose X-Forwarded-* headers are trusted, such as 10.0.0.0/24 (default: none)",
      FlagArity.VALUES,
      Processes.SERVERS),
  AUTHN_HEADER_FROM(
      "ADDRESSES",
      "Clients that may act as any user by the header nuvla-authn-info (default: none)",
      FlagArity.VALUES,
      Processes.SERVERS),
  METRICS_ACCESS(
      "WHO",
      "open or admin: who reads /metrics (default: open on loopback only)",
      Processes.SERVERS),
  ACCESS_LOG(
      "Log each request that was answered: method, path, status, time, caller and address",
      FlagArity.SWITCH,
      Processes.SERVERS),
  STORE("JDBC-URL", "Database to use instead of the embedded one in the data folder"),
  STORE_USER("USER", "User of the database; its password comes from BATON_STORE_PASSWORD"),
  STORE_PASSWORD_FILE("FILE", "File with the password of the database"),
  STORE_DIRECT_URL("JDBC-URL", "Address of PostgreSQL itself, if the store is behind PgBouncer"),
  STORE_SCHEMA(
      "NAME",
      "Schema of PostgreSQL or database of MariaDB for the tables (default: that of the store)"),
  STORE_TABLE_PREFIX("PREFIX", "How the names of the tables begin (default: baton_)"),
  SEARCH_TIMEOUT_SECONDS(
      "N", "Longest time of a statement of a search in the database, 1 to 15 (default: 15)"),
  BOARD("KIND", "sql, zookeeper or redis: where jobs wait (default: sql)"),
  REDIS_URL(
      "URL",
      "Redis that holds the board, such as redis://host:6379, rediss://host for TLS,"
          + " redis-sentinel://s1,s2/0#name or redis-cluster://n1,n2"),
  BOARD_USER("USER", "User of the board; its password comes from BATON_BOARD_PASSWORD"),
  BOARD_PASSWORD_FILE("FILE", "File with the password of the board"),
  BOARD_CA_FILE("FILE", "PEM file with the authority that signed the board's certificates"),
  BOARD_CERT_FILE("FILE", "PEM file with the certificate to show to the board"),
  BOARD_KEY_FILE("FILE", "PEM file with the private key of that certificate"),
  BOARD_PREFIX("TEXT", "Start of all names on the board, if several Batons share it"),
  BOARD_WINDOW("N", "How many waiting jobs are kept on the board (default: 2000)"),
  ZK_HOSTS(
      "HOSTS",
      "ZooKeeper servers that hold the board, such as zk1:2181,zk2:2181/baton",
      FlagArity.VALUES),
  ZK_PORT(
      "PORT",
      "Port of the embedded ZooKeeper; 0 means any free port (default: 2181)",
      Processes.UP),
  ZK_WINDOW("N", "How many waiting jobs are kept in ZooKeeper (default: 2000)"),
  LOGBOOK("KIND", "store or zookeeper: where the progress of flows is kept (default: store)"),
  ZK_CLIENT_CONFIG("FILE", "Properties of ZooKeeper's client, for TLS and SASL"),
  ENDPOINT("URL", "Address of the Baton server", Processes.REMOTE_WORKERS),
  CREDENTIALS_FILE(
      "FILE", "File with user= and password=, or key= and secret=", Processes.REMOTE_WORKERS),
  USER(
      "USER",
      "User to log in to the server as; its password comes from BATON_PASSWORD",
      Processes.REMOTE_WORKERS),
  PASSWORD(
      "PASSWORD",
      "Password of the user; better in BATON_PASSWORD or the credentials file",
      Processes.REMOTE_WORKERS),
  API_KEY(
      "ID",
      "API key to log in to the server with; its secret comes from BATON_API_SECRET",
      Processes.REMOTE_WORKERS),
  API_SECRET(
      "SECRET",
      "Secret of the key; better in BATON_API_SECRET or the credentials file",
      Processes.REMOTE_WORKERS),
  TLS_CA(
      "FILE",
      "PEM file with the authority of the server's certificate (default: those of Java)",
      Processes.REMOTE_WORKERS),
  TLS_CLIENT_CERTIFICATE(
      "FILE", "PEM file with the certificate to show to the server", Processes.REMOTE_WORKERS),
  TLS_CLIENT_KEY(
      "FILE", "PEM file with the private key of that certificate", Processes.REMOTE_WORKERS),
  API_INSECURE("Accept any certificate of the server", FlagArity.SWITCH, Processes.REMOTE_WORKERS),
  API_AUTHN_HEADER(
      "TEXT",
      "Value of the header nuvla-authn-info to send instead of a login",
      Processes.REMOTE_WORKERS),
  JOB_ID(
      "ID", "Run this one pull job of the server, and exit with its outcome", Processes.EXECUTOR),
  DISTRIBUTION_INTERVAL(
      "NAME:SECONDS",
      "Intervals that replace those of distributions",
      FlagArity.VALUES,
      Processes.DISTRIBUTOR),
  DISTRIBUTION_EXCLUDE(
      "NAME",
      "Distributions that this process never leads",
      FlagArity.VALUES,
      Processes.DISTRIBUTOR),
  NAME("NAME", "Name of this process in lists and logs (default: host name and process id)"),
  THREADS("N", "Jobs to run at once (default: 64)", Processes.EXECUTORS),
  ENGINE(
      "NAME", "Engine of container jobs that name no engine (default: process)", Processes.WORKERS),
  ENGINE_OPTION("ENGINE.NAME=VALUE", "Options of engines", FlagArity.VALUES, Processes.WORKERS),
  ENGINE_INSTALLATION(
      "NAME", "Name of this installation, if several share an engine", Processes.WORKERS),
  ENGINE_LIMIT("N", "Maximum number of container jobs in one engine at once", Processes.WORKERS),
  ENGINE_OWNER_LIMIT(
      "N", "Maximum number of container jobs of one owner in an engine", Processes.WORKERS),
  ENGINE_THRESHOLD(
      "PERCENT", "Use of an engine above which container jobs wait", Processes.WORKERS),
  PLUGINS("DIR", "Folder with plugin jars"),
  GRACE(
      "DURATION",
      "How long running jobs may continue after a stop signal (default: 2m)",
      Processes.EXECUTORS),
  SESSION_FILE(
      "FILE",
      "File that names the claims of this executor, for 'baton executor release'",
      Processes.EXECUTOR),
  LEASE(
      "DURATION",
      "Time without a heartbeat after which others take over (default: 8s)",
      Processes.WORKERS),
  MAX_TAKEOVERS(
      "N",
      "How often in a row a job may be taken over after its executor died, before it is FAILED;"
          + " 0 or off means no limit (default: 3)",
      Processes.EXECUTORS),
  WAIT_FOR_STORE(
      "DURATION",
      "How long to wait at the start for a store, board or server that does not answer; 0 exits at"
          + " once with code 6 (default: no limit)"),
  QUOTA_JOBS_PER_OWNER(
      "N",
      "Maximum number of waiting and running jobs of one owner, except administrators"
          + " (default: 20000)",
      Processes.POSTERS),
  QUOTA_JOBS_PER_REQUEST(
      "N", "Maximum number of jobs in one request of a user (default: 5000)", Processes.SERVERS),
  QUOTA_KEYS_PER_USER(
      "N",
      "Maximum number of API keys of one user, except administrators (default: 100)",
      Processes.SERVERS),
  QUOTA_EXECUTORS_PER_KEY(
      "N",
      "Maximum number of executors with one API key at one server (default: 1000)",
      Processes.SERVERS),
  REQUEST_LIMIT_MIB(
      "N", "Largest request with one document, in MiB (default: 4)", Processes.SERVERS),
  BULK_REQUEST_LIMIT_MIB(
      "N", "Largest request with many documents, in MiB (default: 32)", Processes.SERVERS),
  RESPONSE_LIMIT_MIB(
      "N", "Largest response before compression, in MiB (default: 64)", Processes.SERVERS),
  STATSD("HOST:PORT", "Also send metrics to this StatsD server"),
  OTLP_ENDPOINT(
      "URL", "OpenTelemetry receiver for traces, by OTLP over HTTP, such as http://host:4318"),
  OTLP_HEADERS_FILE("FILE", "File with further headers for the receiver, one NAME: VALUE a line"),
  TRACE_RATIO(
      "NUMBER",
      "Share of the traces that begin in Baton and are recorded, from 0 to 1 (default: 1)"),
  TRACE_URL(
      "URL",
      "Address of the page that shows a trace, with {trace} for its id, for links of jobs",
      Processes.SERVERS),
  LOG_LEVEL("LEVEL", "error, warn, info, debug or trace (default: info)"),
  LOG_FORMAT("FORMAT", "text or json (default: text)");

  /** The number of values that a flag takes. */
  public enum FlagArity {
    /** The flag takes one value. */
    VALUE,
    /** The flag takes no value. It is either present or absent. */
    SWITCH,
    /** The flag takes one or more values, which are joined by commas. */
    VALUES
  }

  /** The processes whose command has a flag. */
  private enum Processes {
    ALL(ProcessKind.values()),
    SERVERS(ProcessKind.UP, ProcessKind.SERVER),
    EXECUTORS(ProcessKind.UP, ProcessKind.EXECUTOR),
    /** Processes that run jobs or distributions. */
    WORKERS(ProcessKind.UP, ProcessKind.EXECUTOR, ProcessKind.DISTRIBUTOR),
    /** Processes that may work through a server. */
    REMOTE_WORKERS(ProcessKind.EXECUTOR, ProcessKind.DISTRIBUTOR),
    /** Processes that check quotas, because they post jobs for users or for jobs of users. */
    POSTERS(ProcessKind.UP, ProcessKind.SERVER, ProcessKind.EXECUTOR),
    UP(ProcessKind.UP),
    EXECUTOR(ProcessKind.EXECUTOR),
    DISTRIBUTOR(ProcessKind.DISTRIBUTOR);

    @SuppressWarnings("ImmutableEnumChecker") // The list comes from List.of, so it is immutable.
    private final List<ProcessKind> kinds;

    Processes(ProcessKind... kinds) {
      this.kinds = List.of(kinds);
    }
  }

  private final String label;
  private final String description;
  private final FlagArity flagArity;

  private final Processes processes;

  SettingKey(String label, String description) {
    this(label, description, FlagArity.VALUE, Processes.ALL);
  }

  SettingKey(String label, String description, Processes processes) {
    this(label, description, FlagArity.VALUE, processes);
  }

  SettingKey(String label, String description, FlagArity flagArity) {
    this(label, description, flagArity, Processes.ALL);
  }

  SettingKey(String description, FlagArity flagArity, Processes processes) {
    this("", description, flagArity, processes);
  }

  SettingKey(String label, String description, FlagArity flagArity, Processes processes) {
    this.label = label;
    this.description = description;
    this.flagArity = flagArity;
    this.processes = processes;
  }

  /** The settings for which a command has flags, if the command starts a process of this kind. */
  public static List<SettingKey> flagsOf(ProcessKind processKind) {
    return Arrays.stream(values())
        .filter(settingKey -> settingKey.processes.kinds.contains(processKind))
        .toList();
  }

  /** The name in the configuration file, such as {@code store-user}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The name on the command line, such as {@code --store-user}. */
  public String flag() {
    return "--" + word();
  }

  /** The name in the environment, such as {@code BATON_STORE_USER}. */
  public String variable() {
    return "BATON_" + name();
  }

  /** The number of values that the flag takes on the command line. */
  public FlagArity shape() {
    return flagArity;
  }

  /** The placeholder for the value in help texts, such as {@code FILE}. */
  public String label() {
    return label;
  }

  /** The description in help texts, one line. */
  public String description() {
    return description;
  }

  static Optional<SettingKey> named(String word) {
    return Arrays.stream(values()).filter(settingKey -> settingKey.word().equals(word)).findFirst();
  }

  static List<String> words() {
    return Arrays.stream(values()).map(SettingKey::word).toList();
  }
}
