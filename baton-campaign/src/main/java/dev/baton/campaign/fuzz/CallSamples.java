// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.filter.Filter;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.RunWrite;
import dev.baton.protocol.ClaimWriteItem;
import dev.baton.protocol.Messages;
import dev.baton.protocol.Protocol;
import dev.baton.protocol.ProtocolCall;
import dev.baton.protocol.ProtocolCalls;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Makes valid requests of protocol calls of executors from the types into which the server reads
 * them, with existing sessions, claims and jobs. For one thread.
 */
final class CallSamples {

  /** The value of {@link ApiOperation#body} for a protocol call. */
  static final String CALL = "call";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Map<String, Type> REQUESTS = requests();

  /** The JSON member that names the subtype of an object. */
  private static final Map<Class<?>, String> TAGS =
      Map.of(
          Filter.class, "test",
          Filter.Value.class, "type",
          RunWrite.class, "write",
          ClaimWriteItem.class, "do");

  private static final int MAX_DEPTH = 5;
  private static final ObjectNode GOOD =
      (ObjectNode)
          Protocol.toJson(
              JobSpec.builder("dummy_test_action").name("n").payload("{\"seconds\":1}").build());

  private final Random random;
  private final TargetContents known;

  CallSamples(Random random, TargetContents known) {
    this.random = random;
    this.known = known;
  }

  private static Map<String, Type> requests() {
    Map<String, Type> requests = new HashMap<>();
    for (ProtocolCall<?, ?> protocolCall : calls()) {
      requests.put(protocolCall.path(), protocolCall.request());
    }
    return requests;
  }

  private static List<ProtocolCall<?, ?>> calls() {
    List<ProtocolCall<?, ?>> calls = new ArrayList<>();
    for (Field field : ProtocolCalls.class.getDeclaredFields()) {
      if (Modifier.isPublic(field.getModifiers())) {
        try {
          calls.add((ProtocolCall<?, ?>) field.get(null));
        } catch (IllegalAccessException e) {
          throw new IllegalStateException(field + " cannot be read", e);
        }
      }
    }
    return calls;
  }

  /** Returns one operation for each protocol call. */
  static List<ApiOperation> operations() {
    return calls().stream()
        .map(protocolCall -> new ApiOperation("POST", protocolCall.path(), List.of(), CALL))
        .toList();
  }

  /** Makes a request for the call. */
  JsonNode of(ApiOperation apiOperation) {
    Type type = REQUESTS.get(apiOperation.path());
    if (type == null) {
      throw new IllegalArgumentException("there is no call " + apiOperation.path());
    }
    return of(type, 0);
  }

  private JsonNode of(Type type, int depth) {
    if (type instanceof ParameterizedType generic) {
      return ofGeneric(generic, depth);
    }
    Class<?> raw = (Class<?>) type;
    if (TAGS.containsKey(raw)) {
      return tagged(raw, depth);
    }
    if (raw == JobSpec.class) {
      return spec(depth);
    }
    if (raw == Messages.SessionRef.class && random.nextInt(8) != 0) {
      return known.session().deepCopy();
    }
    boolean isRecord = raw.isRecord() && raw != Job.class && raw != JobId.class;
    return isRecord ? record(raw, depth) : simple(raw);
  }

  /** A job spec that is valid except for at most one member. */
  private JsonNode spec(int depth) {
    ObjectNode spec = GOOD.deepCopy();
    if (random.nextBoolean()) {
      RecordComponent[] components = JobSpec.class.getRecordComponents();
      RecordComponent one = components[random.nextInt(components.length)];
      spec.set(one.getName(), of(one.getGenericType(), depth + 1));
    }
    return spec;
  }

