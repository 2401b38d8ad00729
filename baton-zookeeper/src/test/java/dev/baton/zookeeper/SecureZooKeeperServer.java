// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.server.quorum.QuorumPeerMain;

/** A real ZooKeeper server in a separate process that accepts only TLS and authenticated users. */
final class SecureZooKeeperServer implements AutoCloseable {

  static final String USER = "baton";
  static final String PASSWORD = "a password of the user";

  private static final String STORE_PASSWORD = "a password of the store";
  private static final Duration BOUND = Duration.ofMinutes(4);

  private final Path folder = SingleZooKeeperServer.newFolder();
  private final int port = SingleZooKeeperServer.freePort();
  private final Process process;

  SecureZooKeeperServer() {
    newCertificate("server", "trusted");
    newCertificate("stranger", "strange");
    try {
      process = launch();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    await("secure server in " + folder).atMost(BOUND).until(this::listens);
  }

  /** Creates a key store with a new key, and a trust store that contains its certificate. */
  private void newCertificate(String name, String trust) {
    keytool(
        List.of(
            "-genkeypair",
            "-keyalg",
            "EC",
            "-dname",
            "CN=" + name,
            "-ext",
            "san=ip:127.0.0.1,dns:localhost",
            "-keystore",
            store(name)));
    String certificate = folder.resolve(name + ".cer").toString();
    keytool(List.of("-exportcert", "-file", certificate, "-keystore", store(name)));
    keytool(List.of("-importcert", "-noprompt", "-file", certificate, "-keystore", store(trust)));
  }

  private String store(String name) {
    return folder.resolve(name + ".p12").toString();
  }

  private static String program(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  private void keytool(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(program("keytool")));
    command.addAll(arguments);
    command.addAll(List.of("-alias", "it", "-storetype", "PKCS12", "-storepass", STORE_PASSWORD));
    try {
      Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      keytool.onExit().orTimeout(BOUND.toSeconds(), TimeUnit.SECONDS).join();
      assertThat(keytool.exitValue()).as(said).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process launch() throws IOException {
    Path jaas = folder.resolve("jaas.conf");
    Files.writeString(
        jaas,
        """
        Server {
          org.apache.zookeeper.server.auth.DigestLoginModule required user_%s="%s";
        };
        """
            .formatted(USER, PASSWORD));
    Path config = folder.resolve("server.cfg");
    Files.writeString(
        config,
        """
        tickTime=%d
        dataDir=%s
        admin.enableServer=false
        secureClientPortAddress=127.0.0.1
        secureClientPort=%d
        serverCnxnFactory=org.apache.zookeeper.server.NettyServerCnxnFactory
        ssl.keyStore.location=%s
        ssl.keyStore.password=%s
        ssl.clientAuth=none
        authProvider.1=org.apache.zookeeper.server.auth.SASLAuthenticationProvider
        sessionRequireClientSASLAuth=true
        """
            .formatted(
                SingleZooKeeperServer.TICK_MILLIS,
                folder.resolve("data"),
                port,
                store("server"),
                STORE_PASSWORD));
    return new ProcessBuilder(
            program("java"),
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dzookeeper.forceSync=no",
            "-Dzookeeper.fips-mode=false",
            "-Djava.security.auth.login.config=" + jaas,
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            QuorumPeerMain.class.getName(),
            config.toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  String hosts() {
    return "127.0.0.1:" + port;
  }

  /** Returns the properties of a client that trusts the server. */
  Map<String, String> trusting(String loginSection) {
    return properties("trusted", loginSection);
  }

  /** Returns the properties of a client that trusts only another certificate. */
  Map<String, String> distrusting(String loginSection) {
    return properties("strange", loginSection);
  }

  private Map<String, String> properties(String trust, String loginSection) {
    return Map.of(
        "zookeeper.client.secure",
        "true",
        "zookeeper.clientCnxnSocket",
        "org.apache.zookeeper.ClientCnxnSocketNetty",
        "zookeeper.ssl.trustStore.location",
        store(trust),
        "zookeeper.ssl.trustStore.password",
        STORE_PASSWORD,
        // FIPS mode, ZooKeeper's default, does not allow digests.
        "zookeeper.fips-mode",
        "false",
        "zookeeper.sasl.clientconfig",
        loginSection);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().orTimeout(BOUND.toSeconds(), TimeUnit.SECONDS).join();
    SingleZooKeeperServer.delete(folder);
  }
}
