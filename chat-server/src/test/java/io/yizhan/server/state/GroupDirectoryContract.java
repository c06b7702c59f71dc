package io.yizhan.server.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.yizhan.group.MemberPart;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.DeviceId;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.Incarnation;
import io.yizhan.identity.NodeId;
import io.yizhan.identity.UserId;
import io.yizhan.server.state.Allocation.Fresh;
import io.yizhan.server.state.Allocation.TurnedAway;
import io.yizhan.server.state.GroupDirectory.Standing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link GroupDirectory} keeps, together with the {@link Sequencer} in the same place. */
public abstract class GroupDirectoryContract {
    private static final UserId ALICE = new UserId("alice");
    private static final UserId BOB = new UserId("bob");
    private static final DeviceId PHONE = new DeviceId("phone");
    private static final Incarnation HERE = new Incarnation(new NodeId(0), 70);
    private static final Incarnation THERE = new Incarnation(new NodeId(3), 71);

    private final Rolls rolls = new Rolls();
    private final GroupId group = new GroupId("g" + Long.toString(System.nanoTime(), Character.MAX_RADIX));
    private final AtomicLong ids = new AtomicLong();

    /** Asks {@code archived} for what it does not know. */
    protected abstract GroupDirectory directory(ArchivedMembers archived, GroupDirectory.Times times);

    private GroupDirectory directory(ArchivedMembers archived) {
        return directory(archived, GroupDirectory.TIMES);
    }

    /** In the same place as the directory that was made last. */
    protected abstract Sequencer sequencer();

    /** Whether what was numbered may not have reached the archive yet. */
    protected boolean mayArchiveBeBehind() {
        return true;
    }

    /** Lets time pass for both. */
    protected abstract void elapse(Duration time);

    private NumberRequest from(UserId user, DeviceId device) {
        long id = ids.incrementAndGet();
        return new NumberRequest(ConversationId.group(group), user, device, id, id, (id << 30) + 5, 1_000, false);
    }

    private Allocation send(UserId user) {
        return Stages.get(sequencer().allocate(List.of(from(user, PHONE)))).get(0);
    }

    private static long seq(Allocation allocation) {
        assertThat(allocation).isInstanceOf(Fresh.class);
        return ((Fresh) allocation).place().seq();
    }

    @Test
    void numbersWhatMembersSend_andNothingElse() {
        GroupDirectory directory = directory(rolls);
        rolls.members.add(ALICE);

        assertThat(send(ALICE)).isEqualTo(new TurnedAway()); // nobody has asked for him
        assertThat(Stages.get(directory.admit(group, ALICE))).isEqualTo(Standing.MEMBER);
        assertThat(Stages.get(directory.admit(group, BOB))).isEqualTo(Standing.STRANGER);

        assertThat(seq(send(ALICE))).isEqualTo(1);
        assertThat(send(BOB)).isEqualTo(new TurnedAway());
        assertThat(seq(send(ALICE))).isEqualTo(2);
    }

    @Test
    void answersARepeat_alsoToOneWhoLeftSince() {
        GroupDirectory directory = directory(rolls);
        rolls.members.add(ALICE);
        Stages.get(directory.admit(group, ALICE));
        NumberRequest request = from(ALICE, PHONE);
        seq(Stages.get(sequencer().allocate(List.of(request))).get(0));

        Stages.get(directory.shut(group, List.of(ALICE)));

        assertThat(Stages.get(sequencer().allocate(List.of(request, from(ALICE, PHONE)))))
                .hasOnlyElementsOfTypes(Allocation.Pending.class, TurnedAway.class);
    }

    @Test
    void refusesWhoIsShutOut_untilItIsDecided() {
        GroupDirectory directory = directory(rolls);
        rolls.members.addAll(Set.of(ALICE, BOB));
        Stages.get(directory.admit(group, ALICE));
        Stages.get(directory.admit(group, BOB));

        Stages.get(directory.shut(group, List.of(ALICE)));
        assertThat(send(ALICE)).isEqualTo(new TurnedAway());
        assertThat(Stages.get(directory.admit(group, ALICE))).isEqualTo(Standing.SHUT_OUT);
        assertThat(seq(send(BOB))).isEqualTo(1);

        Stages.get(directory.refresh(group, List.of(ALICE)));
        assertThat(Stages.get(directory.admit(group, ALICE))).isEqualTo(Standing.MEMBER);
        assertThat(seq(send(ALICE))).isEqualTo(2);

        Stages.get(directory.shut(group, List.of(ALICE)));
        rolls.members.remove(ALICE);
        Stages.get(directory.refresh(group, List.of(ALICE)));
        assertThat(Stages.get(directory.admit(group, ALICE))).isEqualTo(Standing.STRANGER);
        assertThat(send(ALICE)).isEqualTo(new TurnedAway());
    }

    @Test
    void lastsAWhileOnly_whenWhoShutSomebodyOutDied() {
        GroupDirectory directory =
                directory(rolls, new GroupDirectory.Times(GroupDirectory.TIMES.interest(), Duration.ofSeconds(2)));
        rolls.members.add(ALICE);
        Stages.get(directory.admit(group, ALICE));
        Stages.get(directory.shut(group, List.of(ALICE)));
        long told = seq(Stages.get(sequencer().allocate(List.of(from(BOB, DeviceId.SERVER))))
                .get(0));
        assertThat(Stages.get(directory.admit(group, ALICE))).isEqualTo(Standing.SHUT_OUT);

        elapse(Duration.ofMillis(2_100));

        assertThat(send(ALICE)).isEqualTo(new TurnedAway());
        assertThat(Stages.get(directory.admit(group, ALICE))).isEqualTo(Standing.MEMBER);
        assertThat(rolls.changedSeq).isEqualTo(mayArchiveBeBehind() ? told : 0);
        seq(send(ALICE));
    }

