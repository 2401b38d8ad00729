// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.stack;

import dev.baton.campaign.stack.InstallationOptions.Store;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The common part of the database servers: a process under a separate account, and JDBC. */
abstract class ServerDatabase implements CampaignDatabase {

  static final String NAME = "baton";

  private static final Duration READY_WITHIN = Duration.ofSeconds(90);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(30);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

  private final String account;
  private final Path folder;
  private final Path data;
  private final int port = PortBlock.free();
  private final @Nullable Path clock;
  // Set by open, before any other method is called.
  private @Nullable ManagedProcess process;

  /**
   * @param folder the folder for logs and sockets, which the account can enter
   * @param data the folder for the data, empty or absent
   */
  ServerDatabase(String account, Path folder, Path data, boolean movesClock) {
    this.account = account;
    this.folder = MachineFolders.folder(folder);
    this.data = data;
    this.clock = movesClock ? folder.resolve("clock") : null;
    Shell.run("chmod", "755", folder.toString());
    if (isRoot()) {
      Shell.run("chown", account, folder.toString());
      Shell.run("chown", account, data.resolveSibling(".").toString());
    }
  }

  /** Returns the database for a store; null if the store is embedded. */
  static @Nullable ServerDatabase of(Store store, Path folder, Path data, boolean movesClock) {
    return switch (store) {
      case POSTGRES -> new PostgresDatabase(folder, data, movesClock);
      case MARIADB -> new MariaDbDatabase(folder, data, movesClock);
      case EMBEDDED -> null;
    };
  }

  /** Initialises the data folder, starts the server, and creates the database. */
  final void open() {
    Shell.run(as(initialize()));
    List<String> command = new ArrayList<>();
    if (clock != null) {
      // Set here and not in the environment of the command that changes the account, because root
      // would then own the library's files.
      command.add("env");
      FileClock.environment(clock).forEach((name, value) -> command.add(name + "=" + value));
    }
    command.addAll(command());
    process = new ManagedProcess("database", as(command), Map.of(), folder);
    start();
    create().forEach(this::runAsAdministrator);
  }

  abstract List<String> initialize();

  abstract List<String> command();

  abstract List<String> create();

  /** The signal that stops the server quickly and in an orderly way. */
  abstract String stopSignal();

  /** The administrator's URL of a database that always exists. */
  abstract String adminUrl();

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private List<String> as(List<String> command) {
    if (!isRoot()) {
      return command;
    }
    List<String> whole =
        new ArrayList<>(
            List.of("setpriv", "--reuid=" + account, "--regid=" + account, "--init-groups"));
    whole.addAll(command);
    return whole;
  }

  private ManagedProcess process() {
    if (process == null) {
      throw new IllegalStateException("the database is not open");
    }
    return process;
  }

  final int port() {
    return port;
  }

  final Path folder() {
    return folder;
  }

  @Override
  public final Path data() {
    return data;
  }

  @Override
  public final @Nullable Path clock() {
    return clock;
  }

  @Override
  public final String address() {
    return "127.0.0.1:" + port;
  }

  @Override
  public final void startSoon() {
    process().start();
  }

  @Override
  public final void start() {
    boolean answers =
        Polling.until(
            READY_WITHIN,
            () -> {
              process().start();
              return answers();
            });
    if (!answers) {
      throw new IllegalStateException("the database does not answer; see " + folder);
    }
  }

  private boolean answers() {
    try (Connection connection = DriverManager.getConnection(adminUrl());
        Statement statement = connection.createStatement()) {
      return statement.execute("select 1");
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public final void kill() {
    process().kill();
  }

  @Override
  public final void stop() {
    stop(STOP_WITHIN);
  }

  private void stop(Duration atMost) {
    // Continues all processes, because a fault may have stopped the child processes too.
    SendSignal.send("CONT", process().pids());
    process().stop(stopSignal(), atMost);
  }

  @Override
  public final boolean isMissing() {
    return process().isMissing();
  }

  @Override
  public final List<Long> pids() {
    return process().pids();
  }

  final void runAsAdministrator(String statement) {
    try (Connection connection = DriverManager.getConnection(adminUrl());
        Statement made = connection.createStatement()) {
      made.execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException("the database refuses: " + statement, e);
    }
  }

  @Override
  public final void close() {
    if (process != null) {
      stop(CLOSE_WITHIN);
      process.close();
      if (clock != null) {
        FileClock.removeRemains(process.started());
      }
    }
  }
}
