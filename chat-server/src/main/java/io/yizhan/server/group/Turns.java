package io.yizhan.server.group;

import io.yizhan.group.GroupAnswer.Refused;
import io.yizhan.group.GroupCommand.Create;
import io.yizhan.group.GroupRefusal;
import io.yizhan.identity.GroupId;
import io.yizhan.server.archive.GroupRegister;
import io.yizhan.server.archive.GroupRegister.Draft;
import io.yizhan.server.archive.GroupRegister.Turn;
import io.yizhan.server.archive.GroupState;
import io.yizhan.server.delivery.Patience;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Takes the turn to change a group, waiting for whoever has it. Stages that complete empty have it. */
final class Turns {
    private final GroupRegister register;

    Turns(GroupRegister register) {
        this.register = register;
    }

    /** For a group that is there. */
    CompletionStage<Optional<Refused>> begin(GroupId group, Turn turn, Patience patience) {
        return register.state(group)
                .thenCompose(state -> state.filter(GroupState::isThere).isEmpty()
                        ? no(GroupRefusal.NO_SUCH_GROUP, "There is no such group")
                        : register.begin(group, turn)
                                .thenCompose(mine -> mine ? yes() : again(patience, rest -> begin(group, turn, rest))));
    }

    /** For one that is to be created. */
    CompletionStage<Optional<Refused>> reserve(Create create, Turn turn, Patience patience) {
        Draft draft = new Draft(
                create.group(), create.name(), create.by(), create.joinPolicy(), create.history(), turn.holder());
        return register.reserve(draft, turn).thenCompose(reservation -> switch (reservation) {
            case RESERVED -> yes();
            case TAKEN, REPEATED -> no(GroupRefusal.GROUP_EXISTS, "The id is or was another group's");
            case BUSY -> again(patience, rest -> reserve(create, turn, rest));
        });
    }

    CompletionStage<Void> end(GroupId group, Turn turn) {
        return register.end(group, turn);
    }

    private static CompletionStage<Optional<Refused>> again(
            Patience patience, Function<Patience, CompletionStage<Optional<Refused>>> then) {
        return patience.isOver()
                ? no(GroupRefusal.UNAVAILABLE, "Somebody else is changing this group")
                : patience.pause().thenCompose(then);
    }

    private static CompletionStage<Optional<Refused>> yes() {
        return CompletableFuture.completedStage(Optional.empty());
    }

    private static CompletionStage<Optional<Refused>> no(GroupRefusal why, String detail) {
        return CompletableFuture.completedStage(Optional.of(new Refused(why, detail)));
    }
}
