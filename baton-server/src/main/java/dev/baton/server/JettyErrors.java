// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Writes the answers to requests that Jetty refuses before a route sees them, such as malformed
 * ones, in the form of all other errors.
 */
final class JettyErrors extends ErrorHandler {

  private static final HttpField JSON = new HttpField(HttpHeader.CONTENT_TYPE, "application/json");

  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  @Override
  protected void generateResponse(
      org.eclipse.jetty.server.Request request,
      org.eclipse.jetty.server.Response response,
      int status,
      @Nullable String message,
      @Nullable Throwable cause,
      Callback callback) {
    addTo(response.getHeaders());
    response.write(true, body(status, message), callback);
  }

  private static void addTo(HttpFields.Mutable headers) {
    SecurityHeaders.ALL.forEach(headers::put);
    headers.put(JSON);
  }

  private static ByteBuffer body(int status, @Nullable String message) {
    String text = message == null ? HttpStatus.getMessage(status) : message;
    return ByteBuffer.wrap(
        Response.message(status, text, null).toString().getBytes(StandardCharsets.UTF_8));
  }
}
