// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.protocol;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells Jackson which values are required: all components of records that are not {@link Nullable},
 * the members of lists, and the values of maps. A request in which such a value is missing or null
 * is refused before other code reads it.
 */
final class RequiredComponentsIntrospector extends NopAnnotationIntrospector {

  private static final long serialVersionUID = 1;

  @Override
  public @Nullable Boolean hasRequiredMarker(AnnotatedMember member) {
    // For a component that is not required this method returns no answer, so that Jackson asks the
    // next introspector.
    return component(member).filter(c -> !isNullable(c.getAnnotatedType())).isPresent()
        ? Boolean.TRUE
        : null;
  }

  @Override
  public JsonSetter.Value findSetterInfo(Annotated annotated) {
    Optional<RecordComponent> component = component(annotated);
    if (component.isEmpty()) {
      return JsonSetter.Value.empty();
    }
    AnnotatedType type = component.get().getAnnotatedType();
    return JsonSetter.Value.construct(nulls(type), contentNulls(type));
  }

  /** Refuses JSON null, except for a {@link JsonNode}, of which JSON null is a valid value. */
  private static Nulls nulls(AnnotatedType type) {
    return isNullable(type) || type.getType() == JsonNode.class ? Nulls.SET : Nulls.FAIL;
  }

  private static Nulls contentNulls(AnnotatedType type) {
    if (type instanceof AnnotatedParameterizedType generic) {
      AnnotatedType[] arguments = generic.getAnnotatedActualTypeArguments();
      return nulls(arguments[arguments.length - 1]);
    }
    return Nulls.FAIL;
  }

  private static boolean isNullable(AnnotatedType type) {
    return type.isAnnotationPresent(Nullable.class);
  }

  /** Returns the record component that a parameter of a canonical constructor sets. */
  private static Optional<RecordComponent> component(Annotated annotated) {
    if (!(annotated instanceof AnnotatedParameter parameter)
        || !parameter.getDeclaringClass().isRecord()) {
      return Optional.empty();
    }
    RecordComponent[] components = parameter.getDeclaringClass().getRecordComponents();
    return parameter.getOwner().getParameterCount() == components.length
        ? Optional.of(components[parameter.getIndex()])
        : Optional.empty();
  }
}
