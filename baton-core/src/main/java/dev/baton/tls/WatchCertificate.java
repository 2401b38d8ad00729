// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.tls;

import dev.baton.service.Clock;
import dev.baton.service.PassResult;
import dev.baton.service.PollLoop;
import dev.baton.service.Service;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns in the log before the certificate of this process expires: once, until a certificate that
 * is valid for longer is in use.
 */
public final class WatchCertificate {

  /** Most certificates are renewed a month before they expire. */
  public static final Duration SOON = Duration.ofDays(14);

  private static final Logger LOG = LoggerFactory.getLogger(WatchCertificate.class);
  private static final Duration INTERVAL = Duration.ofHours(1);

  private final Path file;
  private final Supplier<Instant> expiry;
  private final Clock clock;
  private boolean isReported; // used by the thread of the loop only

  WatchCertificate(Path file, Supplier<Instant> expiry, Clock clock) {
    this.file = file;
    this.expiry = expiry;
    this.clock = clock;
  }

  /**
   * Returns the service that watches a certificate.
   *
   * @param file the file of the certificate, for the log
   * @param expiry returns when the certificate in use expires
   */
  public static Service of(PemFile file, Supplier<Instant> expiry, Clock clock) {
    return PollLoop.of(
        "watch-certificate", new WatchCertificate(file.path(), expiry, clock)::check);
  }

  PassResult check() {
    Instant end = expiry.get();
    boolean isSoon = Duration.between(clock.now(), end).compareTo(SOON) < 0;
    if (isSoon && !isReported) {
      LOG.warn(
          "certificate expires soon; replace its file, which needs no restart: file={} expires={}",
          file,
          end);
    }
    isReported = isSoon;
    return PassResult.waitFor(INTERVAL);
  }
}
