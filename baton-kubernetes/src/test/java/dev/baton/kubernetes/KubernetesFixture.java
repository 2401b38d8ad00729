// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import dev.baton.testkit.contract.engine.EngineFixture;
import dev.baton.testkit.contract.engine.TestEngineFactory;
import dev.baton.testkit.server.KubernetesServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The fixture of the cluster that the tests of this JVM share. */
final class KubernetesFixture implements EngineFixture {

  private final KubernetesServer server = KubernetesServer.shared();

  KubernetesServer server() {
    return server;
  }

  @Override
  public Set<Feature> features() {
    EnumSet<Feature> has = EnumSet.allOf(Feature.class);
    has.remove(Feature.STREAMS);
    // The test server is too old for instances.
    has.remove(Feature.INSTANCES);
    return has;
  }

  @Override
  public TestEngineFactory engineFactory() {
    return new KubernetesTestEngineFactory();
  }

  @Override
  public Map<String, String> settings() {
    return settings(server.kubeconfig());
  }

  static Map<String, String> settings(Path kubeconfig) {
    // A shell ignores the request to end; a short grace avoids the wait.
    return Map.of("kubeconfig", kubeconfig.toString(), "pull-policy", "never", "grace", "PT1S");
  }

  @Override
  public Map<String, String> settingsOfDeadServer() {
    try {
      // Nothing listens on port 1.
      String config =
          Files.readString(server.kubeconfig()).replaceFirst("127\\.0\\.0\\.1:\\d+", "127.0.0.1:1");
      Path dead = server.kubeconfig().resolveSibling("kubeconfig-dead");
      return settings(Files.writeString(dead, config));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String missingImage() {
    return "docker.io/baton/missing:1";
  }

  @Override
  public void restart() {
    server.killApiServer();
    server.startApiServer();
  }

  @Override
  public Duration timeout() {
    return Duration.ofSeconds(60);
  }

  /**
   * Returns false, because the kubelet checks only every ten seconds whether a deleted pod is gone.
   */
  @Override
  public boolean deletesAtOnce() {
    return false;
  }

  @Override
  public void close() {}
}
