// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign;

import dev.baton.campaign.load.InstallationSurvey;
import dev.baton.campaign.load.RefusedRequestException;
import dev.baton.campaign.stack.CampaignInstallation;
import dev.baton.campaign.stack.CampaignLog;
import dev.baton.campaign.stack.ManagedProcess;
import java.io.IOException;
import java.time.Duration;

/**
 * Detects two known defects of the embedded store during a campaign. The store stays unavailable
 * after its disk was full, until its server is restarted; and it starts empty on a damaged file. In
 * the first case, restarts the server so that the campaign continues. For one thread.
 */
final class EmbeddedStoreWatch {

  /**
   * How long the server may answer 503 before the watch reports a finding. No fault, such as a full
   * disk, makes the server answer 503 for so long.
   */
  private static final Duration UNAVAILABLE_FOR = Duration.ofSeconds(20);

  private static final int UNAVAILABLE = 503;

  private final Store store;
  private final Runnable restart;
  private final KnownDefects defects;
  private final CampaignLog log;
  private String identity = "";
  private long refusedSinceNanos;
  private boolean isRefused;

  /** Reads the identity of the store from a server. */
  @FunctionalInterface
  interface Store {
    /**
     * Returns the identity of the store.
     *
     * @throws IOException if the server does not answer, or refuses
     */
    String identity() throws IOException;
  }

  EmbeddedStoreWatch(Store store, Runnable restart, KnownDefects defects, CampaignLog log) {
    this.store = store;
    this.restart = restart;
    this.defects = defects;
    this.log = log;
  }

  static EmbeddedStoreWatch of(
      CampaignInstallation campaignInstallation, KnownDefects defects, CampaignLog log) {
    InstallationSurvey installationSurvey =
        new InstallationSurvey(campaignInstallation.endpoints().getFirst());
    ManagedProcess server = campaignInstallation.installedProcesses().getFirst().process();
    Runnable restart =
        () -> {
          server.killAlone();
          server.start();
        };
    return new EmbeddedStoreWatch(installationSurvey::storeIdentity, restart, defects, log);
  }

  /** Checks the store once. Must be called every few seconds. */
  void checkOnce(long nowNanos) {
    try {
      seen(store.identity());
    } catch (IOException e) {
      // Other failures, such as a cut connection or a stopped process, are effects of a fault.
      // Therefore they do not count.
      if (e instanceof RefusedRequestException refused && refused.status() == UNAVAILABLE) {
        refused(nowNanos);
      }
    }
  }

  private void seen(String found) {
    isRefused = false;
    if (!identity.isEmpty() && !identity.equals(found)) {
      log.print("the embedded store has started empty (known defect)");
      defects.count(KnownDefects.EMPTIED);
    }
    identity = found;
  }

  private void refused(long nowNanos) {
    if (!isRefused) {
      isRefused = true;
      refusedSinceNanos = nowNanos;
    } else if (nowNanos - refusedSinceNanos > UNAVAILABLE_FOR.toNanos()) {
      log.print("the embedded store does not answer: its server is restarted (known defect)");
      defects.count(KnownDefects.STAYED_AWAY);
      restart.run();
      isRefused = false;
    }
  }
}
