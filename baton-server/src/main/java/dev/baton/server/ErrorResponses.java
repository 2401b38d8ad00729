// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.error.BatonException;
import dev.baton.error.ConflictException;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.LostClaimException;
import dev.baton.error.NotFoundException;
import dev.baton.error.QuotaExceededException;
import dev.baton.error.UnavailableException;
import dev.baton.error.UnreadableException;
import dev.baton.service.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns exceptions into error responses that Nuvla's clients understand. */
final class ErrorResponses {

  private static final Logger LOG = LoggerFactory.getLogger(ErrorResponses.class);
  private static final String RETRY_SECONDS = "2";

  private final RateLimitedLog postponed;

  ErrorResponses(Clock clock) {
    this.postponed = new RateLimitedLog(LOG, clock);
  }

  /**
   * The response to a failed request.
   *
   * @param resource the id of the resource in the path of the request, or null
   */
  Response of(Exception e, Request request, @Nullable String resource) {
    return switch (e) {
      case BatonException known -> known(known, resource);
      case HttpStatusException httpStatusException -> {
        Response response =
            json(httpStatusException.status(), httpStatusException.getMessage(), resource, null);
        yield switch (httpStatusException.status()) {
          case 413 -> response.with("Connection", "close");
          case 503 -> response.with("Retry-After", RETRY_SECONDS);
          default -> response;
        };
      }
      default -> unexpected(e, request, resource);
    };
  }

  private Response known(BatonException e, @Nullable String resource) {
    return switch (e) {
      case InvalidInputException invalid -> invalid(invalid, resource);
      case ForbiddenException forbidden -> json(403, e.getMessage(), resource, e.code());
      case NotFoundException notFound -> json(404, e.getMessage(), resource, e.code());
      case ConflictException conflict -> json(409, e.getMessage(), resource, e.code());
      case QuotaExceededException quota -> json(429, e.getMessage(), resource, e.code());
      case LostClaimException lost -> json(409, e.getMessage(), resource, e.code());
      case UnreadableException unreadable -> json(500, e.getMessage(), resource, e.code());
      case UnavailableException unavailable -> {
        postponed.warn(
            "requests were answered with status 503; their clients must try again",
            "reason=" + e.getMessage());
        LOG.debug("request was answered with status 503: resource={}", resource, e);
        yield json(503, e.getMessage(), resource, e.code()).with("Retry-After", RETRY_SECONDS);
      }
    };
  }

  private static Response invalid(InvalidInputException e, @Nullable String resource) {
    ObjectNode body = Response.message(400, e.getMessage(), resource).put("code", e.code());
    if (!e.fields().isEmpty()) {
      ArrayNode fields = body.putArray("fields");
      e.fields()
          .forEach(field ->
              fields.addObject().put("pointer", field.pointer()).put("message", field.message()));
    }
    return new Response.Json(400, body, Map.of());
  }

  /**
   * Creates the response for an unexpected exception. It contains only a number, under which the
   * server's log has the exception, because the exception may contain secrets.
   */
  private static Response unexpected(Exception e, Request request, @Nullable String resource) {
    String incident = SecretTokens.random(9);
    LOG.error(
        "request failed with an unexpected exception: method={} path={} incident={}",
        request.method(),
        request.path(),
        incident,
        e);
    return json(
        500,
        "unexpected exception; the server's log describes it under incident=" + incident,
        resource,
        null);
  }

  private static Response json(
      int status, @Nullable String message, @Nullable String resource, @Nullable String code) {
    ObjectNode body = Response.message(status, message, resource);
    if (code != null) {
      body.put("code", code);
    }
    return new Response.Json(status, body, Map.of());
  }
}
