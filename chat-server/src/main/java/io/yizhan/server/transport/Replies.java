package io.yizhan.server.transport;

import chat.v2.Frame;
import io.netty.channel.EventLoop;
import io.yizhan.server.session.LocalSession;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the requests of one connection, and counts those that are open. Owned by the channel's event loop; the stages
 * it waits for may complete anywhere.
 */
final class Replies {
    private static final Logger log = LoggerFactory.getLogger(Replies.class);

    private final LocalSession session;
    private final InboundGate gate;
    private final EventLoop loop;

    Replies(LocalSession session, InboundGate gate, EventLoop loop) {
        this.session = session;
        this.gate = gate;
        this.loop = loop;
    }

    /** Answers a request that succeeded; one with id 0 wants no answer. */
    void answer(long requestId, Frame.Builder body) {
        if (requestId != 0) {
            session.write(body.setRequestId(requestId).build());
        }
    }

    /** Answers a request that failed, also one with id 0. */
    void refuse(long requestId, Refusal refusal) {
        session.write(refusal.toFrame(requestId));
    }

    /** Runs a request's own code; what it throws becomes INTERNAL. */
    void guard(long requestId, Runnable request) {
        try {
            request.run();
        } catch (RuntimeException e) {
            log.warn("A request failed in the server: session {}", session.id(), e);
            refuse(requestId, Refusal.internal());
        }
    }

    /**
     * Counts the request as open until the stage is settled, then answers.
     *
     * @param cost what it adds to the connection's unanswered requests
     * @param failed what a failure means; runs on the event loop
     * @param done answers; runs on the event loop
     */
    <T> void await(int cost, CompletionStage<T> stage, Consumer<Throwable> failed, Consumer<T> done) {
        gate.took(cost);
        stage.whenComplete((result, failure) -> onLoop(() -> {
            try {
                if (failure == null) {
                    done.accept(result);
                } else {
                    failed.accept(failure);
                }
            } finally {
                gate.answered(cost);
            }
        }));
    }

    /** As the other, where a failure is the answer. */
    <T> void await(long requestId, int cost, CompletionStage<T> stage, Consumer<T> done) {
        await(
                cost,
                stage,
                failure -> refuse(requestId, refusal(failure)),
                result -> guard(requestId, () -> done.accept(result)));
    }

    Refusal refusal(Throwable failure) {
        Refusal refusal = Refusal.because(failure);
        if (refusal.equals(Refusal.internal())) {
            log.warn("A request failed in the server: session {}", session.id(), failure);
        } else {
            log.debug("A request failed: session {}", session.id(), failure);
        }
        return refusal;
    }

    private void onLoop(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
            return;
        }
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            log.debug("The event loops are shut down, nothing is answered: {}", session.id());
        }
    }
}
