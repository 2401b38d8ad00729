// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import dev.baton.backend.Backend;
import dev.baton.backend.BackendPorts;
import dev.baton.backend.ConnectionUse;
import dev.baton.backend.StoreCopy;
import dev.baton.backend.StoreReport;
import dev.baton.board.ClaimTokens;
import dev.baton.error.InvalidInputException;
import dev.baton.job.Job;
import dev.baton.logbook.FlowWrite;
import dev.baton.service.Clock;
import dev.baton.service.Service;
import dev.baton.service.ServiceGroup;
import dev.baton.service.WriteBatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The backend on an SQL database: H2 (embedded), PostgreSQL, MariaDB or MySQL. */
public final class JdbcBackend implements Backend {

  private static final int MOST_POSTS_AT_ONCE = 256;
  private static final int MOST_WRITES_AT_ONCE = 512;
  private static final int MOST_APPENDS_AT_ONCE = 128;
  private final Database database;
  private final Database keyed;
  private final EmbeddedFile file;
  private final String description;
  private final WatchLeases watchLeases;
  private final ServiceGroup services;
  private final BackendPorts backendPorts;
  private final CopyEmbeddedStore copyStore;

  /**
   * Selects the database and the names of the tables. Immutable: each method returns changed
   * options.
   */
  public static final class Options {

    private static final int USUAL_POOL = 8;
    // Fewer than the usual size of a pool of an application.
    private static final int USUAL_SHARE = 4;
    private static final Duration USUAL_SEARCH = Duration.ofSeconds(15);

    private final DatabaseSource source;
    private final int poolSize;
    private final TableNames tables;
    private final boolean polls;
    private final @Nullable DatabaseSource direct;
    private final Duration searchTimeout;

    /**
     * Creates options with tables whose names begin with {@code baton_}.
     *
     * @param url {@code jdbc:h2:file:/folder/name}, {@code jdbc:h2:mem:name}, {@code
     *     jdbc:postgresql://host:port/database}, {@code jdbc:mariadb://…} or {@code jdbc:mysql://…}
     * @param poolSize the number of statements of callers that run at the same time; Baton opens a
     *     few connections more
     */
    public Options(String url, @Nullable String user, @Nullable String password, int poolSize) {
      this(
          new DatabaseSource.Address(url, user, password),
          poolSize,
          TableNames.DEFAULT,
          false,
          null,
          USUAL_SEARCH);
    }

    private Options(
        DatabaseSource source,
        int poolSize,
        TableNames tables,
        boolean polls,
        @Nullable DatabaseSource direct,
        Duration searchTimeout) {
      if (poolSize < 1 || poolSize > 1000) {
        throw new InvalidInputException(
            "the size of the connection pool is " + poolSize + "; allowed: 1 to 1000");
      }
      this.source = source;
      this.poolSize = poolSize;
      this.tables = tables;
      this.polls = polls;
      this.direct = direct;
      this.searchTimeout = searchTimeout;
    }

    /** Returns options with 8 connections. User and password, if any, are in the URL. */
    public static Options of(String url) {
      return new Options(url, null, null, USUAL_POOL);
    }

    /**
     * Returns options for a data source of the application, on PostgreSQL, MariaDB or MySQL. Baton
     * borrows at most 4 connections of it at once ({@link #withPoolSize}), and on PostgreSQL keeps
     * one more for notifications ({@link #withPolling}). It gives each connection back with the
     * settings that it had, and never closes the data source.
     *
     * <p>At the start, Baton needs two connections at once.
     */
    public static Options of(DataSource dataSource) {
      return new Options(
          new DatabaseSource.Given(dataSource),
          USUAL_SHARE,
          TableNames.DEFAULT,
          false,
          null,
          USUAL_SEARCH);
    }

    /**
     * Returns the same options with another limit for each statement of a search, a count or an
     * aggregation. The usual limit is 15 seconds.
     *
     * @param seconds 1 to 15, because a connection that receives nothing for 20 seconds counts as
     *     broken
     */
    public Options withSearchTimeoutSeconds(int seconds) {
      if (seconds < 1 || seconds > USUAL_SEARCH.toSeconds()) {
        throw new InvalidInputException(
            "the timeout of searches is " + seconds + " seconds; allowed: 1 to 15");
      }
      return new Options(source, poolSize, tables, polls, direct, Duration.ofSeconds(seconds));
    }

