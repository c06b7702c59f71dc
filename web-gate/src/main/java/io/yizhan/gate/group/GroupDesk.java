package io.yizhan.gate.group;

import io.yizhan.access.WorkerCalls;
import io.yizhan.gate.error.GateError;
import io.yizhan.gate.error.Refusal;
import io.yizhan.group.GroupAnswer;
import io.yizhan.group.GroupCalls;
import io.yizhan.group.GroupCommand;
import io.yizhan.group.GroupForms.Told;
import io.yizhan.identity.Incarnation;
import java.util.List;
import org.springframework.stereotype.Component;

/** Has workers change groups. Calls block until it is done, or refused. */
@Component
final class GroupDesk {
    private final WorkerCalls calls;
    private final WorkerChoice choice;

    GroupDesk(WorkerCalls calls, WorkerChoice choice) {
        this.calls = calls;
        this.choice = choice;
    }

    /**
     * @return the group as it is afterwards
     * @throws Refusal as the worker judges; UNAVAILABLE if it is not known whether it was done: again does no harm
     */
    Told handle(GroupCommand command) {
        List<Incarnation> workers = choice.of(command.group());
        if (workers.isEmpty()) {
            throw new Refusal(GateError.NO_WORKER, "No worker can change a group now");
        }
        WorkerCalls.Outcome outcome;
        try {
            outcome = calls.call(workers, GroupCalls.NAME, GroupCalls.encode(command));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(GateError.UNAVAILABLE, "The gate is stopping");
        }
        if (outcome instanceof WorkerCalls.Outcome.Answered answered) {
            return told(GroupCalls.decodeAnswer(answered.body()));
        }
        throw new Refusal(
                GateError.UNAVAILABLE,
                outcome instanceof WorkerCalls.Outcome.NotTaken
                        ? "No worker took this up; nothing was done"
                        : "The worker has not said whether it is done; try again");
    }

    private static Told told(GroupAnswer answer) {
        if (answer instanceof GroupAnswer.Refused refused) {
            throw new Refusal(GateError.valueOf(refused.why().name()), refused.detail());
        }
        return Told.of(((GroupAnswer.Done) answer).group());
    }
}
