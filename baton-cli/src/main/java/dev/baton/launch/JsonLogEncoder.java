// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.launch;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes one JSON object per line: {@code time} in ISO-8601, {@code level}, {@code logger}, {@code
 * thread}, {@code message}, {@code exception}, and the keys of the message, such as {@code job} and
 * {@code executor}. Logback creates this class from its name in logback.xml.
 */
public final class JsonLogEncoder extends EncoderBase<ILoggingEvent> {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte[] NOTHING = new byte[0];
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

  /** A key before a placeholder, as in {@code job={}}. */
  private static final Pattern PLACE = Pattern.compile("(?:([a-zA-Z][a-zA-Z-]*)=)?\\{\\}");

  private static final Set<String> RESERVED =
      Set.of("time", "level", "logger", "thread", "message", "exception");

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    ObjectNode line = JSON.createObjectNode();
    line.put("time", TIME.format(event.getInstant()));
    line.put("level", event.getLevel().toString());
    line.put("logger", event.getLoggerName());
    line.put("thread", event.getThreadName());
    line.put("message", event.getFormattedMessage());
    event.getMDCPropertyMap().forEach((key, value) -> put(line, key, value));
    addValues(line, event.getMessage(), event.getArgumentArray());
    if (event.getThrowableProxy() != null) {
      line.put("exception", ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
    return (line + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Adds the keys of the message to the line. The values are read from the arguments and not from
   * the formatted text, because text of a user can look like a key.
   */
  private static void addValues(
      ObjectNode line, @Nullable String message, Object @Nullable [] values) {
    if (message == null || values == null) {
      return;
    }
    Matcher place = PLACE.matcher(message);
    for (int i = 0; i < values.length && place.find(); i++) {
      String key = place.group(1);
      if (key != null) {
        put(line, key, String.valueOf(values[i]));
      }
    }
  }

  private static void put(ObjectNode line, String key, String value) {
    if (!RESERVED.contains(key)) {
      line.put(key, value);
    }
  }
}