    /**
     * Returns the same options with another number of connections: of statements of callers that
     * run at the same time, or, with a data source of the application, of connections that Baton
     * borrows at once.
     *
     * @param size 1 to 1000
     */
    public Options withPoolSize(int size) {
      return new Options(source, size, tables, polls, direct, searchTimeout);
    }

    /**
     * Returns the same options without a connection that waits for notifications of PostgreSQL.
     * This process then notices the jobs that other processes post after at most 250 ms.
     */
    public Options withPolling() {
      return new Options(source, poolSize, tables, true, direct, searchTimeout);
    }

    /**
     * Returns the same options with a URL that leads to PostgreSQL itself, for a store whose
     * connections pass a pooler such as PgBouncer. Baton receives notifications and upgrades the
     * tables through it. Without this URL, it detects the pooler and polls as with {@link
     * #withPolling}.
     *
     * @param url with the same user and password as the store, or with its own
     * @throws InvalidInputException if the URL is not one of PostgreSQL
     */
    public Options withDirectUrl(String url) {
      if (Dialect.of(url) != Dialect.POSTGRES) {
        throw new InvalidInputException(
            "the direct URL '"
                + ConnectionUrl.withoutSecrets(url)
                + "' is not one of PostgreSQL; other databases need none");
      }
      DatabaseSource login =
          source instanceof DatabaseSource.Address address
              ? new DatabaseSource.Address(url, address.user(), address.password())
              : new DatabaseSource.Address(url, null, null);
      return new Options(source, poolSize, tables, polls, login, searchTimeout);
    }

    /** As {@link #withDirectUrl}, with a data source that the application closes. */
    public Options withDirect(DataSource dataSource) {
      return new Options(
          source, poolSize, tables, polls, new DatabaseSource.Given(dataSource), searchTimeout);
    }

    /**
     * Returns the same options with another prefix of the tables, so that several stores can be in
     * one database, or a store beside tables of an application that begin with {@code baton_}.
     *
     * @param prefix 1 to 30 lower-case letters, digits and underscores, the first a letter
     * @throws InvalidInputException if the prefix contains another character or is too long
     */
    public Options withTablePrefix(String prefix) {
      return new Options(source, poolSize, tables.withPrefix(prefix), polls, direct, searchTimeout);
    }

    /**
     * Returns the same options with tables in a schema of PostgreSQL or a database of MariaDB or
     * MySQL, other than that of the connections. Baton creates the schema if it is missing and the
     * user of the database may create it.
     *
     * @param schema 1 to 48 lower-case letters, digits and underscores, the first a letter
     * @throws InvalidInputException if the name contains another character or is too long, or if
     *     the database is embedded
     */
    public Options withSchema(String schema) {
      if (source instanceof DatabaseSource.Address address
          && Dialect.of(address.url()) == Dialect.H2) {
        throw new InvalidInputException(
            "the schema '"
                + schema
                + "' is set for an embedded database, which only Baton uses; remove the schema, or"
                + " use PostgreSQL or MariaDB");
      }
      return new Options(source, poolSize, tables.withSchema(schema), polls, direct, searchTimeout);
    }

    Options withSource(DatabaseSource other) {
      return new Options(other, poolSize, tables, polls, direct, searchTimeout);
    }

    DatabaseSource source() {
      return source;
    }

    int poolSize() {
      return poolSize;
    }

    TableNames tables() {
      return tables;
    }

    boolean polls() {
      return polls;
    }

    Duration searchTimeout() {
      return searchTimeout;
    }

    @Nullable DatabaseSource direct() {
      return direct;
    }

    /** Omits the password. */
    @Override
    public String toString() {
      return "Options[source=" + source + "]";
    }
  }

  /** The write batchers. Each has a thread of its own, and thus a connection. */
  private record WriteBatchers(
      WriteBatcher<List<Job>, InsertJobs.Answer> posts,
      WriteBatcher<ClaimWrite, Boolean> claims,
      WriteBatcher<AppendLines.Lines, Boolean> logLines,
      WriteBatcher<FlowWrite, Boolean> flows) {

    private static final int COUNT = 4;

    List<Service> all() {
      return List.of(posts, claims, logLines, flows);
    }
  }

