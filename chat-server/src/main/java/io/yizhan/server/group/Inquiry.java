package io.yizhan.server.group;

import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.GroupState;
import io.yizhan.server.archive.GroupStore;
import io.yizhan.server.archive.Membership;
import io.yizhan.server.archive.UserDirectory;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Finds out what some commands are to be judged by. Never blocks. */
final class Inquiry {
    private final DeskPorts ports;

    Inquiry(DeskPorts ports) {
        this.ports = ports;
    }

    CompletionStage<Circumstances> ask(GroupId group, List<Waiting> batch) {
        Set<UserId> users = users(batch);
        CompletionStage<Set<UserId>> strangers = strangers(ports.users(), batch);
        CompletionStage<List<Membership>> heirs = heirs(ports.store(), group, batch);
        return ports.register().state(group).thenCompose(found -> {
            GroupState state = found.orElseThrow(() -> new IllegalStateException("A group's row went away: " + group));
            users.add(state.group().owner());
            return ports.store()
                    .latest(group, users)
                    .thenCombine(
                            heirs.thenCombine(strangers, Map::entry),
                            (memberships, others) ->
                                    new Circumstances(state, memberships, others.getKey(), others.getValue()));
        });
    }

    /** Who has commands in the batch, and whom they name. */
    static Set<UserId> users(List<Waiting> batch) {
        Set<UserId> users = new HashSet<>();
        batch.forEach(one -> {
            users.add(one.command().by());
            users.addAll(one.concerned());
        });
        return users;
    }

    /** As many that one is left, whoever goes. */
    private static CompletionStage<List<Membership>> heirs(GroupStore store, GroupId group, List<Waiting> batch) {
        return batch.stream().anyMatch(Waiting::isLeave)
                ? store.heirs(group, batch.size() + 1)
                : CompletableFuture.completedStage(List.of());
    }

    private static CompletionStage<Set<UserId>> strangers(UserDirectory directory, List<Waiting> batch) {
        Set<UserId> asked = batch.stream()
                .filter(Waiting::brings)
                .flatMap(one -> one.concerned().stream())
                .collect(Collectors.toSet());
        Set<UserId> strangers = ConcurrentHashMap.newKeySet();
        return CompletableFuture.allOf(asked.stream()
                        .map(user -> directory
                                .exists(user)
                                .thenAccept(exists -> note(strangers, user, exists))
                                .toCompletableFuture())
                        .toArray(CompletableFuture[]::new))
                .thenApply(all -> strangers);
    }

    private static void note(Set<UserId> strangers, UserId user, boolean exists) {
        if (!exists) {
            strangers.add(user);
        }
    }
}
