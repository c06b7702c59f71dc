package io.yizhan.gate.group;

import io.yizhan.gate.error.GateError;
import io.yizhan.gate.error.Refusal;
import io.yizhan.gate.worker.WorkerDesk;
import io.yizhan.group.GroupAnswer;
import io.yizhan.group.GroupCalls;
import io.yizhan.group.GroupCommand;
import io.yizhan.group.GroupForms.Told;
import org.springframework.stereotype.Component;

/** Has workers change groups. Calls block until it is done, or refused. */
@Component
final class GroupDesk {
    private final WorkerDesk workers;
    private final WorkerChoice choice;

    GroupDesk(WorkerDesk workers, WorkerChoice choice) {
        this.workers = workers;
        this.choice = choice;
    }

    /**
     * @return the group as it is afterwards
     * @throws Refusal as the worker judges; UNAVAILABLE if it is not known whether it was done: again does no harm
     */
    Told handle(GroupCommand command) {
        byte[] answer = workers.call(choice.of(command.group()), GroupCalls.NAME, GroupCalls.encode(command));
        return told(GroupCalls.decodeAnswer(answer));
    }

    private static Told told(GroupAnswer answer) {
        if (answer instanceof GroupAnswer.Refused refused) {
            throw new Refusal(GateError.valueOf(refused.why().name()), refused.detail());
        }
        return Told.of(((GroupAnswer.Done) answer).group());
    }
}
