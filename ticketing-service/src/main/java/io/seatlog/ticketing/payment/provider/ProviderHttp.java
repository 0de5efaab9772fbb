package io.seatlog.ticketing.payment.provider;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One HTTP call to a provider, without redirects. A POST is sent once: {@link java.net.HttpURLConnection} would send it
 * again when a kept-alive connection breaks, this client does that with a GET only. Bounded in time, which the JDK's own
 * time-out is only up to the headers, and in size. Thread-safe.
 */
final class ProviderHttp {
    private static final long MAX_BYTES = 1L << 20;
    private final HttpClient client;
    private final Duration timeout;

    /** @param read for the whole answer, once there is a connection */
    ProviderHttp(Duration connect, Duration read) {
        client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(connect).build();
        timeout = connect.plus(read);
    }

    /** @throws IOException when there was no answer; the request may have been carried out */
    HttpResponse<byte[]> send(HttpRequest request) throws IOException {
        var answer = client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BYTES));
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            answer.cancel(true);
            throw new HttpTimeoutException("no answer within " + timeout.toMillis() + " ms");
        } catch (ExecutionException failure) {
            throw new IOException("no answer", failure.getCause());
        } catch (InterruptedException end) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for an answer");
        }
    }
}
