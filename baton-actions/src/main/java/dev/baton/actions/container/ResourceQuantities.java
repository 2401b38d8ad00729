// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.container;

import dev.baton.engine.EngineResources;
import dev.baton.engine.EngineVolume;
import dev.baton.error.InvalidInputException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses sizes, tiers and volumes in the form in which people write them. */
final class ResourceQuantities {

  /** The resources of each tier. The limits are twice the requests. */
  static final Map<String, EngineResources> TIERS =
      new TreeMap<>(
          Map.of(
              "tiny", tier("0.25", 256),
              "small", tier("0.5", 512),
              "medium", tier("1", 1024),
              "large", tier("2", 4096),
              "huge", tier("4", 16_384)));

  private static final Pattern SIZE = Pattern.compile("(\\d{1,15})(Ki|Mi|Gi|Ti|k|M|G|T)?");
  private static final int BINARY = 1024;
  private static final int DECIMAL = 1000;
  private static final String UNITS = "kmgt";

  private ResourceQuantities() {}

  private static EngineResources tier(String cpus, long mebibytes) {
    BigDecimal limit = new BigDecimal(cpus);
    long bytes = mebibytes * BINARY * BINARY;
    return new EngineResources(limit.divide(BigDecimal.valueOf(2)), limit, bytes / 2, bytes);
  }

  static EngineResources tier(String name) {
    EngineResources tier = TIERS.get(name);
    if (tier == null) {
      throw InvalidInputException.ofAttribute(
          "tier", "tier is '" + name + "'; allowed: " + String.join(", ", TIERS.keySet()));
    }
    return tier;
  }

  // Returns an object, not a primitive number, because callers combine it with values that may be
  // null.
  static Long bytes(String field, String text) {
    Matcher matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      throw InvalidInputException.ofAttribute(
          field,
          field + " is '" + text + "'; expected a number of bytes, or such as 512Mi, 2Gi, 500M");
    }
    String unit = matcher.group(2);
    long bytes = Long.parseLong(matcher.group(1));
    if (unit == null) {
      return bytes;
    }
    int base = unit.endsWith("i") ? BINARY : DECIMAL;
    int power = UNITS.indexOf(Character.toLowerCase(unit.charAt(0))) + 1;
    try {
      return Math.multiplyExact(bytes, BigDecimal.valueOf(base).pow(power).longValueExact());
    } catch (ArithmeticException e) {
      throw InvalidInputException.ofAttribute(
          field, field + " is '" + text + "', more than there is", e);
    }
  }

  static EngineVolume volume(String text) {
    if (text.startsWith(":")) {
      return empty(text);
    }
    boolean readOnly = text.endsWith(":ro");
    String rest = readOnly ? text.substring(0, text.length() - 3) : text;
    int colon = rest.lastIndexOf(':');
    if (colon < 0) {
      throw InvalidInputException.ofAttribute(
          "volumes",
          "volumes has '" + text + "'; expected HOST-PATH:PATH, VOLUME:PATH or :PATH[:SIZE]");
    }
    String source = rest.substring(0, colon);
    String mount = rest.substring(colon + 1);
    return source.startsWith("/")
        ? new EngineVolume.HostPath(source, mount, readOnly)
        : new EngineVolume.Named(source, mount, readOnly);
  }

  /** Parses {@code :PATH} or {@code :PATH:SIZE}. */
  private static EngineVolume empty(String text) {
    int colon = text.lastIndexOf(':');
    if (colon == 0) {
      return new EngineVolume.Empty(text.substring(1), null);
    }
    return new EngineVolume.Empty(
        text.substring(1, colon), bytes("volumes", text.substring(colon + 1)));
  }
}
