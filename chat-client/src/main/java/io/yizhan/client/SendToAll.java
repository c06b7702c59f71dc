package io.yizhan.client;

import io.yizhan.client.outbox.SendReceipt;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * One content on its way to many users, to each as a message of its own.
 *
 * @param each by user, in the order in which they were named: what a send to this user alone returns
 */
public record SendToAll(Map<String, CompletableFuture<SendReceipt>> each) {
    public SendToAll {
        each = Collections.unmodifiableMap(new LinkedHashMap<>(each));
    }

    /** How it ended for each of them. Completes when the last has ended; a refusal for one does not make it fail. */
    public CompletableFuture<Result> result() {
        return CompletableFuture.allOf(each.values().toArray(CompletableFuture[]::new))
                .handle((done, firstFailure) -> ended());
    }

    private Result ended() {
        Map<String, SendReceipt> stored = new LinkedHashMap<>();
        Map<String, Throwable> failed = new LinkedHashMap<>();
        each.forEach((user, send) -> {
            var unused = send.handle(
                    (receipt, error) -> error == null ? stored.put(user, receipt) : failed.put(user, Causes.of(error)));
        });
        return new Result(stored, failed);
    }

    /**
     * What became of all of them; each user is in one of the two, in the order in which they were named.
     *
     * @param stored whose message is stored
     * @param failed why the others' is not, or why that is open, as the future of a single send says it
     */
    public record Result(Map<String, SendReceipt> stored, Map<String, Throwable> failed) {
        public Result {
            stored = Collections.unmodifiableMap(new LinkedHashMap<>(stored));
            failed = Collections.unmodifiableMap(new LinkedHashMap<>(failed));
        }
    }
}
