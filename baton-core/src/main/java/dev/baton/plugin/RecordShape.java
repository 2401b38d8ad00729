// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.error.InvalidField;
import dev.baton.error.InvalidInputException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The JSON form of a record class: an object with known members. */
final class RecordShape {

  private final Constructor<?> constructor;
  private final List<Component> members;
  private final List<String> names;

  private RecordShape(Constructor<?> constructor, List<Component> members) {
    this.constructor = constructor;
    this.members = List.copyOf(members);
    this.names = members.stream().map(Component::name).toList();
  }

  /**
   * One component of the record.
   *
   * @param defaultValue the value that is used if none is given; null if there is no default
   */
  record Component(String name, String doc, ValueType type, @Nullable JsonNode defaultValue) {
    boolean isRequired() {
      return defaultValue == null && !(type instanceof ValueType.Maybe);
    }

    ObjectNode schema() {
      ObjectNode schema = type.schema();
      if (!doc.isEmpty()) {
        schema.put("description", doc);
      }
      if (defaultValue != null) {
        schema.set("default", defaultValue);
      }
      return schema;
    }
  }

  /**
   * @throws InvalidInputException if a component has an unsupported type or an invalid default
   */
  static RecordShape of(Class<?> type, String path, List<Class<?>> outer) {
    if (outer.contains(type)) {
      throw new InvalidInputException(
          "parameter '" + path + "' has the type " + type.getName() + ", which contains itself");
    }
    List<Class<?>> inner = Stream.concat(outer.stream(), Stream.of(type)).toList();
    String prefix = path.isEmpty() ? "" : path + ".";
    return new RecordShape(
        canonical(type),
        Arrays.stream(type.getRecordComponents())
            .map(component -> member(component, prefix + component.getName(), inner))
            .toList());
  }

  List<Component> members() {
    return members;
  }

  ObjectNode schema() {
    ObjectNode schema = PayloadJson.NODES.objectNode().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    members.forEach(member -> properties.set(member.name(), member.schema()));
    List<String> required =
        members.stream().filter(Component::isRequired).map(Component::name).toList();
    if (!required.isEmpty()) {
      required.forEach(schema.putArray("required")::add);
    }
    return schema.put("additionalProperties", false);
  }

  @Nullable Object read(JsonNode node, ValuePath path, PayloadErrors payloadErrors) {
    if (!node.isObject()) {
      return payloadErrors.addWrongValue(path, node, "an object");
    }
    int before = payloadErrors.count();
    node.fieldNames().forEachRemaining(name -> checkKnown(name, path, payloadErrors));
    List<@Nullable Object> values = new ArrayList<>();
    members.forEach(member -> values.add(value(member, node, path, payloadErrors)));
    return payloadErrors.count() > before ? null : construct(values, path, payloadErrors);
  }

  private void checkKnown(String name, ValuePath path, PayloadErrors payloadErrors) {
    if (!names.contains(name)) {
      payloadErrors.addError(path.member(name), "is unknown" + PluginNames.hint(name, names));
    }
  }

  private static @Nullable Object value(
      Component member, JsonNode node, ValuePath path, PayloadErrors payloadErrors) {
    JsonNode given = node.has(member.name()) ? node.get(member.name()) : member.defaultValue();
    if (given != null) {
      return member.type().read(given, path.member(member.name()), payloadErrors);
    }
    if (member.isRequired()) {
      return payloadErrors.addError(path.member(member.name()), "is missing; it is required");
    }
    return member
        .type()
        .read(PayloadJson.NODES.nullNode(), path.member(member.name()), payloadErrors);
  }

  private @Nullable Object construct(
      List<@Nullable Object> values, ValuePath path, PayloadErrors payloadErrors) {
    try {
      return constructor.newInstance(values.toArray());
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      // A record may throw any exception to refuse values that its types cannot exclude.
      String said = e.getCause() == null ? null : e.getCause().getMessage();
      List<InvalidField> refused =
          e.getCause() instanceof InvalidInputException invalid ? invalid.fields() : List.of();
      return payloadErrors.addRefusal(
          path, "is refused: " + (said == null ? String.valueOf(e.getCause()) : said), refused);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot construct " + constructor.getDeclaringClass(), e);
    }
  }

  private static Constructor<?> canonical(Class<?> type) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      // The constructor is usually not accessible, because plugins declare their parameter records
      // as private.
      constructor.setAccessible(true);
      return constructor;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(type + " has no canonical constructor", e);
    }
  }

  private static Component member(RecordComponent component, String path, List<Class<?>> outer) {
    ValueType plain = ValueTypes.of(component.getGenericType(), path, outer);
    ValueType type = isNullable(component) ? new ValueType.Maybe(plain, false) : plain;
    Doc doc = component.getAnnotation(Doc.class);
    Default otherwise = component.getAnnotation(Default.class);
    return new Component(
        component.getName(),
        doc == null ? "" : doc.value(),
        type,
        otherwise == null ? null : checkedDefault(type, otherwise.value(), path));
  }

  /** Compares the simple name, because a plugin may use the annotation of any library. */
  private static boolean isNullable(RecordComponent component) {
    return Stream.of(component.getAnnotations(), component.getAnnotatedType().getAnnotations())
        .flatMap(Arrays::stream)
        .map(Annotation::annotationType)
        .anyMatch(type -> type.getSimpleName().equals("Nullable"));
  }

  private static JsonNode checkedDefault(ValueType type, String text, String path) {
    JsonNode node =
        type.isText()
            ? textDefault(text).orElseGet(() -> PayloadJson.NODES.textNode(text))
            : PayloadJson.read("default of parameter '" + path + "'", text);
    PayloadErrors payloadErrors = new PayloadErrors();
    type.read(node, ValuePath.PAYLOAD.member(path), payloadErrors);
    if (payloadErrors.count() > 0) {
      payloadErrors.addNote("this value is the default of parameter '" + path + "'; correct it");
    }
    payloadErrors.throwIfAny();
    return node;
  }

  private static Optional<JsonNode> textDefault(String text) {
    try {
      return text.startsWith("\"")
          ? Optional.of(PayloadJson.read("default", text))
          : Optional.empty();
    } catch (InvalidInputException e) {
      // The text starts with a quote but is not a JSON string, so it is plain text.
      return Optional.empty();
    }
  }
}
