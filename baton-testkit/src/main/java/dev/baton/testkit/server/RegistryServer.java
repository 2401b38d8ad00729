// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A registry of images on the loopback address that accepts one user. Docker talks plain HTTP to a
 * registry on the loopback address.
 */
public final class RegistryServer extends TestServerProcess {

  /** The name of the only user. */
  public static final String USER = "baton";

  /** The password of the only user. */
  public static final String PASSWORD = "secret";

  /** The hash of {@link #PASSWORD} in the form that the registry expects. */
  private static final String HASH = "$2y$05$V5F2KKQZy2.vRrO.YN9rNOWkomWTdTCbM20iuFKcV.xl1G/Q3ad5m";

  private final String program;

  private RegistryServer(String program) {
    super("registry", null);
    this.program = program;
    write("htpasswd", USER + ":" + HASH + "\n");
    write(
        "config.yml",
        """
        version: 0.1
        log: {level: warn}
        storage: {filesystem: {rootdirectory: %s/data}}
        http: {addr: "127.0.0.1:%d"}
        auth: {htpasswd: {realm: tests, path: %1$s/htpasswd}}
        """
            .formatted(folder, port()));
    start();
  }

  /** Starts a registry without images that only the caller uses and must close. */
  public static RegistryServer started() {
    List<Path> usual = List.of(Path.of("/usr/bin"));
    return new RegistryServer(
        InstalledPrograms.program("Docker registry", usual, "docker-registry"));
  }

  /** Returns the address with which the names of its images begin. */
  public String address() {
    return "127.0.0.1:" + port();
  }

  @Override
  List<String> command() {
    return List.of(program, "serve", folder.resolve("config.yml").toString());
  }

  @Override
  List<String> probe() {
    return List.of("bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/" + port());
  }

  @Override
  String stopSignal() {
    return "TERM";
  }

  private void write(String file, String text) {
    try {
      Files.writeString(folder.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
