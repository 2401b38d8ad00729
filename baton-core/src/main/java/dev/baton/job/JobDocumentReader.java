// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.error.InputBounds;
import dev.baton.error.InvalidField;
import dev.baton.error.InvalidInputException;
import dev.baton.service.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads attributes of a document. Error messages name the attribute. The reader remembers which
 * attributes were read, so that unknown attributes can be refused. Not thread-safe.
 */
final class JobDocumentReader {

  private final JsonNode document;
  private final boolean isStored;
  private final Set<String> known = new HashSet<>();

  /** Reads a document from a client. A blank text is an error. */
  JobDocumentReader(JsonNode document) {
    this(document, false);
  }

  private JobDocumentReader(JsonNode document, boolean isStored) {
    if (!document.isObject()) {
      throw new InvalidInputException("a job is a JSON object, not " + kind(document));
    }
    this.document = document;
    this.isStored = isStored;
  }

  /**
   * Creates a reader for a job that this release or another release has stored. A blank text counts
   * as absent, and unknown attributes are accepted.
   */
  static JobDocumentReader stored(JsonNode document) {
    return new JobDocumentReader(document, true);
  }

  void ignore(String... attributes) {
    known.addAll(List.of(attributes));
  }

  void refuseUnknown() {
    document
        .fieldNames()
        .forEachRemaining(name -> {
          if (!known.contains(name)) {
            throw InvalidInputException.ofAttribute(
                name,
                "a job has no attribute '"
                    + InputBounds.shown(name, 200)
                    + "'; allowed: "
                    + known.stream().sorted().toList());
          }
        });
  }

  @Nullable JsonNode nodeOrNull(String attribute) {
    known.add(attribute);
    return document.get(attribute);
  }

  /** Returns the members of an object; empty if the attribute is absent. */
  SortedMap<String, JsonNode> membersOf(String attribute) {
    JsonNode node = nodeOrNull(attribute);
    SortedMap<String, JsonNode> members = new TreeMap<>();
    if (node != null) {
      if (!node.isObject()) {
        throw wrong(attribute, node, "an object");
      }
      node.properties().forEach(entry -> members.put(entry.getKey(), entry.getValue()));
    }
    return members;
  }

  /** Returns the members of an object of texts; empty if the attribute is absent. */
  SortedMap<String, String> textMembers(String attribute) {
    SortedMap<String, String> texts = new TreeMap<>();
    membersOf(attribute)
        .forEach((name, node) -> {
          if (!node.isTextual()) {
            String shown = attribute + ": '" + InputBounds.shown(name, 200) + "'";
            throw new InvalidInputException(
                wrongText(shown, node, "a text"),
                List.of(
                    InvalidField.ofAttribute(name, wrongText(shown, node, "a text"))
                        .below("/" + attribute)));
          }
          texts.put(name, node.textValue());
        });
    return texts;
  }

  JsonNode required(String attribute) {
    JsonNode node = nodeOrNull(attribute);
    if (node == null) {
      throw InvalidInputException.ofAttribute(
          attribute, "attribute '" + attribute + "' is missing");
    }
    return node;
  }

  String text(String attribute) {
    required(attribute);
    return textOr(attribute, "");
  }

  String textOr(String attribute, String otherwise) {
    String text = textOrNull(attribute);
    return text == null ? otherwise : text;
  }

  @Nullable String textOrNull(String attribute) {
    JsonNode node = nodeOrNull(attribute);
    if (node == null) {
      return null;
    }
    if (!node.isTextual()) {
      throw wrong(attribute, node, "a text");
    }
    if (node.textValue().isBlank()) {
      if (isStored) {
        return null;
      }
      throw wrong(attribute, node, "a text that is not blank");
    }
    return node.textValue();
  }

  /**
   * Returns a text; null if it is absent. For an attribute with JSON text, the document may contain
   * the JSON object instead of the text.
   */
  @Nullable String textOrNull(String attribute, SpecValue.TextForm form) {
    JsonNode node = nodeOrNull(attribute);
    return form == SpecValue.TextForm.JSON && node != null && node.isObject()
        ? node.toString()
        : textOrNull(attribute);
  }

  private <T> @Nullable T valueOrNull(
      String attribute, Predicate<JsonNode> fits, Function<JsonNode, T> value, String expected) {
    JsonNode node = nodeOrNull(attribute);
    if (node == null) {
      return null;
    }
    if (!fits.test(node)) {
      throw wrong(attribute, node, expected);
    }
    return value.apply(node);
  }

  /** Returns a boolean; false if the attribute is absent. */
  boolean flag(String attribute) {
    Boolean flag =
        valueOrNull(attribute, JsonNode::isBoolean, JsonNode::booleanValue, "true or false");
    return flag != null && flag;
  }

  @Nullable Integer intOrNull(String attribute) {
    return valueOrNull(
        attribute,
        node -> node.isIntegralNumber() && node.canConvertToInt(),
        JsonNode::intValue,
        "an integer");
  }

