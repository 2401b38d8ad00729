// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server.remoteexecutor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.filter.Filter;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobJson;
import dev.baton.job.JobState;
import dev.baton.job.RunWrite;
import dev.baton.protocol.ClaimWriteItem;
import dev.baton.testkit.job.JobBuilder;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Creates a sample of any request type of the protocol, from the types of its components. */
final class SampleRequests {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final String TRACEPARENT =
      "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private SampleRequests() {}

  static JsonNode of(Type type) {
    if (type instanceof ParameterizedType generic) {
      return ofGeneric(generic);
    }
    Class<?> raw = (Class<?>) type;
    if (raw == Filter.class) {
      return tagged("test", "equal", Filter.Equal.class);
    }
    if (raw == Filter.Value.class) {
      return JSON.objectNode().put("type", "text").put("text", "x");
    }
    if (raw == RunWrite.class) {
      return tagged("write", "report", RunWrite.Report.class);
    }
    if (raw == ClaimWriteItem.class) {
      return tagged("do", "write", ClaimWriteItem.Write.class);
    }
    return raw.isRecord() && raw != Job.class && raw != JobId.class ? record(raw) : simple(raw);
  }

  private static JsonNode ofGeneric(ParameterizedType type) {
    Type[] arguments = type.getActualTypeArguments();
    JsonNode member = of(arguments[arguments.length - 1]);
    Class<?> raw = (Class<?>) type.getRawType();
    if (Map.class.isAssignableFrom(raw)) {
      return JSON.objectNode().set(key((Class<?>) arguments[0]), member);
    }
    if (Collection.class.isAssignableFrom(raw)) {
      return JSON.arrayNode().add(member);
    }
    throw new AssertionError("no sample for " + type);
  }

  private static String key(Class<?> type) {
    return type.isEnum() ? type.getEnumConstants()[0].toString() : "k";
  }

  private static ObjectNode tagged(String property, String word, Class<?> type) {
    ObjectNode sample = JSON.objectNode().put(property, word);
    return sample.setAll(record(type));
  }

  private static ObjectNode record(Class<?> type) {
    ObjectNode sample = JSON.objectNode();
    for (RecordComponent component : type.getRecordComponents()) {
      sample.set(
          component.getName(),
          component.getName().equals("traceparent")
              ? JSON.textNode(TRACEPARENT)
              : of(component.getGenericType()));
    }
    return sample;
  }

  private static JsonNode simple(Class<?> type) {
    if (type == String.class) {
      return JSON.textNode("x".repeat(40));
    }
    // Every number of a request may have this value.
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return JSON.numberNode(100);
    }
    if (type == double.class) {
      return JSON.numberNode(1.0);
    }
    if (type == boolean.class || type == Boolean.class) {
      return JSON.booleanNode(true);
    }
    if (type == JobState.class) {
      return JSON.textNode(JobState.FAILED.name());
    }
    if (type.isEnum()) {
      return JSON.textNode(((Enum<?>) List.of(type.getEnumConstants()).getFirst()).name());
    }
    return special(type);
  }

  private static JsonNode special(Class<?> type) {
    if (type == JobId.class) {
      return JSON.textNode("job/0199-a");
    }
    if (type == Job.class) {
      return JobJson.write(JobBuilder.aJob().build());
    }
    if (type == Duration.class) {
      return JSON.textNode("PT8S");
    }
    if (type == Instant.class) {
      return JSON.textNode("2026-01-31T12:00:00Z");
    }
    if (JsonNode.class.isAssignableFrom(type) || type == Object.class) {
      return JSON.objectNode().put("a", 1);
    }
    throw new AssertionError("no sample for " + type);
  }
}
