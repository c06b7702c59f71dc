package io.yizhan.bench.load;

import chat.v2.Content;
import chat.v2.ContentType;
import chat.v2.Target;
import io.yizhan.client.ChatClient;
import io.yizhan.client.outbox.SendReceipt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The pairs of a fleet, dealt into groups: the senders of a group's pairs speak there, their receivers are followed.
 */
final class FleetGroups {
    /** No groups. */
    static final FleetGroups NONE = new FleetGroups(List.of(), List.of());

    private static final long CALL_SECONDS = 60;

    private final List<Pair> pairs;
    private final List<Target> groups;

    private FleetGroups(List<Pair> pairs, List<Target> groups) {
        this.pairs = pairs;
        this.groups = groups;
    }

    /** @throws FleetException if the gate refuses, or does not answer */
    static FleetGroups make(String name, List<Pair> pairs, int count) throws InterruptedException {
        List<Target> groups = new ArrayList<>();
        for (int group = 0; group < count; group++) {
            String id = name + "-g" + group;
            List<String> members = new ArrayList<>();
            for (int pair = group; pair < pairs.size(); pair += count) {
                members.add(name + "-" + pair + "a");
                members.add(pairs.get(pair).receiverId());
            }
            create(pairs.get(group).sender(), id, members.subList(1, members.size()));
            groups.add(Target.newBuilder().setGroupId(id).build());
        }
        return new FleetGroups(pairs, List.copyOf(groups));
    }

    private static void create(ChatClient owner, String id, List<String> members) throws InterruptedException {
        try {
            owner.groups().create(Optional.of(id), "Bench", members).get(CALL_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new FleetException("Could not make a group: " + e.getMessage(), e);
        }
    }

    int count() {
        return groups.size();
    }

    /** The pairs in a group. */
    int size(int group) {
        return (pairs.size() - group + count() - 1) / count();
    }

    /** Whose sender speaks in which group. */
    int groupOf(int pair) {
        return pair % count();
    }

    /** Which of its group's pairs one is. */
    int placeOf(int pair) {
        return pair / count();
    }

    /** A pair's sender says something to the group. Never blocks. */
    CompletableFuture<SendReceipt> say(int pair, String text) {
        Content content =
                Content.newBuilder().setType(ContentType.TEXT).setText(text).build();
        return pairs.get(pair).sender().send(groups.get(groupOf(pair)), content);
    }
}