  int intOr(String attribute, int otherwise) {
    return Objects.requireNonNullElse(intOrNull(attribute), otherwise);
  }

  long longOr(String attribute, long otherwise) {
    Long number =
        valueOrNull(
            attribute,
            node -> node.isIntegralNumber() && node.canConvertToLong(),
            JsonNode::longValue,
            "an integer");
    return Objects.requireNonNullElse(number, otherwise);
  }

  private double doubleOr(String attribute, double otherwise) {
    Double number = valueOrNull(attribute, JsonNode::isNumber, JsonNode::doubleValue, "a number");
    return Objects.requireNonNullElse(number, otherwise);
  }

  Instant time(String attribute) {
    return time(attribute, text(attribute));
  }

  private static Instant time(String attribute, String text) {
    return AttributeCheck.value(attribute, () -> Timestamps.read(attribute, text));
  }

  @Nullable Instant timeOrNull(String attribute) {
    String text = textOrNull(attribute);
    return text == null ? null : time(attribute, text);
  }

  @Nullable Duration durationOrNull(String attribute) {
    String text = textOrNull(attribute);
    return text == null ? null : duration(attribute, text);
  }

  static Duration duration(String attribute, String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException e) {
      throw InvalidInputException.ofAttribute(
          attribute,
          attribute + " is '" + text + "'; expected an ISO 8601 duration such as PT30S or PT1H",
          e);
    }
  }

  @Nullable JobId jobOrNull(String attribute) {
    String text = textOrNull(attribute);
    return text == null ? null : AttributeCheck.value(attribute, () -> JobId.parse(text));
  }

  List<String> texts(String attribute) {
    List<String> texts = new ArrayList<>();
    for (JsonNode member : members(attribute)) {
      if (!member.isTextual() || member.textValue().isBlank()) {
        throw wrong(attribute, member, "a list of texts");
      }
      if (!texts.contains(member.textValue())) {
        texts.add(member.textValue());
      }
    }
    return texts;
  }

  List<ResourceRef> refs(String attribute) {
    List<ResourceRef> refs = new ArrayList<>();
    members(attribute).forEach(member -> refs.add(ref(attribute, member)));
    return refs;
  }

  @Nullable ResourceRef refOrNull(String attribute) {
    JsonNode node = nodeOrNull(attribute);
    return node == null ? null : ref(attribute, node);
  }

  private static ResourceRef ref(String attribute, JsonNode node) {
    JsonNode href = node.get("href");
    if (href == null || !href.isTextual()) {
      throw wrong(attribute, node, "{\"href\": \"type/uuid\"}");
    }
    Map<String, JsonNode> more = new HashMap<>();
    node.properties().forEach(entry -> more.put(entry.getKey(), entry.getValue()));
    more.remove("href");
    return new ResourceRef(href.textValue(), more);
  }

  private Iterable<JsonNode> members(String attribute) {
    JsonNode node = nodeOrNull(attribute);
    if (node == null) {
      return List.of();
    }
    if (!node.isArray()) {
      throw wrong(attribute, node, "a list");
    }
    return node;
  }

  /**
   * Reads {@code max-attempts} and {@code backoff}, an object with initial, max, factor and jitter.
   */
  RetryPolicy retry() {
    int maxAttempts = intOr("max-attempts", 1);
    JsonNode node = nodeOrNull("backoff");
    if (node == null) {
      return RetryPolicy.times(maxAttempts);
    }
    if (!node.isObject()) {
      throw wrong("backoff", node, "an object");
    }
    try {
      return new RetryPolicy(maxAttempts, new JobDocumentReader(node, isStored).backoff());
    } catch (IllegalArgumentException e) {
      throw InvalidInputException.ofAttribute("backoff", "backoff: " + e.getMessage(), e);
    }
  }

  /** Reads this document as the value of {@code backoff}. */
  private Backoff backoff() {
    Backoff usual = RetryPolicy.NONE.backoff();
    try {
      Duration initial = durationOrNull("initial");
      Duration max = durationOrNull("max");
      double factor = doubleOr("factor", usual.factor());
      double jitter = doubleOr("jitter", usual.jitter());
      if (!isStored) {
        refuseUnknown();
      }
      Duration first = initial == null ? usual.initial() : initial;
      Duration bound = max != null ? max : first.compareTo(usual.max()) > 0 ? first : usual.max();
      return new Backoff(first, bound, factor, jitter);
    } catch (InvalidInputException e) {
      throw e.ofMember("backoff");
    }
  }

  private static InvalidInputException wrong(String attribute, JsonNode node, String expected) {
    return InvalidInputException.ofAttribute(attribute, wrongText(attribute, node, expected));
  }

  private static String wrongText(String name, JsonNode node, String expected) {
    return name + " is " + InputBounds.shown(node.toString(), 200) + "; expected " + expected;
  }

  private static String kind(JsonNode node) {
    return node.getNodeType().name().toLowerCase(Locale.ROOT);
  }
}
