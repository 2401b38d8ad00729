// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.jdbc;

import static dev.baton.jdbc.Tables.NUMBER;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.job.JobEvent;
import dev.baton.job.JobState;
import dev.baton.service.Batches;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jspecify.annotations.Nullable;

/**
 * The events of one transaction, which are stored in one row. Jobs with the same kind of event
 * share its text, so that the events of a thousand jobs that one executor started take a few
 * kilobytes.
 */
final class EventBatch {

  /** The largest number of events in a batch. */
  static final int SIZE = 4096;

  private static final String KIND = "kind";
  private static final String STATE = "state";
  private static final String OWNER = "owner";
  private static final String NOTE = "note";
  private static final String JOBS = "jobs";

  private EventBatch() {}

  /** An event without its number, its time and the id of its job. */
  record Event(
      long jobSeq,
      JobEvent.Kind kind,
      JobState state,
      int attempt,
      @Nullable String owner,
      @Nullable String note) {

    private Shared shared() {
      return new Shared(kind, state, owner, note);
    }
  }

  private record Shared(
      JobEvent.Kind kind, JobState state, @Nullable String owner, @Nullable String note) {}

  /** Returns the number of an event. */
  static long number(long batch, int place) {
    return batch * SIZE + place;
  }

  /** Returns the number of the batch that contains an event. */
  static long batchOf(long event) {
    return event / SIZE;
  }

  /**
   * Inserts events in new batches, and returns the number of each event.
   *
   * @param at the time of the events: {@link Database#now()} or a value
   */
  static List<Long> insert(DSLContext sql, Field<Long> at, List<Event> events) {
    String insert =
        Tables.sql(sql, "INSERT INTO baton_event_batch (events, at_time) VALUES (?, ")
            + sql.renderInlined(at)
            + ")";
    List<Long> numbers = new ArrayList<>();
    for (List<Event> some : Batches.of(events, SIZE)) {
      Map<Integer, Event> places = new TreeMap<>();
      some.forEach(event -> places.put(places.size(), event));
      long batch = sql.connectionResult(on -> insert(on, insert, write(places)));
      places.keySet().forEach(place -> numbers.add(number(batch, place)));
    }
    return numbers;
  }

  private static long insert(Connection connection, String insert, String events)
      throws SQLException {
    String[] generated = {NUMBER.getName()};
    try (PreparedStatement statement = connection.prepareStatement(insert, generated)) {
      statement.setString(1, events);
      statement.executeUpdate();
      try (ResultSet keys = statement.getGeneratedKeys()) {
        keys.next();
        return keys.getLong(1);
      }
    }
  }

  /**
   * Inserts a batch whose number was taken before.
   *
   * @param events the events by their places in the batch
   */
  static void insert(DSLContext sql, long batch, long at, Map<Integer, Event> events) {
    sql.connection(connection -> {
      RowBatch insert =
          new RowBatch(
              Tables.sql(
                  sql, "INSERT INTO baton_event_batch (number, at_time, events) VALUES (?, ?, ?)"));
      insert.add(batch, at, write(events));
      insert.execute(connection);
    });
  }

  /** Replaces the events of a batch that was inserted in the same transaction. */
  static void replace(DSLContext sql, long batch, Map<Integer, Event> events) {
    if (events.isEmpty()) {
      sql.deleteFrom(Tables.EVENT_BATCH).where(NUMBER.eq(batch)).execute();
    } else {
      sql.update(Tables.EVENT_BATCH)
          .set(Tables.EVENTS, write(events))
          .where(NUMBER.eq(batch))
          .execute();
    }
  }

  /** Writes JSON without a tree of nodes, because each event of each job passes here. */
  private static String write(Map<Integer, Event> events) {
    Map<Shared, StringBuilder> jobs = new LinkedHashMap<>();
    events.forEach((place, event) -> {
      StringBuilder list = jobs.computeIfAbsent(event.shared(), shared -> new StringBuilder());
      list.append(list.isEmpty() ? "" : ",").append(place);
      list.append(',').append(event.jobSeq()).append(',').append(event.attempt());
    });
    StringBuilder text = new StringBuilder("[");
    jobs.forEach((shared, list) -> {
      text.append(text.length() == 1 ? "{" : ",{");
      member(text, KIND, shared.kind().name());
      member(text, STATE, shared.state().name());
      member(text, OWNER, shared.owner());
      member(text, NOTE, shared.note());
      text.append('"').append(JOBS).append("\":[").append(list).append("]}");
    });
    return text.append(']').toString();
  }

  /**
   * Returns the start of the JSON of events of one kind, for statements that write the events of
   * their jobs themselves. Then follow, for each event and separated by commas, its place, the
   * number of its job, and the attempt, and then {@code ]}}. A batch is an array of such objects.
   */
  static String beforeJobs(JobEvent.Kind kind, JobState state, @Nullable String owner) {
    StringBuilder text = new StringBuilder("{");
    member(text, KIND, kind.name());
    member(text, STATE, state.name());
    member(text, OWNER, owner);
    return text.append('"').append(JOBS).append("\":[").toString();
  }

  private static void member(StringBuilder text, String name, @Nullable String value) {
    if (value != null) {
      text.append('"').append(name).append("\":\"");
      JsonStringEncoder.getInstance().quoteAsString(value, text);
      text.append("\",");
    }
  }

  /**
   * Returns the events of a batch by their places. The value is null for an event that this release
   * does not know.
   */
  static Map<Integer, @Nullable Event> read(String text) {
    Map<Integer, @Nullable Event> events = new TreeMap<>();
    for (JsonNode group : Objects.requireNonNull(JsonText.parse(text))) {
      JsonNode jobs = group.path(JOBS);
      for (int i = 0; i + 2 < jobs.size(); i += 3) {
        events.put(
            jobs.get(i).asInt(), event(group, jobs.get(i + 1).asLong(), jobs.get(i + 2).asInt()));
      }
    }
    return events;
  }

  private static @Nullable Event event(JsonNode group, long seq, int attempt) {
    try {
      return new Event(
          seq,
          JobEvent.Kind.valueOf(group.path(KIND).asText()),
          JobState.valueOf(group.path(STATE).asText()),
          attempt,
          group.path(OWNER).textValue(),
          group.path(NOTE).textValue());
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
