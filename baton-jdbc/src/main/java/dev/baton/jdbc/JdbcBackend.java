// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import dev.baton.backend.Backend;
import dev.baton.backend.BackendPorts;
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

  /**
   * Selects the database.
   *
   * @param url {@code jdbc:h2:file:/folder/name}, {@code jdbc:h2:mem:name}, {@code
   *     jdbc:postgresql://host:port/database}, {@code jdbc:mariadb://…} or {@code jdbc:mysql://…}
   * @param poolSize the number of statements of callers that run at the same time; Baton opens a
   *     few connections more
   * @param tables the names of the tables
   */
  public record Options(
      String url,
      @Nullable String user,
      @Nullable String password,
      int poolSize,
      TableNames tables) {

    public Options {
      if (poolSize < 1 || poolSize > 1000) {
        throw new InvalidInputException(
            "the size of the connection pool is " + poolSize + "; allowed: 1 to 1000");
      }
    }

    /** Creates options with tables whose names begin with {@code baton_}. */
    public Options(String url, @Nullable String user, @Nullable String password, int poolSize) {
      this(url, user, password, poolSize, TableNames.DEFAULT);
    }

    /** Returns options with 8 connections. User and password, if any, are in the URL. */
    public static Options of(String url) {
      return new Options(url, null, null, 8);
    }

    /**
     * Returns the same options with another prefix of the tables, so that several stores can be in
     * one database, or a store beside tables of an application that begin with {@code baton_}.
     *
     * @param prefix 1 to 30 lower-case letters, digits and underscores, the first a letter
     * @throws InvalidInputException if the prefix contains another character or is too long
     */
    public Options withTablePrefix(String prefix) {
      return new Options(url, user, password, poolSize, tables.withPrefix(prefix));
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
      if (Dialect.of(url) == Dialect.H2) {
        throw new InvalidInputException(
            "the schema '"
                + schema
                + "' is set for an embedded database, which only Baton uses; remove the schema, or"
                + " use PostgreSQL or MariaDB");
      }
      return new Options(url, user, password, poolSize, tables.withSchema(schema));
    }

    /** Omits the password. */
    @Override
    public String toString() {
      return "Options[url=" + ConnectionUrl.withoutSecrets(url) + ", user=" + user + "]";
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
            options.url(),
            opened.pool(),
            options.poolSize(),
            options.tables(),
            clock);
    this.keyed =
        opened.keyed().equals(opened.pool())
            ? database
            : new Database(
                opened.dialect(),
                options.url(),
                opened.keyed(),
                OpenDatabase.KEYED,
                options.tables(),
                clock);
    this.file = opened.file();
    this.description = opened.product() + " at " + database.databaseAddress();
    JobKinds jobKinds = new JobKinds(database);
    Acls acls = new Acls(database);
    ReadJobRows jobs = new ReadJobRows(acls);
    ChangeNotifier changeNotifier = new ChangeNotifier(reachesAll(opened.dialect()));
    DueJobs due = new DueJobs(database, changeNotifier, dueMaxAge(opened.dialect()));
    ClaimTokens held = new ClaimTokens();
    WriteBatchers batchers =
        writeBatchers(
            new InsertJobs(keyed, jobKinds, acls, due, changeNotifier),
            new ExecuteClaimWrites(keyed, due, changeNotifier, held));
    Leases leases = new Leases(database);
    ReleaseJobs release = new ReleaseJobs(database, leases, changeNotifier);
    // This service is started when the first session joins the board.
    this.watchLeases =
        new WatchLeases(database, leases, release, changeNotifier, unseenJoins(opened.dialect()));
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
                opened.single(),
                changeNotifier,
                due);
        changeNotifier.setRemote(remote);
        started.add(remote);
      }
      case MARIADB, MYSQL -> started.add(new PollingChangeNotifier(database, changeNotifier, due));
      case H2 -> {
        // No notifier is needed, because no other process can have the file open.
      }
    }
    return started;
  }

  private static boolean reachesAll(Dialect dialect) {
    return switch (dialect) {
      // No other process can have the file of an embedded database open.
      case H2, POSTGRES -> true;
      case MARIADB, MYSQL -> false;
    };
  }

  /** How long it may take until this process notices that another process has joined the board. */
  private static Duration unseenJoins(Dialect dialect) {
    return switch (dialect) {
      case H2, POSTGRES -> Duration.ofMinutes(1);
      case MARIADB, MYSQL -> Duration.ofSeconds(10);
    };
  }

  /**
   * How long the cached time of the next due job is used. It is short where other processes cannot
   * announce their posts.
   */
  private static Duration dueMaxAge(Dialect dialect) {
    return switch (dialect) {
      case H2, POSTGRES -> Duration.ofMinutes(1);
      case MARIADB, MYSQL -> Duration.ofSeconds(2);
    };
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
  public void check() {
    // Updates no row. An update and not a query, because a read-only database accepts queries.
    database.read(
        sql ->
            sql.execute(
                Tables.sql(
                    sql, "UPDATE baton_leadership SET lease_until = lease_until WHERE 1 = 0")));
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
