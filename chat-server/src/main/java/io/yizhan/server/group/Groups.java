package io.yizhan.server.group;

import io.yizhan.group.GroupAnswer;
import io.yizhan.group.GroupCommand;
import java.util.concurrent.CompletionStage;

/** Changes groups. */
public interface Groups {
    /** Never blocks or throws; always completes, normally, within a bounded time. */
    CompletionStage<GroupAnswer> handle(GroupCommand command);
}
