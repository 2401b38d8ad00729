// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.dashboard;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/**
 * A file of the dashboard. Callers must not change the arrays.
 *
 * @param type the media type
 * @param body the bytes of the file
 * @param gzipped the bytes of the file, compressed by gzip
 * @param hash identifies the content
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, so arrays are fine.
public record DashboardFile(String type, byte[] body, byte[] gzipped, String hash) {

  static DashboardFile of(String type, String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    return new DashboardFile(type, body, gzip(body), ContentHash.of(body));
  }

  private static byte[] gzip(byte[] body) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length);
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot compress a file of the dashboard", e);
    }
    return bytes.toByteArray();
  }
}
