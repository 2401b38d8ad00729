// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.testkit.server.TestAuthority;
import dev.baton.tls.PemFile;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServerTlsTest {

  @TempDir Path folder;

  /** A client that resumes a session is not checked, so its session must end soon. */
  @Test
  void sessionsOfClientsWithCertificates_endAfterAMinute() {
    TestAuthority authority = new TestAuthority(folder).issue("server", "IP:127.0.0.1");
    ServerTls tls =
        new ServerTls(
            new PemFile("tls-certificate", authority.certificateOf("server")),
            new PemFile("tls-key", authority.keyOf("server")),
            new PemFile("tls-client-ca", authority.certificate()));
    assertThat(tls.open(tls.show()).getSslContext().getServerSessionContext().getSessionTimeout())
        .isEqualTo(60);
  }
}