  private JdbcBackend(OpenDatabase.Opened opened, Options options, Clock clock) {
    this.database =
        new Database(
            opened.dialect(),
            opened.url(),
            opened.pool(),
            options.poolSize(),
            options.tables(),
            options.searchTimeout(),
            clock);
    ConnectionPool keyedPool = opened.connections().keyed();
    this.keyed =
        keyedPool == null
            ? database
            : new Database(
                opened.dialect(),
                opened.url(),
                keyedPool,
                OpenDatabase.KEYED,
                options.tables(),
                options.searchTimeout(),
                clock);
    this.file = opened.file();
    this.copyStore = new CopyEmbeddedStore(options, opened.dialect());
    this.description = opened.product() + " at " + database.databaseAddress();
    JobKinds jobKinds = new JobKinds(database);
    Acls acls = new Acls(database);
    ReadJobRows jobs = new ReadJobRows(acls);
    ChangeNotifier changeNotifier = new ChangeNotifier(hearsOthers(opened));
    DueJobs due = new DueJobs(database, changeNotifier, dueMaxAge(opened));
    ClaimTokens held = new ClaimTokens();
    ClaimedRows claimedRows = new ClaimedRows();
    WriteBatchers batchers =
        writeBatchers(
            new InsertJobs(keyed, jobKinds, acls, due, changeNotifier),
            new ExecuteClaimWrites(keyed, due, changeNotifier, held, claimedRows));
    Leases leases = new Leases(database);
    ReleaseJobs release = new ReleaseJobs(database, leases, changeNotifier);
    // This service is started when the first session joins the board.
    this.watchLeases =
        new WatchLeases(database, leases, release, changeNotifier, unseenJoins(opened));
    JdbcJobBoard board =
        new JdbcJobBoard(
            new JdbcBoardContext(
                database,
                jobs,
                due,
                changeNotifier,
                leases,
                new LockAndStartJobs(keyed, leases, jobs),
                release,
                watchLeases,
                held,
                claimedRows,
                batchers.claims()));
    JdbcJobStore store =
        new JdbcJobStore(
            database,
            jobs,
            batchers.posts(),
            batchers.claims(),
            new EditJob(database, jobKinds, acls, jobs, due, changeNotifier),
            new DeleteJobRows(database, changeNotifier));
    this.backendPorts =
        ports(
            store,
            board,
            batchers,
            changeNotifier,
            new JdbcExternalBoardStore(database, jobs, due, changeNotifier));
    this.services = new ServiceGroup(services(opened, batchers, changeNotifier, due));
    if (opened.isAlone()) {
      watchLeases.releaseAll();
    }
  }

  private WriteBatchers writeBatchers(InsertJobs insertJobs, ExecuteClaimWrites claimWrites) {
    return new WriteBatchers(
        new WriteBatcher<>("jdbc-post", MOST_POSTS_AT_ONCE, insertJobs),
        new WriteBatcher<>("jdbc-write", MOST_WRITES_AT_ONCE, claimWrites),
        new WriteBatcher<>("jdbc-log", MOST_APPENDS_AT_ONCE, new AppendLines(database)),
        new WriteBatcher<>(
            "jdbc-flow",
            MOST_WRITES_AT_ONCE,
            keyed.dialect() == Dialect.POSTGRES
                ? new PostgresFlowWrites(keyed)
                : new WriteFlows(database)));
  }

  private BackendPorts ports(
      JdbcJobStore store,
      JdbcJobBoard board,
      WriteBatchers batchers,
      ChangeNotifier changeNotifier,
      JdbcExternalBoardStore externalBoardStore) {
    JdbcActionStore actions = new JdbcActionStore(database);
    JdbcJobHistory history = new JdbcJobHistory(database, changeNotifier);
    return new BackendPorts(
        store,
        new JdbcJobLog(database, batchers.logLines()),
        history,
        board,
        Optional.of(externalBoardStore),
        new JdbcElection(database),
        new JdbcDistributionStore(database),
        new JdbcMemberRegistry(database, changeNotifier, actions),
        actions,
        Optional.of(new JdbcAccountStore(database)),
        Optional.of(new JdbcLogbookStore(database, batchers.flows())),
        Optional.of(new JdbcJobStatistics(database, history)));
  }

