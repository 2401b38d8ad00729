// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.AclJson;
import dev.baton.access.Caller;
import dev.baton.error.InvalidInputException;
import dev.baton.job.JobJson;
import dev.baton.job.PostResult;
import dev.baton.jobservice.JobRequest;
import dev.baton.jobservice.JobService;
import dev.baton.server.RequestParameters;
import dev.baton.server.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Posts the jobs that clients send. */
record PostRequestedJobs(JobService jobService) {

  /** The largest number of jobs in one request. */
  private static final int MAX_JOBS = 20_000;

  /** Whether the query parameter {@code unknown-action} allows jobs for unknown actions. */
  static boolean allowsUnknownAction(RequestParameters query) {
    String given = query.last("unknown-action").orElse("reject");
    return switch (given) {
      case "allow" -> true;
      case "reject" -> false;
      default ->
          throw new InvalidInputException(
              "unknown-action is '" + given + "'; allowed: allow, reject");
    };
  }

  Response post(Caller caller, JsonNode document, boolean unknownAction) {
    JobRequest requested = read(document, unknownAction);
    PostResult postResult = jobService.post(caller, List.of(requested)).getFirst();
    String id = postResult.id().toString();
    if (postResult.isNew()) {
      return Response.created(id);
    }
    String message =
        id + " already holds unique-key '" + requested.spec().uniqueKey() + "'; no job was posted";
    return Response.ok(Response.message(200, message, id)).with("Location", id);
  }

  Response postAll(Caller caller, JsonNode documents, boolean unknownAction) {
    if (documents.isEmpty() || documents.size() > MAX_JOBS) {
      throw new InvalidInputException(
          "the list has " + documents.size() + " jobs; allowed: 1 to " + MAX_JOBS);
    }
    List<JobRequest> requests = new ArrayList<>(documents.size());
    for (int i = 0; i < documents.size(); i++) {
      requests.add(read(documents.get(i), i, unknownAction));
    }
    List<PostResult> posted = post(caller, requests);
    long created = posted.stream().filter(PostResult::isNew).count();
    ObjectNode body = Response.message(201, created + " jobs created", null);
    ArrayNode resources = body.putArray("resources");
    posted.forEach(one ->
        resources.addObject().put("resource-id", one.id().toString()).put("created", one.isNew()));
    return new Response.Json(201, body, Map.of());
  }

  private List<PostResult> post(Caller caller, List<JobRequest> requests) {
    try {
      return jobService.post(caller, requests);
    } catch (InvalidInputException e) {
      // The service names the job only if there are several.
      throw requests.size() == 1 ? e.ofListElement("job", 0) : e;
    }
  }

  private static JobRequest read(JsonNode document, int index, boolean unknownAction) {
    try {
      return read(document, unknownAction);
    } catch (InvalidInputException e) {
      throw e.ofListElement("job", index);
    }
  }

  /** Reads the job request in a document. */
  static JobRequest read(JsonNode document, boolean unknownAction) {
    JsonNode acl = document.get("acl");
    JsonNode createdBy = document.get("created-by");
    JobRequest request =
        new JobRequest(
                JobJson.readSpec(document),
                acl == null ? null : AclJson.read(acl),
                createdBy == null || !createdBy.isTextual() ? null : createdBy.textValue())
            .withStatus(JobJson.readPostedStatus(document));
    return unknownAction ? request.allowingUnknownAction() : request;
  }
}