  private JsonNode ofGeneric(ParameterizedType type, int depth) {
    Type[] arguments = type.getActualTypeArguments();
    Type member = arguments[arguments.length - 1];
    Class<?> raw = (Class<?>) type.getRawType();
    int size = depth > MAX_DEPTH ? 0 : 1 + random.nextInt(2);
    if (Map.class.isAssignableFrom(raw)) {
      ObjectNode map = JSON.objectNode();
      for (int i = 0; i < size; i++) {
        map.set(of(arguments[0], depth + 1).asText(), of(member, depth + 1));
      }
      return map;
    }
    if (Collection.class.isAssignableFrom(raw)) {
      return JSON.arrayNode()
          .addAll(
              java.util.stream.Stream.generate(() -> of(member, depth + 1)).limit(size).toList());
    }
    throw new IllegalStateException("no sample for " + type);
  }

  /** An object of a random subtype. */
  private JsonNode tagged(Class<?> type, int depth) {
    Class<?>[] types = type.getPermittedSubclasses();
    // At a great depth, uses only filters that contain no other filter.
    Class<?> chosen =
        depth > MAX_DEPTH && type == Filter.class
            ? Filter.Equal.class
            : types[random.nextInt(types.length)];
    String word =
        chosen.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    return JSON.objectNode()
        .put(TAGS.get(type), word)
        .setAll(chosen.isRecord() ? record(chosen, depth) : JSON.objectNode());
  }

  private ObjectNode record(Class<?> type, int depth) {
    ObjectNode sample = JSON.objectNode();
    for (RecordComponent component : type.getRecordComponents()) {
      boolean mayLack = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
      if (!mayLack || (random.nextInt(3) != 0 && depth < MAX_DEPTH)) {
        sample.set(component.getName(), of(component.getGenericType(), depth + 1));
      }
    }
    useClaim(sample);
    shortenWaits(sample);
    return sample;
  }

  /** Uses the job and the token of the same claim. */
  private void useClaim(ObjectNode sample) {
    if (sample.has("job") && sample.has("token") && random.nextInt(8) != 0) {
      known
          .claim(random)
          .ifPresent(claim -> sample.put("job", claim.job()).put("token", claim.token()));
    }
  }

  /** Lets no request wait long at the server. */
  private void shortenWaits(ObjectNode sample) {
    if (sample.has("waitMillis")) {
      sample.put("waitMillis", random.nextInt(50));
    }
    // Few values are less than the server allows.
    if (sample.has("checkMillis")) {
      sample.put("checkMillis", 95 + random.nextInt(100));
    }
  }

  private JsonNode simple(Class<?> type) {
    if (type == String.class) {
      return JSON.textNode(text());
    }
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return JSON.numberNode(random.nextInt(random.nextBoolean() ? 4 : 101));
    }
    if (type == double.class) {
      return JSON.numberNode(1.0 + random.nextInt(3));
    }
    if (type == boolean.class || type == Boolean.class) {
      return JSON.booleanNode(random.nextBoolean());
    }
    if (type.isEnum()) {
      Object[] values = type.getEnumConstants();
      return JSON.textNode(((Enum<?>) values[random.nextInt(values.length)]).name());
    }
    return special(type);
  }

  private String text() {
    return switch (random.nextInt(6)) {
      case 0 -> "name";
      case 1 -> "state";
      case 2 -> "dummy_test_action";
      case 3 -> "x".repeat(1 + random.nextInt(60));
      default -> known.text(random);
    };
  }

  private JsonNode special(Class<?> type) {
    if (type == JobId.class) {
      return JSON.textNode(known.id("job", random));
    }
    if (type == Job.class) {
      return known.job().deepCopy();
    }
    if (type == Duration.class) {
      return JSON.textNode("PT" + (1 + random.nextInt(600)) + "S");
    }
    if (type == Instant.class) {
      return JSON.textNode(
          Instant.ofEpochSecond(1_900_000_000L + random.nextInt(1_000)).toString());
    }
    if (JsonNode.class.isAssignableFrom(type) || type == Object.class) {
      return JSON.objectNode().put("a", 1);
    }
    throw new IllegalStateException("no sample for " + type);
  }
}
