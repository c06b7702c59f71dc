package io.yizhan.client.connection;

import chat.v2.Frame;
import com.google.errorprone.annotations.CheckReturnValue;
import java.util.concurrent.CompletableFuture;

/** One logged-in connection as its users see it. To be used, and completes, on the connection's event loop. */
public interface Exchange {
    /**
     * Sends a request under a fresh request id.
     *
     * @return the answering frame; fails with {@link ChatException} when the server refuses,
     *     {@link java.util.concurrent.TimeoutException} without an answer in time, {@link ConnectionLostException} when
     *     the connection ends before the answer
     */
    @CheckReturnValue
    CompletableFuture<Frame> ask(Frame.Builder request);

    /** Sends a frame that has no answer when it succeeds. Does nothing on a lost connection. */
    void tell(Frame.Builder frame);
}
