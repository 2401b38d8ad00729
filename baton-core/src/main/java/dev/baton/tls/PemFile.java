// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.tls;

import dev.baton.error.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file in PEM format that a setting names.
 *
 * @param setting the name of the setting, for messages
 */
public record PemFile(String setting, Path path) {

  private static final Pattern CERTIFICATE =
      Pattern.compile("-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----");
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");
  private static final Pattern OTHER_KEY = Pattern.compile("-----BEGIN ([A-Z]+) PRIVATE KEY-----");
  private static final List<String> KINDS = List.of("RSA", "EC", "EdDSA");
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  /**
   * Reads all certificates in the file, in their order.
   *
   * @throws InvalidInputException if the file is missing, unreadable, or has no certificate
   */
  public List<X509Certificate> certificates() {
    try {
      // Java's parser reads whatever is in a file, and fails at a key before a certificate.
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      List<X509Certificate> certificates = new ArrayList<>();
      Matcher each = CERTIFICATE.matcher(Files.readString(path, StandardCharsets.ISO_8859_1));
      while (each.find()) {
        byte[] text = each.group().getBytes(StandardCharsets.ISO_8859_1);
        certificates.add(
            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(text)));
      }
      if (certificates.isEmpty()) {
        throw problem("has no certificate; expected a PEM file with BEGIN CERTIFICATE", null);
      }
      return certificates;
    } catch (IOException e) {
      throw unreadable(e);
    } catch (CertificateException e) {
      throw problem("has no valid certificate: " + e.getMessage(), e);
    }
  }

  /**
   * Reads the private key in the file.
   *
   * @throws InvalidInputException if the file is missing, unreadable, open to all users, or has no
   *     key in PKCS #8
   */
  PrivateKey key() {
    try {
      String text = Files.readString(path, StandardCharsets.ISO_8859_1);
      Matcher key = KEY.matcher(text);
      if (!key.find()) {
        throw problem(withoutKey(text), null);
      }
      checkPermissions();
      return decoded(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(key.group(1))));
    } catch (IOException e) {
      throw unreadable(e);
    } catch (IllegalArgumentException e) {
      throw problem("has no valid private key", e);
    }
  }

  private void checkPermissions() throws IOException {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return;
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
    if (permissions.stream().anyMatch(OTHERS::contains)) {
      throw problem(
          "is open to all users (mode "
              + PosixFilePermissions.toString(permissions)
              + "); close it: chmod o= '"
              + path
              + "'",
          null);
    }
  }

  private String withoutKey(String text) {
    Matcher other = OTHER_KEY.matcher(text);
    if (!other.find()) {
      return "has no private key; expected a PEM file with BEGIN PRIVATE KEY";
    }
    String form =
        other.group(1).equals("ENCRYPTED")
            ? "has a private key that is encrypted with a password"
            : "has a private key in the form '" + other.group(1) + "'";
    return form
        + "; expected PKCS #8 without a password: openssl pkcs8 -topk8 -nocrypt -in '"
        + path
        + "' -out NEW-FILE";
  }

  private PrivateKey decoded(PKCS8EncodedKeySpec encoded) {
    for (String kind : KINDS) {
      try {
        return KeyFactory.getInstance(kind).generatePrivate(encoded);
      } catch (InvalidKeySpecException e) {
        // The file does not say which kind of key it contains. Therefore each kind is tried.
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this Java has no keys of the kind " + kind, e);
      }
    }
    throw problem("has a private key of an unknown kind; expected RSA, EC or Ed25519", null);
  }

  private InvalidInputException unreadable(IOException e) {
    if (Files.notExists(path)) {
      return problem("does not exist", e);
    }
    return e instanceof AccessDeniedException
        ? problem("cannot be read: the user of this process has no permission", e)
        : problem("cannot be read: " + e.getMessage(), e);
  }

  InvalidInputException problem(String text, @Nullable Throwable cause) {
    return new InvalidInputException(setting + " '" + path + "' " + text, cause);
  }
}
