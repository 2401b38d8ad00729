// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the servers that this user runs on this machine. Each server writes {@code endpoint.json}
 * in its data folder, and a file with the same content in the user's state folder, whose name
 * begins with the process id. If the process of a file is dead, the file is ignored and removed.
 */
public final class ServerDiscovery {

  private static final String ENDPOINT = "endpoint.json";

  private final Path state;

  public ServerDiscovery(UserFolders userFolders) {
    this.state = userFolders.state().resolve("servers");
  }

  /**
   * Announces that a server of this process is ready, so that commands find it.
   *
   * @param certificate the file with the certificate of the server; null without TLS
   * @return the announcement; the caller must close it when the server stops
   */
  public Announcement announce(
      String endpoint, @Nullable Path certificate, DataFolder data, Instant now) {
    ProcessHandle self = ProcessHandle.current();
    RunningServer server =
        new RunningServer(
            endpoint,
            data.path(),
            self.pid(),
            self.info().startInstant().orElse(now),
            now,
            certificate);
    PrivateFiles.createFolder(state);
    Path pointer = state.resolve(self.pid() + "-" + Integer.toHexString(data.path().hashCode()));
    List<Path> files = List.of(data.path().resolve(ENDPOINT), pointer);
    files.forEach(file -> PrivateFiles.write(file, server.json()));
    return new Announcement(files, server);
  }

  /**
   * Finds the running server of this data folder. A copy of a data folder contains the announcement
   * of the original server, which names the original folder. The copy has no server, so this method
   * then returns nothing.
   */
  public Optional<RunningServer> inFolder(Path data) {
    Path folder = data.toAbsolutePath().normalize();
    return alive(folder.resolve(ENDPOINT)).filter(server -> isSame(folder, server.data()));
  }

  private static boolean isSame(Path folder, Path other) {
    try {
      return Files.isSameFile(folder, other);
    } catch (IOException e) {
      // One of the two folders no longer exists.
      return false;
    }
  }

  /** The running server of this user that became ready last. */
  public Optional<RunningServer> newest() {
    return running().stream().max(Comparator.comparing(RunningServer::since));
  }

  /** All servers of this user that run on this machine. */
  public List<RunningServer> running() {
    if (!Files.isDirectory(state)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(state)) {
      return files.map(ServerDiscovery::alive).flatMap(Optional::stream).toList();
    } catch (IOException e) {
      // Another process removed the folder in the meantime, so no server is announced.
      return List.of();
    }
  }

  private static Optional<RunningServer> alive(Path file) {
    Optional<RunningServer> server = RunningServer.read(file);
    if (server.isPresent() && !server.get().isAlive()) {
      remove(file);
      return Optional.empty();
    }
    return server;
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // The file stays and is ignored. The next reader tries again to remove it.
    }
  }

  /** The announcement of a running server. */
  public record Announcement(List<Path> files, RunningServer server) implements AutoCloseable {
    /**
     * Removes the files of the announcement, unless a later server of the same folder has replaced
     * them.
     */
    @Override
    public void close() {
      files.stream()
          .filter(file -> RunningServer.read(file).filter(server::equals).isPresent())
          .forEach(ServerDiscovery::remove);
    }
  }
}
