// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A real Redis on a free port of the loopback address, for tests. It keeps its data in memory only,
 * so a restart empties it.
 *
 * <p>If Redis is not installed, the test is aborted, or fails if the environment variable {@code
 * BATON_REQUIRE_SERVERS} is {@code 1}.
 */
public final class RedisServer extends TestServerProcess {

  /** The user of a {@linkplain #secure() secure} server. */
  public static final String USER = "baton";

  /** The password of that user. */
  public static final String PASSWORD = "a-secret";

  /** The rights that docs/boards.md names. */
  private static final List<String> RIGHTS =
      List.of(
          "+@scripting",
          "+@read",
          "+@write",
          "+@pubsub",
          "+info",
          "+time",
          "+ping",
          "+client|setname");

  // Guarded by the class.
  private static @Nullable RedisServer shared;

  private enum Form {
    PLAIN,
    SECURE,
    SENTINEL
  }

  private final String program;
  private final Form form;
  private final List<String> options;

  private RedisServer(Form form, List<String> options) {
    super("redis", null);
    this.program = installed("redis-server");
    this.form = form;
    this.options = List.copyOf(options);
    if (form == Form.SECURE) {
      TlsFiles.make(folder, this::run);
    }
    if (form == Form.SENTINEL) {
      List<String> lines = new ArrayList<>(options);
      lines.addAll(List.of("port " + port(), "bind 127.0.0.1", "dir " + folder));
      write(folder.resolve("sentinel.conf"), lines);
    }
    start();
  }

  private static String installed(String program) {
    return InstalledPrograms.program("Redis", List.of(Path.of("/usr/bin")), program);
  }

  private static void write(Path file, List<String> lines) {
    try {
      Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts a server that only the caller uses and must close.
   *
   * @param options such as {@code --maxmemory-policy allkeys-lru}, each word by itself
   */
  public static RedisServer started(String... options) {
    return new RedisServer(Form.PLAIN, List.of(options));
  }

  /**
   * Starts a server that accepts only TLS with a client certificate, and only the user {@link
   * #USER}, who has only the rights that a board needs. The {@link #tlsFile} names the
   * certificates.
   */
  public static RedisServer secure() {
    return new RedisServer(Form.SECURE, List.of());
  }

  /**
   * Starts a Sentinel that watches a server and makes a replica the master after half a second. The
   * Sentinel knows the server as {@code baton}.
   */
  public static RedisServer sentinelOf(RedisServer master) {
    installed("redis-sentinel");
    return new RedisServer(
        Form.SENTINEL,
        List.of(
            "sentinel monitor baton 127.0.0.1 " + master.port() + " 1",
            "sentinel down-after-milliseconds baton 500",
            "sentinel failover-timeout baton 5000"));
  }

  /** Starts three servers that form a Cluster. The caller must close them. */
  public static List<RedisServer> cluster() {
    List<RedisServer> servers =
        IntStream.range(0, 3)
            .mapToObj(number ->
                started(
                    "--cluster-enabled",
                    "yes",
                    "--cluster-node-timeout",
                    "2000",
                    "--cluster-port",
                    String.valueOf(freePort())))
            .toList();
    List<String> create = new ArrayList<>(List.of(installed("redis-cli"), "--cluster", "create"));
    servers.forEach(server -> create.add("127.0.0.1:" + server.port()));
    create.add("--cluster-yes");
    servers.getFirst().run(create);
    return servers;
  }

  /**
   * Returns the server that all tests of this JVM share. The server starts at the first call; tests
   * must not stop or empty the server.
   */
  public static synchronized RedisServer shared() {
    if (shared == null) {
      shared = started();
    }
    return shared;
  }

  /** Returns the address of the server, such as {@code redis://127.0.0.1:6379}. */
  public String url() {
    return (form == Form.SECURE ? "rediss" : "redis") + "://127.0.0.1:" + port();
  }

  /** Returns a file of a secure server: {@code ca.pem}, {@code cert.pem} or {@code key.pem}. */
  public Path tlsFile(String name) {
    return folder.resolve(name);
  }

  /** Sends a command to the server, such as {@code FLUSHALL}. */
  public void send(String... command) {
    run(client(Arrays.asList(command)));
  }

  /** Sends a command to the server and returns the answer. */
  public String answer(String... command) {
    return runAndRead(client(Arrays.asList(command)));
  }

  /** Whether a Sentinel knows this server as a replica that it can make the master. */
  public boolean isReplicaKnownTo(RedisServer sentinel) {
    return sentinel
        .runAndRead(sentinel.client(List.of("sentinel", "replicas", "baton")))
        .lines()
        .anyMatch(("127.0.0.1:" + port())::equals);
  }

  private List<String> client(List<String> command) {
    List<String> all =
        new ArrayList<>(
            List.of(installed("redis-cli"), "-e", "-h", "127.0.0.1", "-p", String.valueOf(port())));
    if (form == Form.SECURE) {
      all.addAll(List.of("--tls", "--cacert", tlsFile("ca.pem").toString()));
      all.addAll(List.of("--cert", tlsFile("cert.pem").toString()));
      all.addAll(List.of("--key", tlsFile("key.pem").toString(), "--user", USER));
    }
    all.addAll(command);
    return all;
  }

  @Override
  Map<String, String> environment() {
    return form == Form.SECURE ? Map.of("REDISCLI_AUTH", PASSWORD) : Map.of();
  }

  @Override
  List<String> command() {
    if (form == Form.SENTINEL) {
      return List.of(program, folder.resolve("sentinel.conf").toString(), "--sentinel");
    }
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of("--bind", "127.0.0.1", "--dir", folder.toString()));
    if (form == Form.SECURE) {
      command.addAll(List.of("--port", "0", "--tls-port", String.valueOf(port())));
      command.addAll(List.of("--tls-ca-cert-file", tlsFile("ca.pem").toString()));
      command.addAll(List.of("--tls-cert-file", tlsFile("server-cert.pem").toString()));
      command.addAll(List.of("--tls-key-file", tlsFile("server-key.pem").toString()));
      command.addAll(List.of("--user", "default", "off"));
      command.addAll(List.of("--user", USER, "on", ">" + PASSWORD, "~{*}:*", "&{*}:*"));
      command.addAll(RIGHTS);
    } else {
      command.addAll(List.of("--port", String.valueOf(port())));
    }
    command.addAll(List.of("--save", "", "--appendonly", "no"));
    command.addAll(options);
    return command;
  }

  @Override
  List<String> probe() {
    return client(List.of("ping"));
  }

  @Override
  String stopSignal() {
    return "TERM";
  }
}
