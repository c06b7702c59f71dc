package org.example.registry;

import static java.util.concurrent.CompletableFuture.completedStage;

import io.yizhan.identity.Incarnation;
import io.yizhan.identity.UserId;
import io.yizhan.server.state.StateUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.example.registry.Znodes.Znode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The users' znodes. A change reads one, judges, and writes it with the version that was read: if somebody else was
 * faster, all of it is done again. Safe from any thread.
 */
final class UserZnodes {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Znodes znodes;
    private final HeldUsers held;

    UserZnodes(Znodes znodes, HeldUsers held) {
        this.znodes = znodes;
        this.held = held;
    }

    CompletionStage<UserSessions> read(UserId user) {
        return znodes.read(path(user)).thenApply(UserZnodes::parse);
    }

    /**
     * Changes a user's sessions in one atomic step.
     *
     * @param holders whose index must name the user when this is written, since they hold entries then
     * @param judge called anew for each try
     */
    <R> CompletionStage<R> change(UserId user, Set<Incarnation> holders, Function<UserSessions, Change<R>> judge) {
        return znodes.read(path(user)).thenCompose(read -> {
            Change<R> change = judge.apply(parse(read));
            if (change.next().isEmpty()) {
                return completedStage(change.result());
            }
            return znodes.commit(write(user, holders, read, change.next().get()))
                    .thenCompose(code -> switch (code) {
                        case OK -> completedStage(change.result());
                        case NONODE -> makeRoom(user, holders).thenCompose(done -> change(user, holders, judge));
                        default -> change(user, holders, judge); // somebody else was faster
                    });
        });
    }

    private List<CuratorOp> write(UserId user, Set<Incarnation> holders, Optional<Znode> read, UserSessions next) {
        try {
            List<CuratorOp> operations = new ArrayList<>();
            for (Incarnation holder : holders) {
                operations.add(znodes.requires(HeldUsers.path(holder, user)));
            }
            byte[] data = JSON.writeValueAsBytes(next);
            operations.add(
                    read.isPresent()
                            ? znodes.writes(path(user), data, read.get().stat().getVersion())
                            : znodes.creates(path(user), data));
            return operations;
        } catch (Exception e) { // the vendor's signature
            throw new StateUnavailableException("Could not write the sessions of: " + user, e);
        }
    }

    /** What a write stands on: the index was swept, or never made, or an operator deleted all of it. */
    private CompletionStage<Void> makeRoom(UserId user, Set<Incarnation> holders) {
        return znodes.create(Znodes.USERS)
                .thenCompose(done -> HeldUsers.all(
                        holders.stream().map(holder -> held.note(holder, user)).toList()));
    }

    private static String path(UserId user) {
        return Znodes.USERS + "/" + HeldUsers.name(user);
    }

    private static UserSessions parse(Optional<Znode> read) {
        return read.map(znode -> JSON.readValue(znode.data(), UserSessions.class))
                .orElse(UserSessions.NONE);
    }
}
