// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a list whose members a later release may have written. A member that this release cannot
 * read is left out, so that the other members can still be used.
 */
final class LenientListDeserializer extends JsonDeserializer<List<?>>
    implements ContextualDeserializer {

  private static final Logger LOG = LoggerFactory.getLogger(LenientListDeserializer.class);

  private final @Nullable JavaType member;

  /**
   * Called by Jackson, which then calls {@link #createContextual} to get a deserializer that knows
   * the type of the members.
   */
  LenientListDeserializer() {
    this(null);
  }

  private LenientListDeserializer(@Nullable JavaType member) {
    this.member = member;
  }

  @Override
  public JsonDeserializer<?> createContextual(
      DeserializationContext context, BeanProperty property) {
    return new LenientListDeserializer(property.getType().getContentType());
  }

  @Override
  public List<?> deserialize(JsonParser in, DeserializationContext context) throws IOException {
    JsonNode list = context.readTree(in);
    if (!list.isArray()) {
      throw MismatchedInputException.from(in, List.class, "expected a list");
    }
    JavaType type = Objects.requireNonNull(member, "the type of the members");
    List<Object> members = new ArrayList<>();
    for (JsonNode node : list) {
      try {
        members.add(Objects.requireNonNull(context.<Object>readTreeAsValue(node, type), "null"));
      } catch (JsonProcessingException | RuntimeException e) {
        LOG.warn(
            "element of a list that another release wrote cannot be read and is left out: type={}",
            type,
            e);
      }
    }
    return List.copyOf(members);
  }
}
