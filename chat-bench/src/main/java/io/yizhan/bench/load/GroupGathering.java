package io.yizhan.bench.load;

import io.yizhan.bench.crowd.Conduct;
import io.yizhan.bench.crowd.Crowd;
import io.yizhan.bench.crowd.Tickets;
import io.yizhan.bench.result.WaveResult;
import io.yizhan.identity.UserId;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** A group of its own, those who speak in it, and those of its members who are online and listen. */
public final class GroupGathering implements AutoCloseable {
    private static final int AT_ONCE = 32;
    private static final long LIMIT_SECONDS = 120;

    private final Crowd crowd;
    private final CountDownLatch ready;
    private volatile Optional<GroupSpeakers> speakers = Optional.empty();
    private volatile Ear ear = (receiver, tag) -> {};

    /** Hears what a member is shown. */
    interface Ear {
        void shown(int receiver, MessageTag tag);
    }

    private GroupGathering(Tickets tickets, int online) {
        this.crowd = new Crowd(tickets, AT_ONCE, 1, this::conduct);
        this.ready = new CountDownLatch(online);
    }

    private Conduct conduct(int number) {
        return new GroupEar(
                speakers().conversation(),
                ready::countDown,
                message -> MessageTag.parse(message.getContent().getText()).ifPresent(tag -> ear.shown(number, tag)));
    }

    /**
     * Makes the users and the group, and logs in. Blocks.
     *
     * @param speakers who are members beside {@code members}
     * @throws IllegalStateException if not all get in
     */
    public static GroupGathering of(List<URI> gates, Tickets tickets, Size size, Consumer<String> progress)
            throws InterruptedException {
        GroupGathering gathering = new GroupGathering(tickets, size.online());
        boolean done = false;
        try {
            progress.accept("Making a group of " + size.members() + " …");
            List<UserId> users = gathering.make(tickets, size.members());
            gathering.speakers = Optional.of(GroupSpeakers.begin(gates, size.speakers(), users));
            progress.accept("Logging in " + size.online() + " of them …");
            gathering.logIn(size.online());
            done = true;
            return gathering;
        } catch (ExecutionException | TimeoutException e) {
            throw new FleetException("Could not make users: " + e.getMessage(), e);
        } finally {
            if (!done) {
                gathering.close();
            }
        }
    }

    /**
     * How large.
     *
     * @param online of the members, who listen
     * @param speakers beside the members, and not counted among them
     */
    public record Size(int members, int online, int speakers) {
        public Size {
            if (online < 1 || members < online || speakers < 1) {
                throw new IllegalArgumentException(
                        "Not a group with members online and speakers: " + members + ", " + online + ", " + speakers);
            }
        }
    }

    private List<UserId> make(Tickets tickets, int members)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<UserId> users = IntStream.range(0, members).mapToObj(crowd::user).toList();
        for (int from = 0; from < members; from += AT_ONCE) {
            List<CompletableFuture<Void>> some = new ArrayList<>();
            users.subList(from, Math.min(members, from + AT_ONCE)).forEach(user -> some.add(tickets.make(user)));
            CompletableFuture.allOf(some.toArray(CompletableFuture[]::new)).get(LIMIT_SECONDS, TimeUnit.SECONDS);
        }
        return users;
    }

    private void logIn(int online) throws InterruptedException {
        WaveResult wave = crowd.growTo(online);
        if (!wave.isClean() || !ready.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(
                    "Not all members got in: " + crowd.online() + " of " + online + ", " + wave.failures());
        }
    }

    GroupSpeakers speakers() {
        return speakers.orElseThrow();
    }

    int online() {
        return crowd.online();
    }

    /** Where what is shown is told from now on, on the connections' threads. */
    void tell(Ear listener) {
        ear = listener;
    }

    @Override
    public void close() {
        crowd.close();
        speakers.ifPresent(GroupSpeakers::close);
    }
}
