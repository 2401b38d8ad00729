// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.server;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * A certificate authority with a certificate for a server on the loopback address and a certificate
 * for its clients, made by OpenSSL: {@code ca.pem}, {@code server-cert.pem}, {@code
 * server-key.pem}, {@code cert.pem} and {@code key.pem}.
 */
final class TlsFiles {

  private static final List<String> NEW_KEY =
      List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes");

  private final Path folder;
  private final Consumer<List<String>> commands;
  private final String openssl;

  private TlsFiles(Path folder, Consumer<List<String>> commands, String openssl) {
    this.folder = folder;
    this.commands = commands;
    this.openssl = openssl;
  }

  /**
   * Makes the files.
   *
   * @param commands runs a command to its end, or throws
   */
  static void make(Path folder, Consumer<List<String>> commands) {
    String openssl = InstalledPrograms.program("OpenSSL", List.of(Path.of("/usr/bin")), "openssl");
    TlsFiles files = new TlsFiles(folder, commands, openssl);
    files.run(
        NEW_KEY, "req", "-x509", "-subj", "/CN=tests", "-keyout", "ca-key.pem", "-out", "ca.pem");
    files.signed("server-", "/CN=server", "subjectAltName=IP:127.0.0.1");
    files.signed("", "/CN=client", "extendedKeyUsage=clientAuth");
  }

  private void signed(String prefix, String subject, String extension) {
    run(
        NEW_KEY,
        "req",
        "-x509",
        "-CA",
        "ca.pem",
        "-CAkey",
        "ca-key.pem",
        "-subj",
        subject,
        "-addext",
        extension,
        "-keyout",
        prefix + "key.pem",
        "-out",
        prefix + "cert.pem");
  }

  private void run(List<String> more, String operation, String... words) {
    List<String> command = TestServerProcess.join(List.of(openssl, operation), more);
    commands.accept(
        TestServerProcess.join(
            command,
            List.of(words).stream()
                .map(word -> word.endsWith(".pem") ? folder.resolve(word).toString() : word)
                .toList()));
  }
}
