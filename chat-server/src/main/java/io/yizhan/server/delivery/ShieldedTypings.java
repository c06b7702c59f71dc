package io.yizhan.server.delivery;

import io.yizhan.identity.ConversationId;
import io.yizhan.server.session.SessionAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets nobody see that somebody types whom he has blocked; who types is not told. Safe from any thread. */
public final class ShieldedTypings implements Typings {
    private static final Logger log = LoggerFactory.getLogger(ShieldedTypings.class);

    private final Typings typings;
    private final Relations relations;

    public ShieldedTypings(Typings typings, Relations relations) {
        this.typings = typings;
        this.relations = relations;
    }

    @Override
    public CompletionStage<Void> typing(SessionAddress by, ConversationId conversation) {
        if (!conversation.isDirectOf(by.user())) {
            return typings.typing(by, conversation);
        }
        CompletionStage<Boolean> blocked = relations.blocks(conversation.peerOf(by.user()), by.user());
        return blocked.handle((yes, failure) -> {
                    if (failure != null) {
                        log.debug("Nobody is told who types, relations cannot be asked", failure);
                    }
                    return failure == null && !yes;
                })
                .thenCompose(
                        tell -> tell ? typings.typing(by, conversation) : CompletableFuture.<Void>completedStage(null));
    }
}
