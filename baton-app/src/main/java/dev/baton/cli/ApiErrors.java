// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.baton.error.BatonException;
import dev.baton.error.ConflictException;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.NotFoundException;
import dev.baton.error.UnavailableException;
import dev.baton.error.UnreadableException;

/** The exception that stands for an answer of status 300 and more. */
final class ApiErrors {

  private ApiErrors() {}

  /** With the server's own message. */
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
      // Something between here and the server answered, such as a proxy.
      return "";
    }
  }
}
