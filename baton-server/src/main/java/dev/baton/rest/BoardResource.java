// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static dev.baton.server.Route.Method.GET;
import static dev.baton.server.Route.Method.POST;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Principals;
import dev.baton.backend.Backend;
import dev.baton.board.JobBoard;
import dev.baton.error.InvalidInputException;
import dev.baton.error.UnreadableException;
import dev.baton.server.EventSink;
import dev.baton.server.Request;
import dev.baton.server.Response;
import dev.baton.server.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Lists the waiting and claimed jobs, and restores the board. For administrators only, because the
 * list names the jobs of all users.
 */
record BoardResource(Backend backend, WhyReport why, StreamLimit streamLimit) {
  private static final ResourceCollection BOARD =
      ResourceCollection.of("board", Principals.ADMIN, null);
  private static final int DEFAULT_LAST = 100;
  private static final String GATES = "gates";

  /** The maximum number of rows with gates, because each row needs its job. */
  private static final int MAX_GATES = 500;

  List<Route> routes() {
    return List.of(
        Route.of(GET, "/api/board", "Waiting and claimed jobs, in board order", this::list)
            .query("first", "last", GATES, StrictSearch.PARAMETER),
        Route.of(
            POST,
            "/api/board/restore",
            "Repair differences between board and store",
            this::restore));
  }

  private Response list(Request request) {
    BOARD.checkQuery(request.caller());
    SearchRequest window = BOARD.search(request.query());
    int last = request.query().last("last").isPresent() ? window.last() : DEFAULT_LAST;
    int limit = Math.max(0, last - window.first() + 1);
    boolean gates = request.query().last(GATES).filter("true"::equals).isPresent();
    if (gates && limit > MAX_GATES) {
      throw new InvalidInputException(
          "the request has "
              + limit
              + " rows with gates=true; allowed: up to "
              + MAX_GATES
              + "; request a smaller range by 'first' and 'last'");
    }
    List<JobBoard.Posting> postings =
        limit == 0 ? List.of() : board().postings(window.first() - 1, limit);
    ObjectNode body = JsonNodes.object();
    body.put("id", "board");
    body.put("resource-type", "board-collection");
    body.put("first", window.first());
    body.put("count", postings.size());
    ArrayNode resources = body.putArray("resources");
    postings.forEach(posting -> resources.add(view(posting)));
    if (gates) {
      addGates(postings, resources, window.first() - 1);
    }
    body.putArray("operations").addObject().put("rel", "restore").put("href", "board/restore");
    return Response.ok(body);
  }

  private JobBoard board() {
    return backend.board();
  }

  /** A job that was deleted after the postings were read gets no gate. */
  private void addGates(List<JobBoard.Posting> postings, ArrayNode rows, int before) {
    for (int i = 0; i < postings.size(); i++) {
      JobBoard.Posting posting = postings.get(i);
      ObjectNode row = (ObjectNode) rows.get(i);
      int place = before + i;
      try {
        backend.jobs().find(posting.job()).ifPresent(job -> why.addTo(row, job, posting, place));
      } catch (UnreadableException e) {
        row.put("gate", "unreadable").put("detail", e.getMessage());
      }
    }
  }

  private static ObjectNode view(JobBoard.Posting posting) {
    ObjectNode doc = JsonNodes.object();
    doc.put("job", posting.job().toString());
    doc.put("priority", posting.priority());
    JsonNodes.put(doc, "due", posting.due());
    JsonNodes.put(doc, "owner", posting.owner());
    return doc;
  }

  /**
   * Restores the board, and answers when everything is done. If the client accepts an event stream,
   * the stream also reports the progress.
   */
  private Response restore(Request request) {
    BOARD.checkQuery(request.caller());
    boolean streamed = request.header("Accept").orElse("").contains("text/event-stream");
    return streamed
        ? streamLimit.open(request.caller(), this::restore)
        : Response.ok(body(board().reconcile()));
  }

  private void restore(EventSink sink) throws IOException {
    sink.heartbeat();
    JobBoard.Reconciliation done =
        board()
            .reconcile(looked -> {
              try {
                sink.send("progress", JsonNodes.object().put("looked", looked));
              } catch (IOException e) {
                throw new UncheckedIOException("the client has disconnected", e);
              }
            });
    sink.send("restored", body(done));
  }

  private static ObjectNode body(JobBoard.Reconciliation done) {
    String message =
        done.reposted()
            + " reposted, "
            + done.removed()
            + " removed, "
            + done.released()
            + " released";
    ObjectNode body = Response.message(200, message, "board");
    body.put("reposted", done.reposted());
    body.put("removed", done.removed());
    body.put("released", done.released());
    return body;
  }
}
