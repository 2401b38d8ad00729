// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.baton.error.BatonException;
import dev.baton.error.ConflictException;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import dev.baton.error.UnavailableException;
import dev.baton.error.UnreadableException;

/** Converts an answer with a status of 300 or higher to an exception. */
final class ApiErrors {

  private ApiErrors() {}

  /** Returns the exception for the status, with the server's message. */
  static BatonException of(int status, String body) {
    String message = message(status, body);
    return switch (status) {
      case 400, 405, 413, 414, 415, 422 -> new InvalidInputException(message);
      case 401, 403 -> new ForbiddenException(message);
      case 404 -> new NotFoundException(message);
      case 409 -> new ConflictException(message);
      case 500 ->
          text(body, "code").equals("unreadable")
              ? new UnreadableException(message)
              : new UnavailableException(message);
      default -> new UnavailableException(message);
    };
  }

  private static String message(int status, String body) {
    String message = text(body, "message");
    return message.isBlank() ? "the server answered with status " + status : message;
  }

  private static String text(String body, String member) {
    try {
      return ApiClient.JSON.readTree(body).path(member).asText("");
    } catch (JsonProcessingException e) {
      // The answer is not JSON. Therefore it does not come from Baton but from a program between
      // client and server, such as a proxy, and its text is not shown.
      return "";
    }
  }
}
