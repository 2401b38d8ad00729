// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this program. */
public final class BatonVersion {

  private BatonVersion() {}

  public static String current() {
    Properties properties = new Properties();
    try (InputStream in = BatonVersion.class.getResourceAsStream("version.properties")) {
      if (in == null) {
        throw new IllegalStateException("version.properties is missing from the program");
      }
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("the program's own files cannot be read", e);
    }
    return properties.getProperty("version", "unknown");
  }
}
