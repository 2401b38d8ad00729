// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An SSH server that accepts the user of this process with a generated key. */
public final class SshServer extends TestServerProcess {

  /** The name of the host for clients. */
  public static final String HOST = "box";

  // Guarded by the class.
  private static @Nullable SshServer shared;

  private final String daemon;
  private final String client;

  private SshServer(String daemon, String client, String keys) {
    super("ssh", null);
    this.daemon = daemon;
    this.client = client;
    for (String key : List.of("host", "user")) {
      run(List.of(keys, "-q", "-t", "ed25519", "-N", "", "-f", folder.resolve(key).toString()));
    }
    write(
        "sshd_config",
        """
        ListenAddress 127.0.0.1
        Port %d
        HostKey %s/host
        AuthorizedKeysFile %2$s/user.pub
        PidFile none
        UsePAM no
        PasswordAuthentication no
        StrictModes no
        MaxStartups 200
        MaxSessions 100
        # Without it, bash reads the user's start-up files for each command.
        SetEnv SHLVL=2
        """
            .formatted(port(), folder));
    writeConfig("ssh_config", port());
    // No server listens on port 1.
    writeConfig("dead_config", 1);
    start();
  }

  private void writeConfig(String name, int port) {
    write(
        name,
        """
        Host %s
          HostName 127.0.0.1
          Port %d
          User %s
          IdentityFile %s/user
          IdentitiesOnly yes
          StrictHostKeyChecking no
          UserKnownHostsFile /dev/null
          LogLevel ERROR
          ControlMaster auto
          ControlPath %4$s/%2$d
          ControlPersist 10
        """
            .formatted(HOST, port, System.getProperty("user.name"), folder));
  }

  /**
   * Returns the server that all tests of this JVM share. The server starts at the first call. A
   * test that kills it must start it again.
   */
  public static synchronized SshServer shared() {
    if (shared == null) {
      List<Path> system = List.of(Path.of("/usr/sbin"));
      List<Path> usual = List.of(Path.of("/usr/bin"));
      shared =
          new SshServer(
              InstalledPrograms.program("OpenSSH", system, "sshd"),
              InstalledPrograms.program("OpenSSH", usual, "ssh"),
              InstalledPrograms.program("OpenSSH", usual, "ssh-keygen"));
    }
    return shared;
  }

  /** Returns a configuration with which clients reach the server as {@value #HOST}. */
  public Path config() {
    return folder.resolve("ssh_config");
  }

  /** Returns a configuration with which clients reach no server. */
  public Path configOfDeadServer() {
    return folder.resolve("dead_config");
  }

  @Override
  List<String> command() {
    if (isRoot()) {
      // The folder for privilege separation, which packages create only when they start their own
      // server.
      make(Path.of("/run/sshd"));
    }
    return List.of(daemon, "-D", "-e", "-f", folder.resolve("sshd_config").toString());
  }

  @Override
  List<String> probe() {
    return List.of(client, "-F", config().toString(), "-o", "BatchMode=yes", HOST, "true");
  }

  /** Closes the connection that clients share, which would otherwise stay open for some seconds. */
  @Override
  void cleanUp() {
    if (Files.exists(folder.resolve(String.valueOf(port())))) {
      run(List.of(client, "-F", config().toString(), "-O", "exit", HOST));
    }
  }

  @Override
  String stopSignal() {
    return "TERM";
  }

  private void write(String name, String text) {
    try {
      Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void make(Path folder) {
    try {
      if (Files.notExists(folder)) {
        Files.createDirectory(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
