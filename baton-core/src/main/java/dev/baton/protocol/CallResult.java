// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.baton.error.BatonException;
import dev.baton.error.ConflictException;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.LostClaimException;
import dev.baton.error.NotFoundException;
import dev.baton.error.QuotaExceededException;
import dev.baton.error.UnavailableException;
import dev.baton.error.UnreadableException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The result of a protocol call, or of one item of a call with several items. Exactly one of the
 * two components is present.
 *
 * @param ok the JSON form of the value that the method of the port returned
 * @param error the exception that the method of the port threw
 */
public record CallResult(@Nullable JsonNode ok, @Nullable CallFailure error) {

  private static final Logger LOG = LoggerFactory.getLogger(CallResult.class);

  /** The code that servers of earlier releases send in place of {@link #FAILED}. Read only. */
  private static final String REFUSED = "refused";

  /** The server had an unexpected failure, so it is unknown whether the item took effect. */
  private static final String FAILED = "unexpected-failure";

  /**
   * An exception that a method of a port threw on the server.
   *
   * @param code {@link BatonException#code()}, or the code of an unexpected failure
   */
  public record CallFailure(String code, String message) {

    public static CallFailure of(BatonException e) {
      return new CallFailure(e.code(), String.valueOf(e.getMessage()));
    }

    /**
     * Returns the exception to throw in the client. A code that this release does not know becomes
     * an {@link UnavailableException}. An unexpected failure of the server becomes an exception
     * that is no {@link BatonException}.
     */
    public RuntimeException exception() {
      return switch (code) {
        case "conflict" -> new ConflictException(message);
        case "forbidden" -> new ForbiddenException(message);
        case "invalid-input" -> new InvalidInputException(message);
        case "lost-claim" -> new LostClaimException(message);
        case "quota-exceeded" -> new QuotaExceededException(message);
        case "not-found" -> new NotFoundException(message);
        case "unreadable" -> new UnreadableException(message);
        case REFUSED, FAILED ->
            new IllegalStateException("the server failed to execute the call: " + message);
        // "unavailable" and unknown codes: it is unknown whether the call took effect.
        default -> new UnavailableException(message);
      };
    }
  }

  /** Runs code that calls a port. Returns the value or the exception of that code. */
  public static CallResult of(Supplier<?> body) {
    try {
      return new CallResult(Protocol.toJson(body.get()), null);
    } catch (BatonException e) {
      return new CallResult(null, CallFailure.of(e));
    } catch (RuntimeException e) {
      // The failure is the result of this item only. The other items of the call may have
      // succeeded, and need their own results.
      LOG.error(
          "call of a remote process failed because of a defect of the server; the caller gets the"
              + " message of the error: reason={}",
          e.getMessage(),
          e);
      return new CallResult(null, new CallFailure(FAILED, String.valueOf(e.getMessage())));
    }
  }

  /** Runs code that calls a port without a return value. The reply is an empty JSON object. */
  public static CallResult ofRun(Runnable body) {
    return of(() -> {
      body.run();
      return JsonNodeFactory.instance.objectNode();
    });
  }

  /**
   * Returns the reply of the server.
   *
   * @throws BatonException if the port that the server called threw it, or if there is no reply
   */
  public <T> T value(Class<T> type) {
    if (error != null) {
      throw error.exception();
    }
    if (ok == null) {
      throw new UnavailableException("the server's answer has neither a reply nor an error");
    }
    return Protocol.read(ok, type);
  }
}