  private List<Service> services(
      OpenDatabase.Opened opened,
      WriteBatchers batchers,
      ChangeNotifier changeNotifier,
      DueJobs due) {
    List<Service> started = new ArrayList<>(batchers.all());
    started.add(new DeleteOldEvents(database));
    switch (opened.dialect()) {
      case POSTGRES -> {
        PostgresChangeNotifier remote =
            new PostgresChangeNotifier(
                PostgresChangeNotifier.channelOf(database),
                database,
                opened.connections().listening(),
                changeNotifier,
                due);
        changeNotifier.setRemote(remote);
        started.add(remote);
      }
      case MARIADB, MYSQL -> {
        // Other processes cannot be notified.
      }
      case H2 -> {
        // No notifier is needed, because no other process can have the file open.
      }
    }
    if (!hearsOthers(opened)) {
      started.add(new PollingChangeNotifier(database, changeNotifier, due));
    }
    return started;
  }

  /** Whether this process is notified of changes of other processes. */
  private static boolean hearsOthers(OpenDatabase.Opened opened) {
    return switch (opened.dialect()) {
      // No other process can have the file of an embedded database open.
      case H2 -> true;
      case POSTGRES -> opened.connections().listening() != null;
      case MARIADB, MYSQL -> false;
    };
  }

  /** How long it may take until this process notices that another process has joined the board. */
  private static Duration unseenJoins(OpenDatabase.Opened opened) {
    return hearsOthers(opened) ? Duration.ofMinutes(1) : Duration.ofSeconds(10);
  }

  /**
   * How long the cached time of the next due job is used. It is short where this process is not
   * notified of posts of other processes.
   */
  private static Duration dueMaxAge(OpenDatabase.Opened opened) {
    return hearsOthers(opened) ? Duration.ofMinutes(1) : Duration.ofSeconds(2);
  }

  /**
   * Connects to the database, and reports what a start of a process would find there. Changes
   * nothing.
   *
   * @throws dev.baton.error.BatonException as {@link #open} does, if the database cannot be used
   */
  public static StoreReport inspect(Options options, Clock clock) {
    return new InspectStore(options).run(clock);
  }

  /**
   * Upgrades the tables as a start of a process does, and closes the database. Creates the embedded
   * database or the tables if they are missing.
   *
   * @return the migrations that this call has run; empty if the tables are current
   * @throws dev.baton.error.BatonException as {@link #open} does
   */
  public static List<StoreReport.Migration> migrate(Options options) {
    return new OpenDatabase(options).upgrade();
  }

  /**
   * Connects to the database and upgrades its tables.
   *
   * @throws InvalidInputException if the URL has an unknown form, the database is missing, its
   *     version is too old, its encoding is not UTF-8, or a newer Baton has made its tables
   * @throws dev.baton.error.ForbiddenException if user or password are wrong
   * @throws dev.baton.error.ConflictException if another process has the file of the database open
   * @throws dev.baton.error.UnavailableException if the database does not answer
   */
  public static JdbcBackend open(Options options, Clock clock) {
    OpenDatabase.Opened opened =
        new OpenDatabase(options).run(options.poolSize() + WriteBatchers.COUNT);
    JdbcBackend backend;
    try {
      backend = new JdbcBackend(opened, options, clock);
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
    backend.services.start();
    return backend;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public BackendPorts ports() {
    return backendPorts;
  }

  @Override
  public Optional<ConnectionUse> connectionUse() {
    ConnectionUse use = database.connectionUse();
    return Optional.of(keyed.equals(database) ? use : use.plus(keyed.connectionUse()));
  }

  /**
   * Copies the embedded database that the options name, which no process has open. Upgrades no
   * tables.
   *
   * @return the copy; the caller must close it
   * @throws InvalidInputException if the database is not embedded; the message names the program
   *     that copies it
   * @throws dev.baton.error.ConflictException if a process has the file of the database open
   * @throws dev.baton.error.UnavailableException if the copy cannot be written
   */
  public static StoreCopy copyClosed(Options options) {
    return CopyEmbeddedStore.of(options).run();
  }

  @Override
  public StoreCopy copyStore() {
    return copyStore.run();
  }

  @Override
  public void check() {
    // Updates no row. An update and not a query, because a read-only database accepts queries.
    database.read(sql ->
        sql.execute(
            Tables.sql(sql, "UPDATE baton_leadership SET lease_until = lease_until WHERE 1 = 0")));
  }

  @Override
  public void close() {
    watchLeases.stop();
    services.stop();
    keyed.close();
    database.close();
    file.close();
  }
}
