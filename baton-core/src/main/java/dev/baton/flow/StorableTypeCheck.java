// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.AbstractDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBase;
import com.fasterxml.jackson.databind.deser.DefaultDeserializationContext;
import com.fasterxml.jackson.databind.deser.impl.UnsupportedTypeDeserializer;
import java.util.Optional;

/** Checks whether values of a type can be read back from JSON, before such values exist. */
record StorableTypeCheck(ObjectMapper mapper) {

  /**
   * Returns the reason why values cannot be read back; empty if nothing in the type prevents it.
   */
  Optional<String> whyNotStorable(JavaType type) {
    JavaType content = type.getContentType();
    if (content != null) {
      Optional<String> inside = whyNotStorable(content);
      if (inside.isPresent()) {
        return inside;
      }
    }
    try {
      return whyNotStorable(type, context().findRootValueDeserializer(type));
    } catch (JsonMappingException | RuntimeException e) {
      return Optional.of(type.toCanonical() + ": " + e.getMessage());
    }
  }

  private static Optional<String> whyNotStorable(JavaType type, JsonDeserializer<?> reader) {
    String name = type.toCanonical();
    return switch (reader) {
      case AbstractDeserializer none -> Optional.of(name + " does not say which class to create");
      case UnsupportedTypeDeserializer none -> Optional.of(name + " has no form in JSON");
      case BeanDeserializerBase bean when !bean.getValueInstantiator().canInstantiate() ->
          Optional.of(name + " is not a record and has no constructor without parameters");
      default -> Optional.empty();
    };
  }

  private DeserializationContext context() {
    DefaultDeserializationContext blueprint =
        (DefaultDeserializationContext) mapper.getDeserializationContext();
    return blueprint.createDummyInstance(mapper.getDeserializationConfig());
  }
}
