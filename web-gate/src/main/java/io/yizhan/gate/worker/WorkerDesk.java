package io.yizhan.gate.worker;

import io.yizhan.access.WorkerCalls;
import io.yizhan.gate.error.GateError;
import io.yizhan.gate.error.Refusal;
import io.yizhan.identity.Incarnation;
import java.util.List;
import org.springframework.stereotype.Component;

/** Calls workers, and says in the gate's words what did not come of it. */
@Component
public final class WorkerDesk {
    private final WorkerCalls calls;

    WorkerDesk(WorkerCalls calls) {
        this.calls = calls;
    }

    /**
     * Asks one after the other until one takes the call, and blocks for its answer.
     *
     * @param name of what is to be done
     * @throws Refusal NO_WORKER without workers, UNAVAILABLE if none took it or it is not known whether it was done
     */
    public byte[] call(List<Incarnation> workers, String name, byte[] body) {
        if (workers.isEmpty()) {
            throw new Refusal(GateError.NO_WORKER, "No worker can do this now");
        }
        WorkerCalls.Outcome outcome;
        try {
            outcome = calls.call(workers, name, body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(GateError.UNAVAILABLE, "The gate is stopping");
        }
        if (outcome instanceof WorkerCalls.Outcome.Answered answered) {
            return answered.body();
        }
        throw new Refusal(
                GateError.UNAVAILABLE,
                outcome instanceof WorkerCalls.Outcome.NotTaken
                        ? "No worker took this up; nothing was done"
                        : "The worker has not said whether it is done; try again");
    }
}
