package io.yizhan.server.delivery;

import io.yizhan.identity.ConversationId;
import io.yizhan.server.session.SessionAddress;
import java.util.concurrent.CompletionStage;

/** Takes that users are typing. Safe from any thread, never blocks or throws. */
public interface Typings {
    /**
     * Tells the other members' devices, if they are there and read; at most once a second for a user and conversation.
     * Nothing is stored or tried again.
     *
     * @return complete when it is returned; fails with {@link RequestRefused} if it is no conversation of this user
     */
    CompletionStage<Void> typing(SessionAddress by, ConversationId conversation);
}
