// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.error.InvalidInputException;
import dev.baton.job.JobStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The result of a bulk job. The status message of the job contains it as JSON (docs/spec/nuvla.md
 * §13). The counts are exact; the lists may be shortened, because the length of a status message is
 * limited. Not thread-safe.
 */
public final class BulkResult {

  /** The category of an element that did not succeed. */
  public enum Category {
    FAILED("failed"),
    SKIPPED("skipped");

    private final String apiName;

    Category(String word) {
      this.apiName = word;
    }

    String apiName() {
      return apiName;
    }
  }

  static final int MAX_LISTED = 1000;
  private static final String SUCCESS = "success";
  private static final String SUCCESS_COUNT = "success_count";
  private static final String REASONS = "error_reasons";

  private final long total;
  private final Listing success = new Listing();
  private final Listing queued = new Listing();
  private final Listing running = new Listing();
  private final BulkReasons reasons = new BulkReasons();
  private long children;

  /** Creates the result for a number of elements, none of which is done. */
  public BulkResult(long total) {
    this.total = total;
  }

  private static final class Listing {
    private final List<String> ids = new ArrayList<>();
    private long count;

    void add(List<String> more, long number) {
      count += number;
      ids.addAll(more.subList(0, Math.min(more.size(), MAX_LISTED - ids.size())));
    }

    void write(ObjectNode node, String name, int listed) {
      ArrayNode array = node.putArray(name);
      ids.stream().limit(listed).forEach(array::add);
    }
  }

  /**
   * Reads the JSON document of a stored result, but only its part about elements without a child
   * job. Empty if the text is not such a document, for example because it was truncated or somebody
   * replaced it.
   */
  public static Optional<BulkResult> withoutChildren(@Nullable String json) {
    try {
      JsonNode node =
          json == null ? PayloadJson.NODES.nullNode() : PayloadJson.read("status-message", json);
      return node.path("total_actions").isNumber() ? Optional.of(read(node)) : Optional.empty();
    } catch (InvalidInputException e) {
      return Optional.empty();
    }
  }

  private static BulkResult read(JsonNode node) {
    BulkResult result = new BulkResult(node.path("total_actions").asLong());
    List<String> ids = new ArrayList<>();
    node.path(SUCCESS).forEach(id -> ids.add(id.asText()));
    result.addSuccess(ids, node.path(SUCCESS_COUNT).asLong());
    result.reasons.read(node.path(REASONS));
    return result;
  }

  /** The number of elements. */
  public long total() {
    return total;
  }

  /** The number of elements that succeeded, failed or were skipped. */
  public long done() {
    return success.count + reasons.count(Category.FAILED) + reasons.count(Category.SKIPPED);
  }

  /** The number of elements that succeeded. */
  public long succeeded() {
    return success.count;
  }

  /** The number of elements that failed or were skipped. */
  public long errors(Category category) {
    return reasons.count(category);
  }

  /** The percentage of elements that are done; 100 only if all are done. */
  public int progress() {
    return total <= 0 ? 100 : (int) Math.min(100, 100 * done() / total);
  }

  /** Adds a number of successes, of which the given ids are listed. */
  public void addSuccess(List<String> ids, long count) {
    success.add(ids, count);
  }

  /** Adds a number of waiting elements, of which the given ids are listed. */
  public void addQueued(List<String> ids, long count) {
    queued.add(ids, count);
  }

  /** Adds a number of running elements, of which the given ids are listed. */
  public void addRunning(List<String> ids, long count) {
    running.add(ids, count);
  }

  /** Adds an element that failed or was skipped. A null resource means unknown. */
  public void addError(
      Category category, String reason, @Nullable String resource, @Nullable String message) {
    reasons.add(category, reason, resource, message);
  }

  /** Adds a number of elements that failed or were skipped, without listing them. */
  public void addErrors(Category category, String reason, long count) {
    reasons.addUnlisted(category, reason, count);
  }

  /** Sets the number of elements that have a child job. */
  public void children(long count) {
    children = count;
  }

  /**
   * The result as JSON text, with lists that are shortened so that the text fits into a status
   * message.
   */
  public String toJson() {
    int listed = MAX_LISTED;
    String json = document(listed).toString();
    while (json.length() > JobStatus.MAX_MESSAGE_LENGTH && listed > 0) {
      listed /= 2;
      json = document(listed).toString();
    }
    return json;
  }

  /** The result as JSON, with lists that are not shortened. */
  public JsonNode toNode() {
    return document(MAX_LISTED);
  }

  private ObjectNode document(int listed) {
    ObjectNode node = PayloadJson.NODES.objectNode().put("total_actions", total);
    node.put("failed_count", reasons.count(Category.FAILED));
    node.put("skipped_count", reasons.count(Category.SKIPPED));
    success.write(node, SUCCESS, listed);
    node.put(SUCCESS_COUNT, success.count);
    node.put("queued_count", queued.count);
    node.put("running_count", running.count);
    running.write(node, "running", listed);
    queued.write(node, "queued", listed);
    node.put("jobs_count", children);
    node.set(REASONS, reasons.document(listed));
    return node;
  }
}
