// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.stack;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A process of Baton in an installation.
 *
 * @param links to the services that it uses
 * @param namespace the network namespace that it runs in; null for that of the machine
 * @param clock file from which the process reads how much its wall clock differs; null if it cannot
 *     be changed
 */
public record InstalledProcess(
    ManagedProcess process,
    Role role,
    List<NetworkLink> links,
    @Nullable NetworkNamespace namespace,
    @Nullable Path clock) {

  /** What kind of process it is. */
  public enum Role {
    SERVER,
    DIRECT_EXECUTOR,
    REMOTE_EXECUTOR,
    CIMI_EXECUTOR,
    DISTRIBUTOR;

    /** Whether it runs jobs. */
    public boolean isExecutor() {
      return this == DIRECT_EXECUTOR || this == REMOTE_EXECUTOR || this == CIMI_EXECUTOR;
    }
  }

  public InstalledProcess {
    links = List.copyOf(links);
  }

  public String name() {
    return process.name();
  }

  /** What it prints when it is ready. */
  String readyLine() {
    return switch (role) {
      case SERVER -> "Baton is up";
      case DIRECT_EXECUTOR, REMOTE_EXECUTOR, CIMI_EXECUTOR -> "Executor ";
      case DISTRIBUTOR -> "Distributor ";
    };
  }

  /** Whether the process runs and has said since its last start that it is ready. */
  public boolean isReady() {
    return process.isAlive() && process.hasPrinted(readyLine());
  }

  @Override
  public String toString() {
    return name();
  }
}
