// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.rest;

import static dev.baton.server.Route.Method.POST;

import dev.baton.access.Principals;
import dev.baton.backend.Backend;
import dev.baton.backend.StoreCopy;
import dev.baton.server.BackupArchive;
import dev.baton.server.Request;
import dev.baton.server.Response;
import dev.baton.server.Route;
import dev.baton.service.Clock;
import java.time.Instant;
import java.util.List;

/**
 * Sends a backup of the embedded store. For administrators only, because a backup contains the data
 * of all users and the digests of their passwords. It is a POST, because it needs space on the
 * server and a page of another site can make a browser send a GET.
 */
record BackupResource(Backend backend, Clock clock) {

  private static final ResourceCollection BACKUP =
      ResourceCollection.of("backup", Principals.ADMIN, null);

  List<Route> routes() {
    return List.of(
        Route.of(POST, "/api/backup", "A backup of the embedded store, as a zip file", this::send));
  }

  /** The answer begins when the copy is complete, so every failure of the copy has its status. */
  private Response send(Request request) {
    BACKUP.checkQuery(request.caller());
    Instant start = clock.now();
    StoreCopy copy = backend.copyStore();
    return new Response.Download(
        "application/zip", out -> BackupArchive.write(copy.file(), start, out), copy::close);
  }
}
