package io.yizhan.bench.micro;

import io.yizhan.server.archive.LogRecord;
import io.yizhan.server.archive.MessageLog;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes what is appended and keeps none of it, so that a benchmark may go on for as long as it likes. */
final class ForgetfulLog implements MessageLog {
    @Override
    public CompletionStage<Void> append(List<LogRecord> batch) {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public AutoCloseable consume(Consumer consumer) {
        return () -> {};
    }

    @Override
    public void close() {
        // holds nothing
    }
}
