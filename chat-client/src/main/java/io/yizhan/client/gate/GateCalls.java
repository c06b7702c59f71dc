package io.yizhan.client.gate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP call over several gates: those that do not answer or fail are passed over, and the good one is remembered.
 */
final class GateCalls {
    private final HttpClient http;
    private final List<URI> gates;
    private final GateJson json;
    private final AtomicInteger first = new AtomicInteger();

    GateCalls(HttpClient http, List<URI> gates, GateJson json) {
        this.http = http;
        this.gates = List.copyOf(gates);
        this.json = json;
    }

    /**
     * Makes the call at one gate after the other.
     *
     * @param request the request for a gate's base address
     * @return the body of a 2xx answer; fails with {@link GateException}
     */
    CompletableFuture<String> call(Function<URI, HttpRequest> request) {
        return attempt(request, 0, null);
    }

    private CompletableFuture<String> attempt(
            Function<URI, HttpRequest> request, int tried, @Nullable Throwable lastFailure) {
        if (tried == gates.size()) {
            return CompletableFuture.failedFuture(
                    lastFailure instanceof GateException refusal
                            ? refusal
                            : GateException.unreachable(
                                    gates,
                                    lastFailure == null ? new IOException("No gate is configured") : lastFailure));
        }
        int index = Math.floorMod(first.get() + tried, gates.size());
        return http.sendAsync(request.apply(gates.get(index)), BodyHandlers.ofString(StandardCharsets.UTF_8))
                .thenApply(this::bodyOf)
                .handle((body, error) -> {
                    if (error == null) {
                        first.set(index);
                        return CompletableFuture.completedFuture(body);
                    }
                    Throwable cause =
                            error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
                    return isWorthAnotherGate(cause)
                            ? attempt(request, tried + 1, cause)
                            : CompletableFuture.<String>failedFuture(cause);
                })
                .thenCompose(Function.identity());
    }

    private static boolean isWorthAnotherGate(Throwable cause) {
        return cause instanceof IOException
                || (cause instanceof GateException refusal && refusal.status() >= 500 && !refusal.hasCode("NO_WORKER"));
    }

    private String bodyOf(HttpResponse<String> response) {
        int status = response.statusCode();
        if (status / 100 == 2) {
            return response.body();
        }
        Duration retryAfter = response.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("\\d{1,6}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                .orElse(Duration.ZERO);
        throw json.problem(response.body(), status, retryAfter);
    }
}
