// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.kubernetes;

import dev.baton.testkit.EngineFixture;
import dev.baton.testkit.EngineRecipe;
import dev.baton.testkit.KubernetesServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The cluster of this JVM. */
final class KubernetesFixture implements EngineFixture {

  private final KubernetesServer server = KubernetesServer.shared();

  KubernetesServer server() {
    return server;
  }

  @Override
  public Set<Has> has() {
    EnumSet<Has> has = EnumSet.allOf(Has.class);
    has.remove(Has.STREAMS);
    // Its server is too old.
    has.remove(Has.INSTANCES);
    return has;
  }

  @Override
  public EngineRecipe recipe() {
    return new KubernetesRecipe();
  }

  @Override
  public Map<String, String> settings() {
    return settings(server.kubeconfig());
  }

  static Map<String, String> settings(Path kubeconfig) {
    // Shells do not end when they are told to: not to wait for them.
    return Map.of("kubeconfig", kubeconfig.toString(), "pull-policy", "never", "grace", "PT1S");
  }

  @Override
  public Map<String, String> deadSettings() {
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
  public Duration patience() {
    return Duration.ofSeconds(60);
  }

  /** The kubelet looks every ten seconds whether a pod that was told to end is gone. */
  @Override
  public boolean isGoneSoon() {
    return false;
  }

  @Override
  public void close() {}
}
