package io.yizhan.server.delivery;

import chat.v2.Content;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import java.util.concurrent.CompletionStage;

/** Stands before what is sent to groups. Never blocks or throws. */
public interface GroupDoor {
    /** Completes if the user may send this to the group; fails with a {@link RequestRefused} that says why not. */
    CompletionStage<Void> admit(GroupId group, UserId user, Content content);
}
