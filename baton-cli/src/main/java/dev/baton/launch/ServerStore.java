// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import dev.baton.backend.StoreReport;
import dev.baton.config.DataFolder;
import dev.baton.config.RunningServer;
import dev.baton.config.ServerDiscovery;
import dev.baton.config.UserFolders;
import dev.baton.console.CommandContext;
import dev.baton.error.ConflictException;
import dev.baton.jdbc.JdbcBackend;
import dev.baton.service.Clock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The store of a server with the same options: the database that they name, or the embedded
 * database in the data folder.
 */
public final class ServerStore {

  private final JdbcBackend.@Nullable Options named;
  private final Path data;

  private ServerStore(JdbcBackend.@Nullable Options named, Path data) {
    this.named = named;
    this.data = data;
  }

  public static ServerStore of(ProcessOptions options) {
    return new ServerStore(options.backend().store(), options.data().toAbsolutePath().normalize());
  }

  /** Whether the store is the embedded database. */
  public boolean isEmbedded() {
    return named == null;
  }

  /** Whether the store is the embedded database, and its file does not exist yet. */
  public boolean isMissing() {
    return isEmbedded() && !Files.exists(Path.of(file() + ".mv.db"));
  }

  /** The path of the embedded database, without the suffix that H2 adds. */
  private Path file() {
    return data.resolve("baton");
  }

  /**
   * Refuses an embedded database that a running server has open.
   *
   * @throws ConflictException with the process of the server
   */
  public void requireClosed(CommandContext commandContext) {
    if (!isEmbedded()) {
      return;
    }
    new ServerDiscovery(UserFolders.of(commandContext.environment()))
        .inFolder(data)
        .map(RunningServer::pid)
        .ifPresent(pid -> {
          throw new ConflictException(
              "a server (process "
                  + pid
                  + ") has the embedded store in '"
                  + data
                  + "' open, and migrated it at its start; stop the server first");
        });
  }

  /** Inspects the store as {@link JdbcBackend#inspect} does, and changes nothing. */
  public StoreReport inspect(Clock clock) {
    return JdbcBackend.inspect(named == null ? Backends.embedded(file()) : named, clock);
  }

  /** Migrates the store as {@link JdbcBackend#migrate} does. */
  public List<StoreReport.Migration> migrate() {
    return JdbcBackend.migrate(
        named == null ? Backends.embedded(DataFolder.open(data).database()) : named);
  }
}
