// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.doctor;

import dev.baton.launch.ProcessOptions;
import dev.baton.server.ServerTls;
import dev.baton.service.Clock;
import dev.baton.tls.WatchCertificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Checks the certificate of a server that speaks TLS. */
record CheckCertificate(ProcessOptions options, Clock clock) {

  private static final String AREA = "certificate";

  List<CheckResult> run() {
    ServerTls tls = options.server().tls();
    if (tls == null) {
      return List.of();
    }
    tls.check();
    Instant end = tls.certificate().certificates().getFirst().getNotAfter().toInstant();
    if (Duration.between(clock.now(), end).compareTo(WatchCertificate.SOON) < 0) {
      return List.of(
          CheckResult.warning(
              AREA,
              "'"
                  + tls.certificate().path()
                  + "' expires at "
                  + end
                  + "; replace it soon, the server uses a changed file without a restart"));
    }
    return List.of(
        CheckResult.ok(AREA, "'" + tls.certificate().path() + "' is valid until " + end));
  }
}
