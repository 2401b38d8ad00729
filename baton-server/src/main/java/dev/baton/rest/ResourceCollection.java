// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static dev.baton.server.Route.Method.GET;
import static dev.baton.server.Route.Method.PUT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Caller;
import dev.baton.access.MissingRights;
import dev.baton.access.Principals;
import dev.baton.filter.DocumentFilter;
import dev.baton.filter.DocumentOrder;
import dev.baton.filter.Filter;
import dev.baton.job.JobQuery;
import dev.baton.server.Request;
import dev.baton.server.RequestParameters;
import dev.baton.server.Route;
import dev.baton.service.Clock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The properties of one collection of resources, such as the jobs: who may search it and add to it,
 * and the form of a search response.
 *
 * @param name the name of the collection, such as {@code job}
 * @param query the principal that may search
 * @param add the principal that may add; null if only administrators may
 * @param bulkDelete the principal that may delete by filter; null if only administrators may
 * @param words the words that a strict search may contain
 */
record ResourceCollection(
    String name,
    String query,
    @Nullable String add,
    @Nullable String bulkDelete,
    StrictSearch words) {

  /** The query parameters that every collection understands, for the OpenAPI document. */
  private static final String[] SEARCH = {
    "filter", "orderby", "first", "last", "select", StrictSearch.PARAMETER
  };

  /**
   * Creates a collection that is searched in memory.
   *
   * @param attributes the names of the attributes that documents may have, and the paths of their
   *     members, as in {@link StrictSearch#of}
   */
  static ResourceCollection of(
      String name, String query, @Nullable String add, String... attributes) {
    Set<String> names = new HashSet<>(List.of(attributes));
    names.addAll(
        List.of("id", "resource-type", "acl", "operations", "operations/rel", "operations/href"));
    StrictSearch words = StrictSearch.of("a resource of '" + name + "'", names);
    return new ResourceCollection(name, query, add, null, words);
  }

  /**
   * Returns the routes of the collection.
   *
   * @param search answers searches, whose parameters are in the query or in a form
   * @param others the routes besides the search, such as add and delete
   */
  List<Route> routes(String summary, Route.Handler search, Route... others) {
    String path = "/api/" + name;
    List<Route> routes = new ArrayList<>();
    routes.add(Route.of(GET, path, summary, search).query(SEARCH));
    routes.add(Route.of(PUT, path, summary, search).query(SEARCH).accepts("form"));
    routes.addAll(List.of(others));
    return routes;
  }

  /** Reads the parameters of a search. */
  SearchRequest search(RequestParameters requestParameters) {
    return SearchRequest.parse(requestParameters, words);
  }

  /** Rejects a caller that may not search. */
  void checkQuery(Caller caller) {
    check(caller, query);
  }

  /** Rejects a caller that may not add. */
  void checkAdd(Caller caller) {
    check(caller, add == null ? Principals.ADMIN : add);
  }

  void checkBulkDelete(Caller caller) {
    check(caller, bulkDelete == null ? Principals.ADMIN : bulkDelete);
  }

  private static void check(Caller caller, String principal) {
    if (!holds(caller, principal)) {
      throw MissingRights.of(caller, principal);
    }
  }

  private static boolean holds(Caller caller, String principal) {
    return caller.isAdmin()
        || principal.equals(Principals.ANONYMOUS)
        || caller.claims().contains(principal);
  }

  /** The response to a search, with the resources of the requested range. */
  ObjectNode page(
      Caller caller, long count, List<ObjectNode> resources, Map<String, JsonNode> aggregations) {
    ObjectNode page = JsonNodes.object();
    page.put("id", name);
    page.put("resource-type", name + "-collection");
    page.put("count", count);
    page.putArray("resources").addAll(resources);
    ObjectNode acl = page.putObject("acl");
    acl.putArray("query").add(query);
    ArrayNode operations = JsonNodes.array();
    grant(caller, "add", add, acl, operations);
    grant(caller, "bulk-delete", bulkDelete, acl, operations);
    if (!operations.isEmpty()) {
      page.set("operations", operations);
    }
    if (!aggregations.isEmpty()) {
      aggregations.forEach(page.putObject("aggregations")::set);
    }
    return page;
  }

  private void grant(
      Caller caller, String right, @Nullable String who, ObjectNode acl, ArrayNode operations) {
    if (who != null) {
      acl.putArray(right).add(who);
      if (holds(caller, who)) {
        operations.addObject().put("rel", right).put("href", name);
      }
    }
  }

  /**
   * Searches documents that are in memory, and returns a page of them.
   *
   * @param documents reads the documents that the caller may see
   */
  ObjectNode search(Request request, Clock clock, Function<Request, List<ObjectNode>> documents)
      throws IOException {
    checkQuery(request.caller());
    SearchRequest search = search(request.params());
    DocumentFilter filter = new DocumentFilter(clock.now());
    Filter wanted = search.filter();
    List<ObjectNode> matches =
        documents.apply(request).stream()
            .filter(document -> filter.matches(wanted, document))
            .sorted(order(search.order()))
            .toList();
    List<ObjectNode> window =
        matches.stream()
            .limit(search.last())
            .skip(search.first() - 1L)
            .map(document -> JsonNodes.select(document, search.select()))
            .toList();
    return page(request.caller(), matches.size(), window, Map.of());
  }

  private static Comparator<ObjectNode> order(List<JobQuery.Order> orders) {
    Comparator<ObjectNode> all = Comparator.comparingInt(document -> 0);
    for (JobQuery.Order order : orders) {
      all = all.thenComparing(new DocumentOrder(order.path(), order.descending()));
    }
    return all;
  }
}
