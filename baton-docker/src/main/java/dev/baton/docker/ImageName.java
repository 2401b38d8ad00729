// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.docker;

import dev.baton.error.InvalidInputException;
import java.util.regex.Pattern;

/**
 * Checks the form of image names. An engine answers an invalid name with a redirection, or takes a
 * part of it as a path of its API.
 */
final class ImageName {

  private static final String PART = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
  private static final String REGISTRY =
      "(?:[A-Za-z0-9][A-Za-z0-9.-]*|\\[[0-9A-Fa-f:]+\\])(?::\\d+)?";
  private static final Pattern NAME =
      Pattern.compile(
          "(?:"
              + REGISTRY
              + "/)?"
              + PART
              + "(?:/"
              + PART
              + ")*(?::\\w[\\w.-]{0,127})?(?:@[A-Za-z][A-Za-z0-9+._-]*:[0-9a-fA-F]{32,128})?");
  private static final Pattern ID = Pattern.compile("sha256:[0-9a-f]{64}");

  private ImageName() {}

  /**
   * Refuses a text that is not an image name.
   *
   * @throws InvalidInputException naming the allowed form
   */
  static void check(String engine, String name) {
    if (!NAME.matcher(name).matches() && !ID.matcher(name).matches()) {
      throw new InvalidInputException(
          "image is '"
              + name
              + "', which engine '"
              + engine
              + "' does not accept; expected [REGISTRY/]NAME[:TAG][@DIGEST] with a lower-case name,"
              + " such as alpine:3");
    }
  }
}
