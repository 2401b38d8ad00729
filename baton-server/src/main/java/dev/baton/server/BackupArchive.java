// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.baton.error.InvalidInputException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The file format of backups: a zip file with the embedded database, followed by a manifest with
 * the format, the time, and length and SHA-256 of the database. A file without the manifest is
 * incomplete.
 */
public final class BackupArchive {

  private static final int FORMAT = 1;
  private static final String DATABASE = "baton.mv.db";
  private static final String MANIFEST = "manifest.json";
  private static final int MANIFEST_LIMIT = 64 << 10;
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Describes a backup.
   *
   * @param madeAt when the backup began; it contains everything that was acknowledged before
   * @param bytes the length of the database
   * @param sha256 the digest of the database, in hexadecimal digits
   */
  public record Manifest(Instant madeAt, long bytes, String sha256) {}

  private BackupArchive() {}

  /** Writes a backup of the database, in bounded memory. Does not close the stream. */
  public static void write(Path database, Instant madeAt, OutputStream out) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    MessageDigest digest = sha256();
    zip.putNextEntry(new ZipEntry(DATABASE));
    long bytes;
    try (InputStream content = new DigestInputStream(Files.newInputStream(database), digest)) {
      bytes = content.transferTo(zip);
    }
    zip.closeEntry();
    zip.putNextEntry(new ZipEntry(MANIFEST));
    zip.write(
        JSON.writeValueAsBytes(
            JSON.createObjectNode()
                .put("format", FORMAT)
                .put("store", "h2")
                .put("made-at", madeAt.toString())
                .put("bytes", bytes)
                .put("sha256", HexFormat.of().formatHex(digest.digest()))));
    zip.closeEntry();
    zip.finish();
    zip.flush();
  }

  /**
   * Checks the whole file and writes nothing.
   *
   * @throws InvalidInputException if the file is not a complete and unchanged backup of a known
   *     format
   */
  public static Manifest check(Path file) throws IOException {
    return unpack(file, OutputStream.nullOutputStream());
  }

  /**
   * Writes the database of the backup to the stream.
   *
   * @throws InvalidInputException as {@link #check}; the stream may then have received a part
   */
  public static Manifest unpack(Path file, OutputStream out) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      List<String> names = zip.stream().map(ZipEntry::getName).sorted().toList();
      if (!names.equals(List.of(DATABASE, MANIFEST))) {
        throw refused(file, "it does not contain exactly the files of a backup", null);
      }
      Manifest manifest = manifest(file, zip);
      MessageDigest digest = sha256();
      long bytes;
      try (InputStream content =
          new DigestInputStream(zip.getInputStream(new ZipEntry(DATABASE)), digest)) {
        bytes = copy(content, out, manifest.bytes());
      }
      boolean isEqual =
          bytes == manifest.bytes()
              && HexFormat.of().formatHex(digest.digest()).equals(manifest.sha256());
      if (!isEqual) {
        throw refused(file, "its database differs from the manifest", null);
      }
      return manifest;
    } catch (ZipException e) {
      throw refused(file, "it is truncated or changed: " + e.getMessage(), e);
    } catch (EOFException e) {
      throw refused(file, "it is truncated or changed", e);
    }
  }

  /** Copies at most one byte more than the limit, because a changed file could be endless. */
  private static long copy(InputStream content, OutputStream out, long limit) throws IOException {
    byte[] buffer = new byte[64 << 10];
    long bytes = 0;
    for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
      bytes += n;
      if (bytes > limit) {
        return bytes;
      }
      out.write(buffer, 0, n);
    }
    return bytes;
  }

  private static Manifest manifest(Path file, ZipFile zip) throws IOException {
    byte[] text;
    try (InputStream content = zip.getInputStream(new ZipEntry(MANIFEST))) {
      text = content.readNBytes(MANIFEST_LIMIT);
    }
    try {
      JsonNode json = JSON.readTree(text);
      int format = json.path("format").asInt();
      if (format != FORMAT || !json.path("store").asText().equals("h2")) {
        throw refused(
            file,
            "its format is '"
                + format
                + "', store '"
                + json.path("store").asText()
                + "'; this program reads format "
                + FORMAT
                + ", store 'h2'",
            null);
      }
      return new Manifest(
          Instant.parse(json.path("made-at").asText()),
          json.path("bytes").asLong(-1),
          json.path("sha256").asText());
    } catch (JacksonException | DateTimeException e) {
      throw refused(file, "its manifest cannot be read", e);
    }
  }

  private static InvalidInputException refused(Path file, String why, @Nullable Throwable cause) {
    return new InvalidInputException(
        "'" + file + "' is not a usable backup: " + why + "; nothing was restored", cause);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Java has no SHA-256", e);
    }
  }
}