    @Test
    void doesNotBringIn_whomTheArchiveNamedBeforeHeWasTakenOut() {
        GroupDirectory directory = directory(rolls);
        rolls.members.add(ALICE);
        CompletableFuture<Void> slow = new CompletableFuture<>();
        rolls.answers = slow;

        CompletionStage<Standing> asked = directory.admit(group, ALICE);
        rolls.awaitAsked();
        Stages.get(directory.shut(group, List.of(ALICE)));
        slow.complete(null);

        assertThat(Stages.get(asked)).isEqualTo(Standing.SHUT_OUT);
        assertThat(send(ALICE)).isEqualTo(new TurnedAway());
    }

    @Test
    void numbersWhatTheServerSays_andTellsWhenItLastSpoke() {
        GroupDirectory directory = directory(rolls);
        rolls.members.add(ALICE);
        Stages.get(directory.admit(group, ALICE));

        List<Allocation> all = Stages.get(sequencer()
                .allocate(List.of(
                        from(BOB, DeviceId.SERVER),
                        from(ALICE, PHONE),
                        from(BOB, PHONE),
                        from(BOB, DeviceId.SERVER),
                        from(ALICE, PHONE))));

        assertThat(all.get(2)).isEqualTo(new TurnedAway());
        assertThat(List.of(all.get(0), all.get(1), all.get(3), all.get(4)))
                .extracting(GroupDirectoryContract::seq)
                .containsExactly(1L, 2L, 3L, 4L);
        assertThat(List.of(all.get(0), all.get(1), all.get(3), all.get(4), send(ALICE)))
                .extracting(one -> ((Fresh) one).audience().changedSeq())
                .containsExactly(0L, 1L, 1L, 3L, 3L);
    }

    @Test
    void tellsTheWorkersThatAreInterested_withTheNumber() {
        GroupDirectory directory = directory(rolls);
        GroupId other = new GroupId(group.value() + "x");
        rolls.members.add(ALICE);
        Stages.get(directory.admit(group, ALICE));
        assertThat(((Fresh) send(ALICE)).audience().workers()).isEmpty();

        Stages.get(directory.interest(HERE, List.of(group, other), List.of()));
        Stages.get(directory.interest(THERE, List.of(group), List.of(other)));
        assertThat(((Fresh) send(ALICE)).audience().workers()).containsExactlyInAnyOrder(HERE, THERE);
        assertThat(Stages.get(directory.interested(List.of(group, other))))
                .isEqualTo(Map.of(group, Set.of(HERE, THERE), other, Set.of(HERE)));

        Stages.get(directory.interest(HERE, List.of(), List.of(group)));
        assertThat(((Fresh) send(ALICE)).audience().workers()).containsExactly(THERE);
    }

    @Test
    void forgetsTheInterestOfAWorkerThatDied() {
        GroupDirectory directory =
                directory(rolls, new GroupDirectory.Times(Duration.ofSeconds(2), GroupDirectory.TIMES.shut()));
        Stages.get(directory.interest(HERE, List.of(group), List.of()));
        Stages.get(directory.interest(THERE, List.of(group), List.of()));

        elapse(Duration.ofMillis(1_200));
        Stages.get(directory.interest(THERE, List.of(group), List.of()));
        elapse(Duration.ofMillis(1_200));

        assertThat(Stages.get(directory.interested(List.of(group)))).isEqualTo(Map.of(group, Set.of(THERE)));
    }

    @Test
    void knowsTheMembersOfALargeGroup() {
        GroupDirectory directory = directory(rolls);
        List<UserId> many =
                IntStream.range(0, 3_000).mapToObj(i -> new UserId("user-" + i)).toList();
        rolls.members.addAll(many);

        for (UserId user : many.subList(0, 50)) {
            assertThat(Stages.get(directory.admit(group, user))).isEqualTo(Standing.MEMBER);
        }
        assertThat(Stages.get(sequencer()
                        .allocate(many.subList(0, 50).stream()
                                .map(user -> from(user, PHONE))
                                .toList())))
                .hasOnlyElementsOfType(Fresh.class);
    }

    /** The archive: says who is a member when it was asked, as soon as it may answer. */
    private static final class Rolls implements ArchivedMembers {
        private final Set<UserId> members = ConcurrentHashMap.newKeySet();
        private final CompletableFuture<Void> asked = new CompletableFuture<>();
        private volatile long changedSeq;
        private volatile CompletableFuture<Void> answers = CompletableFuture.completedFuture(null);

        void awaitAsked() {
            Stages.get(asked);
        }

        @Override
        public CompletionStage<Boolean> isMember(GroupId group, UserId user, long upTo) {
            changedSeq = upTo;
            boolean member = members.contains(user);
            asked.complete(null);
            return answers.thenApply(now -> member);
        }

        @Override
        public CompletionStage<Set<UserId>> members(GroupId group, int part) {
            Set<UserId> found = members.stream()
                    .filter(user -> MemberPart.of(user) == part)
                    .collect(Collectors.toUnmodifiableSet());
            asked.complete(null);
            return answers.thenApply(now -> found);
        }
    }
}
