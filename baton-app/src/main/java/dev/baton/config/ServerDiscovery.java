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

/**
 * How the command line finds the servers that this user runs on this machine, from any folder: each
 * leaves {@code endpoint.json} in its data folder, and the same under its process id in the user's
 * state folder. What dead processes left is ignored and removed.
 */
public final class ServerDiscovery {

  private static final String ENDPOINT = "endpoint.json";

  private final Path state;

  public ServerDiscovery(UserFolders userFolders) {
    this.state = userFolders.state().resolve("servers");
  }

  /**
   * Tells that a server of this process is ready.
   *
   * @return to be closed when it is not any more
   */
  public Announcement announce(String endpoint, DataFolder data, Instant now) {
    ProcessHandle self = ProcessHandle.current();
    RunningServer server =
        new RunningServer(
            endpoint, data.path(), self.pid(), self.info().startInstant().orElse(now), now);
    PrivateFiles.createFolder(state);
    Path pointer = state.resolve(self.pid() + "-" + Integer.toHexString(data.path().hashCode()));
    Announcement announcement =
        new Announcement(List.of(data.path().resolve(ENDPOINT), pointer), server);
    announcement.write();
    return announcement;
  }

  /**
   * The server with that data folder, if it runs. The note in a copy of the folder names the
   * original one, whose server is not that of the copy.
   */
  public Optional<RunningServer> inFolder(Path data) {
    Path folder = data.toAbsolutePath().normalize();
    return alive(folder.resolve(ENDPOINT)).filter(server -> isSame(folder, server.data()));
  }

  private static boolean isSame(Path folder, Path other) {
    try {
      return Files.isSameFile(folder, other);
    } catch (IOException e) {
      // One of them is gone.
      return false;
    }
  }

  /** The server of this user that became ready last, of those that run. */
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
      // Somebody took the folder away meanwhile: then nobody is announced.
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
      // It stays ignored; the next one tries again.
    }
  }

  /** A server's word that it is there. */
  public static final class Announcement implements AutoCloseable {
    private final List<Path> files;
    private final RunningServer server;

    private Announcement(List<Path> files, RunningServer server) {
      this.files = files;
      this.server = server;
    }

    private void write() {
      files.forEach(file -> PrivateFiles.write(file, server.json()));
    }

    /** Takes it back, unless a later server of the same folder has replaced it. */
    @Override
    public void close() {
      files.stream()
          .filter(file -> RunningServer.read(file).filter(server::equals).isPresent())
          .forEach(ServerDiscovery::remove);
    }
  }
}
