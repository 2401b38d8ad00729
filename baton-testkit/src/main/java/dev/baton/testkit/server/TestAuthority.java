// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A certificate authority in a folder, made by OpenSSL. It issues certificates in pairs of files:
 * {@code NAME-cert.pem} and {@code NAME-key.pem}. Skips the test if OpenSSL is not installed.
 */
public final class TestAuthority {

  private final String openssl =
      InstalledPrograms.program("OpenSSL", List.of(Path.of("/usr/bin")), "openssl");
  private final Path folder;

  /** Makes an authority whose certificate is {@code ca.pem} in the folder. */
  public TestAuthority(Path folder) {
    this.folder = folder;
    run(
        "req -x509 -subj /CN=tests -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
            + " -keyout ca-key.pem -out ca.pem");
  }

  /** Returns the file with the certificate of the authority. */
  public Path certificate() {
    return folder.resolve("ca.pem");
  }

  /** Returns the file with the certificate of this name. */
  public Path certificateOf(String name) {
    return folder.resolve(name + "-cert.pem");
  }

  /** Returns the file with the private key of this name. */
  public Path keyOf(String name) {
    return folder.resolve(name + "-key.pem");
  }

  /**
   * Issues a certificate that is valid for a day. Files of an earlier certificate with this name
   * are replaced, each in one step.
   *
   * @param names the names and addresses of a server, such as {@code IP:127.0.0.1,DNS:localhost}
   */
  public TestAuthority issue(String name, String names) {
    return issue(name, names, 1);
  }

  /** Issues a certificate that is valid for some days. */
  public TestAuthority issueForDays(int days, String name, String names) {
    return issue(name, names, days);
  }

  /** Issues a certificate that has expired. */
  public TestAuthority issueExpired(String name, String names) {
    return issue(name, names, -1);
  }

  /** Issues a certificate that is for clients only. */
  public TestAuthority issueForClients(String name, String names) {
    return issue(name, names + "\nextendedKeyUsage=clientAuth", 1);
  }

  private TestAuthority issue(String name, String names, int days) {
    try {
      Files.writeString(folder.resolve("extensions"), "subjectAltName=" + names + "\n");
      run(
          "req -new -subj /CN="
              + name
              + " -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
              + " -keyout new-key.pem -out request.pem");
      run(
          "x509 -req -in request.pem -CA ca.pem -CAkey ca-key.pem -CAcreateserial"
              + " -extfile extensions -out new-cert.pem -days "
              + days);
      replace("new-cert.pem", certificateOf(name));
      replace("new-key.pem", keyOf(name));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void replace(String made, Path file) throws IOException {
    Files.move(
        folder.resolve(made),
        file,
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private void run(String words) {
    List<String> command = new ArrayList<>(List.of(openssl));
    command.addAll(List.of(words.split(" ")));
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("openssl.log").toFile())
              .start();
      if (process.waitFor() != 0) {
        throw new IllegalStateException(
            command + " failed: " + Files.readString(folder.resolve("openssl.log")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
