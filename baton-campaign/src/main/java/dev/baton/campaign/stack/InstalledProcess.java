// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.stack;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Baton process in an installation.
 *
 * @param links the links to the services that the process uses
 * @param namespace the network namespace of the process; null for the network namespace of the
 *     machine
 * @param clock the file from which the process reads the shift of its wall clock; null if the clock
 *     cannot be moved
 * @param classes the folder at the start of its class path, empty until an upgrade
 */
public record InstalledProcess(
    ManagedProcess process,
    Role role,
    List<NetworkLink> links,
    @Nullable NetworkNamespace namespace,
    @Nullable Path clock,
    Path classes) {

  /** The kind of process. */
  public enum Role {
    SERVER,
    DIRECT_EXECUTOR,
    REMOTE_EXECUTOR,
    CIMI_EXECUTOR,
    DISTRIBUTOR;

    /** Whether the process runs jobs. */
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

  /** The line that the process prints when it is ready. */
  String readyLine() {
    return switch (role) {
      case SERVER -> "Baton is up";
      case DIRECT_EXECUTOR, REMOTE_EXECUTOR, CIMI_EXECUTOR -> "Executor ";
      case DISTRIBUTOR -> "Distributor ";
    };
  }

  /** Whether the process runs and has reported since its last start that it is ready. */
  public boolean isReady() {
    return process.isAlive() && process.hasPrinted(readyLine());
  }

  /**
   * Stops the process in an orderly way and starts it as a process of that release.
   *
   * @return whether it stopped in time; otherwise it was killed
   */
  public boolean upgrade(NextRelease release, Duration stopWithin) {
    boolean inTime = process.stop("TERM", stopWithin);
    release.installIn(classes);
    process.start();
    return inTime;
  }

  @Override
  public String toString() {
    return name();
  }
}
