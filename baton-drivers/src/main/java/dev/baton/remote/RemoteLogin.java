// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.error.ForbiddenException;
import dev.baton.error.UnavailableException;
import dev.baton.remote.RemoteBackend.RemoteCredentials;
import dev.baton.wire.LoginJson;
import dev.baton.wire.Protocol;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * The login session at the server. It logs in when first needed, and again when the server has
 * forgotten the session.
 */
final class RemoteLogin {

  /**
   * A login session.
   *
   * @param number counts the logins, so that a session can be compared with a newer one
   * @param cookies the cookies in the form in which the client sends them
   */
  record CookieSession(int number, String cookies) {
    @Override
    public String toString() {
      return "Session[number=" + number + "]";
    }
  }

  private static final String PATH = "/api/session";

  private final RemoteClient remoteClient;
  private final RemoteCredentials remoteCredentials;
  // Held during the login request, so that threads whose session ended log in once and not each.
  private final ReentrantLock lock = new ReentrantLock();
  private volatile CookieSession current =
      new CookieSession(0, ""); // written under the lock, read by any

  RemoteLogin(RemoteClient remoteClient, RemoteCredentials remoteCredentials) {
    this.remoteClient = remoteClient;
    this.remoteCredentials = remoteCredentials;
  }

  /**
   * Returns the current login session.
   *
   * @throws ForbiddenException if the server rejects the credentials
   * @throws UnavailableException if the server does not answer; the call that needed the session
   *     was not sent
   */
  CookieSession session() {
    CookieSession cookieSession = current;
    return cookieSession.number() == 0 ? sessionAfter(cookieSession) : cookieSession;
  }

  /** Returns a session that is newer than the given session, which the server rejected. */
  CookieSession sessionAfter(CookieSession refused) {
    lock.lock();
    try {
      if (current.number() == refused.number()) {
        current = new CookieSession(refused.number() + 1, cookies());
      }
      return current;
    } finally {
      lock.unlock();
    }
  }

  private String cookies() {
    HttpResponse<byte[]> response = post();
    return switch (response.statusCode()) {
      case 200, 201 -> cookies(response);
      case 401, 403 ->
          throw new ForbiddenException(
              "the server at "
                  + remoteClient.endpoint()
                  + " refuses the login of "
                  + remoteCredentials
                  + "; check the name, the password or secret, and that the user or key is active");
      default ->
          throw notSent(new IOException("login answered with status " + response.statusCode()));
    };
  }

  private HttpResponse<byte[]> post() {
    try {
      return remoteClient.post(PATH, Protocol.toBytes(document()), "", RemoteClient.TIMEOUT);
    } catch (UnavailableException e) {
      throw notSent(e);
    }
  }

  private JsonNode document() {
    return switch (remoteCredentials) {
      case RemoteCredentials.Password password ->
          LoginJson.byPassword(password.user(), password.password());
      case RemoteCredentials.ApiKey key -> LoginJson.byApiKey(key.key(), key.secret());
    };
  }

  private static String cookies(HttpResponse<byte[]> response) {
    return response.headers().allValues("Set-Cookie").stream()
        .map(cookie -> cookie.split(";", 2)[0].strip())
        .collect(Collectors.joining("; "));
  }

  private UnavailableException notSent(Exception cause) {
    return new UnavailableException(
        "cannot log in to the server at " + remoteClient.endpoint() + ": " + cause.getMessage(),
        new RemoteNotSentException(cause));
  }
}
