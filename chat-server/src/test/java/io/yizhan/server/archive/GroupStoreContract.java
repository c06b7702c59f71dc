package io.yizhan.server.archive;

import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.Content;
import chat.v2.ContentType;
import io.yizhan.group.GroupHistory;
import io.yizhan.group.GroupRole;
import io.yizhan.group.JoinPolicy;
import io.yizhan.group.MemberPart;
import io.yizhan.identity.ConversationId;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import io.yizhan.protocol.GroupEvent;
import io.yizhan.protocol.GroupEvent.Created;
import io.yizhan.protocol.GroupEvent.Joined;
import io.yizhan.protocol.GroupEvent.Left;
import io.yizhan.protocol.GroupEvent.Removed;
import io.yizhan.protocol.GroupEvent.Renamed;
import io.yizhan.protocol.GroupEvent.RoleGiven;
import io.yizhan.server.archive.GroupRegister.Draft;
import io.yizhan.server.archive.GroupRegister.Reservation;
import io.yizhan.server.archive.GroupRegister.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store of groups promises, together with the message store that applies the events to it. */
public abstract class GroupStoreContract {
    private static final Duration LONG = Duration.ofMinutes(10);

    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final GroupId group = new GroupId("club-" + run);
    private final UserId ann = user("ann");
    private final UserId bob = user("bob");
    private final UserId carol = user("carol");

    protected abstract GroupStore groups();

    protected abstract GroupRegister register();

    protected abstract MessageStore messages();

    private UserId user(String name) {
        return new UserId(name + "-" + run);
    }

    protected static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }

    private Draft draft(UserId owner, String creation) {
        return new Draft(group, "The Club", owner, JoinPolicy.OPEN, GroupHistory.SINCE_JOIN, creation);
    }

    private void write(long firstSeq, GroupEvent... events) {
        List<LogRecord> batch = new ArrayList<>();
        for (GroupEvent event : events) {
            batch.add(GroupRecords.told(group, firstSeq + batch.size(), ann, event));
        }
        messages().write(batch);
    }

    private void create() {
        get(register().reserve(draft(ann, "c"), new Turn("t", LONG)));
        write(1, new Created(ann, "c"));
    }

    private static String change() {
        return UUID.randomUUID().toString();
    }

    private Joined joined(UserId user) {
        return new Joined(user, change());
    }

    private Membership present(UserId user, long joinSeq, GroupRole role) {
        return new Membership(group, user, joinSeq, OptionalLong.empty(), role);
    }

    private Membership past(UserId user, long joinSeq, long leaveSeq, GroupRole role) {
        return new Membership(group, user, joinSeq, OptionalLong.of(leaveSeq), role);
    }

    private List<Membership> members() {
        return get(groups().members(group, Optional.empty(), 100));
    }

    @Test
    void knowsWhereSomebodyWasMentionedLast_himselfOrWithAll() {
        create();
        messages().write(List.of(mention(2, "bob,carol"), mention(3, "bob"), mention(4, "@all"), mention(5, "carol")));
        messages().write(List.of(mention(2, "bob,carol")));
        UserId carol = new UserId("carol");
        GroupId other = new GroupId(group.value() + "x");

        assertThat(get(groups().mentions(new UserId("bob"), List.of(group, other))))
                .isEqualTo(Map.of(group, 4L));
        assertThat(get(groups().mentions(carol, List.of(group, other)))).isEqualTo(Map.of(group, 5L));
        assertThat(get(groups().mentions(carol, List.of()))).isEmpty();
    }

    private LogRecord.Stored mention(long seq, String names) {
        LogRecord.Stored event = GroupRecords.told(group, seq, ann, new Joined(ann, "c" + seq));
        return new LogRecord.Stored(
                event.conversation(),
                event.message().toBuilder()
                        .setFromDeviceId("phone")
                        .setClientMsgId(seq)
                        .setContent(
                                Content.newBuilder().setType(ContentType.TEXT).putProperties("mention", names))
                        .build(),
                event.contentHash());
    }

    @Test
    void hasNoGroup_beforeTheLogCreatesIt() {
        assertThat(get(register().reserve(draft(ann, "c"), new Turn("t", LONG))))
                .isEqualTo(Reservation.RESERVED);

        assertThat(get(groups().find(group))).isEmpty();
        assertThat(get(register().state(group))).get().matches(state -> !state.isThere());

        write(1, new Created(ann, "c"), joined(bob));

        assertThat(get(groups().find(group)))
                .contains(new Group(group, "The Club", ann, JoinPolicy.OPEN, GroupHistory.SINCE_JOIN, 2, false));
        assertThat(members()).containsExactly(present(ann, 1, GroupRole.OWNER), present(bob, 2, GroupRole.MEMBER));
        assertThat(get(register().state(group))).get().matches(state -> state.isThere() && state.appliedSeq() == 2);
    }

    @Test
    void changesNothing_whereNobodyReservedTheId() {
        write(1, new Created(ann, "c"), joined(bob));

        assertThat(get(groups().find(group))).isEmpty();
        assertThat(members()).isEmpty();
    }

    @Test
    void keepsEachTimeOfAMember_withItsNumbers() {
        create();
        write(2, joined(bob), new Left(bob, change()));
        write(4, joined(bob));
        write(5, joined(carol), new Removed(bob, change()), joined(bob));

        assertThat(get(groups().memberships(group, bob)))
                .containsExactly(
                        past(bob, 2, 3, GroupRole.MEMBER),
                        past(bob, 4, 6, GroupRole.MEMBER),
                        present(bob, 7, GroupRole.MEMBER));
        assertThat(get(groups().latest(group, List.of(bob, carol, user("nobody")))))
                .containsExactlyInAnyOrder(present(bob, 7, GroupRole.MEMBER), present(carol, 5, GroupRole.MEMBER));
        assertThat(get(groups().find(group))).get().matches(its -> its.members() == 3);
    }

    @Test
    void hasNoEffect_whatIsSoAlready() {
        create();
        write(2, joined(bob));
        List<Membership> before = members();

        write(3, joined(bob), new Left(carol, change()), new Removed(carol, change()), joined(ann));
        write(7, new RoleGiven(carol, GroupRole.ADMIN, change()), new RoleGiven(bob, GroupRole.MEMBER, change()));
        write(9, new Created(bob, change()));

        assertThat(members()).isEqualTo(before);
        assertThat(get(groups().memberships(group, carol))).isEmpty();
        assertThat(get(register().state(group))).get().matches(state -> state.appliedSeq() == 9);
    }

    @Test
    void appliesOnce_whatComesAgain() {
        create();
        LogRecord join = GroupRecords.told(group, 2, bob, new Joined(bob, "j"));
        messages().write(List.of(join));
        write(3, new Left(bob, "l"));

        messages().write(List.of(join));
        LogRecord twin = GroupRecords.told(group, 4, bob, new Joined(bob, "j"));
        messages().write(List.of(twin));

        assertThat(get(groups().memberships(group, bob))).containsExactly(past(bob, 2, 3, GroupRole.MEMBER));
        assertThat(get(messages().completeTo(List.of(ConversationId.group(group)))))
                .containsValue(4L);
    }

    @Test
    void hasNoEffect_whatComesBehindALargerNumber() {
        create();
        write(2, joined(bob));
        write(5, joined(carol));

        write(4, new Removed(bob, change()));

        assertThat(members()).extracting(Membership::user).containsExactly(ann, bob, carol);
    }

    @Test
    void hasOneOwner_whoStaysUntilThereIsAnother() {
        create();
        write(2, joined(bob), joined(carol), new RoleGiven(carol, GroupRole.ADMIN, change()));
        write(5, new Left(ann, change()), new RoleGiven(ann, GroupRole.MEMBER, change()));
        assertThat(members())
                .containsExactly(
                        present(ann, 1, GroupRole.OWNER),
                        present(bob, 2, GroupRole.MEMBER),
                        present(carol, 3, GroupRole.ADMIN));

        write(7, new RoleGiven(carol, GroupRole.OWNER, change()), new Left(ann, change()));

        assertThat(members()).containsExactly(present(bob, 2, GroupRole.MEMBER), present(carol, 3, GroupRole.OWNER));
        assertThat(get(groups().memberships(group, ann))).containsExactly(past(ann, 1, 8, GroupRole.ADMIN));
        assertThat(get(groups().find(group))).get().extracting(Group::owner).isEqualTo(carol);
    }

    @Test
    void ends_withItsLastMember_andNeverBeginsAgain() {
        create();
        write(2, new Left(ann, change()));
        assertThat(get(groups().find(group))).get().matches(Group::ended);

        write(3, joined(bob), new Created(bob, change()), new Renamed(bob, "Again", change()));

        assertThat(members()).isEmpty();
        assertThat(get(groups().find(group)))
                .get()
                .matches(its -> its.ended() && its.name().equals("The Club"));
        assertThat(get(register().reserve(draft(ann, "other"), new Turn("u", LONG))))
                .isEqualTo(Reservation.TAKEN);
    }

    @Test
    void namesWhoFollowsTheOwner() {
        create();
        assertThat(get(groups().heirs(group, 2))).isEmpty();
        write(2, joined(bob), joined(carol), joined(user("dave")), joined(user("eve")));
        assertThat(get(groups().heirs(group, 2))).extracting(Membership::user).containsExactly(bob, carol);
        write(6, new RoleGiven(carol, GroupRole.ADMIN, change()));
        assertThat(get(groups().heirs(group, 2)))
                .extracting(Membership::user)
                .containsExactly(carol, bob, user("dave"));
    }

    @Test
    void isRenamedByTheLog_andSetBesideIt() {
        create();
        write(2, new Renamed(ann, "书友会 🙂", change()));
        get(register().set(group, JoinPolicy.INVITE, GroupHistory.ALL));
        write(3, joined(bob));

        assertThat(get(groups().find(group)))
                .contains(new Group(group, "书友会 🙂", ann, JoinPolicy.INVITE, GroupHistory.ALL, 2, false));
    }

    @Test
    void pagesMembers_andReadsThemByPart() {
        create();
        UserId[] users = IntStream.range(0, 300).mapToObj(i -> user("u" + i)).toArray(UserId[]::new);
        write(2, Arrays.stream(users).map(this::joined).toArray(GroupEvent[]::new));
        write(302, new Left(users[7], change()));

        List<UserId> paged = new ArrayList<>();
        List<Membership> page = get(groups().members(group, Optional.empty(), 64));
        while (!page.isEmpty()) {
            page.forEach(member -> paged.add(member.user()));
            page = get(groups().members(group, Optional.of(paged.get(paged.size() - 1)), 64));
        }
        List<UserId> parted = IntStream.range(0, MemberPart.PARTS)
                .mapToObj(part -> get(groups().part(group, part)))
                .flatMap(List::stream)
                .map(Membership::user)
                .toList();

        assertThat(paged).hasSize(300).isSorted().doesNotContain(users[7]).contains(ann, users[0]);
        assertThat(parted).containsExactlyInAnyOrderElementsOf(paged);
    }

    @Test
    void listsTheGroupsOfAUser_theLastTimeInEach() {
        create();
        GroupId other = new GroupId("a-" + group);
        get(register()
                .reserve(
                        new Draft(other, "Other", bob, JoinPolicy.INVITE, GroupHistory.ALL, "d"), new Turn("t", LONG)));
        messages().write(List.of(GroupRecords.told(other, 1, bob, new Created(bob, "d"))));
        write(2, joined(bob), new Left(bob, change()), joined(bob), new Left(bob, change()));

        List<Membership> all = get(groups().membershipsOf(bob, Optional.empty(), 10));

        assertThat(all)
                .containsExactly(
                        new Membership(other, bob, 1, OptionalLong.empty(), GroupRole.OWNER),
                        past(bob, 4, 5, GroupRole.MEMBER));
        assertThat(get(groups().membershipsOf(bob, Optional.empty(), 1))).isEqualTo(all.subList(0, 1));
        assertThat(get(groups().membershipsOf(bob, Optional.of(other), 10))).isEqualTo(all.subList(1, 2));
        assertThat(get(groups().membershipsOf(user("nobody"), Optional.empty(), 10)))
                .isEmpty();
    }

    @Test
    void givesAnIdOnce_andAgainWhileItWasNeverUsed() {
        Turn first = new Turn("first", LONG);
        assertThat(get(register().reserve(draft(ann, "c"), first))).isEqualTo(Reservation.RESERVED);
        assertThat(get(register().reserve(draft(ann, "c"), first))).isEqualTo(Reservation.RESERVED);
        assertThat(get(register().reserve(draft(bob, "d"), new Turn("second", LONG))))
                .isEqualTo(Reservation.TAKEN);
        assertThat(get(register().reserve(draft(ann, "e"), new Turn("third", LONG))))
                .isEqualTo(Reservation.BUSY);

        get(register().end(group, first));
        assertThat(get(register().reserve(draft(ann, "e"), new Turn("third", LONG))))
                .isEqualTo(Reservation.RESERVED);
        write(1, new Created(ann, "c"));
        assertThat(get(groups().find(group))).isEmpty(); // by a call that was given up
        write(2, new Created(ann, "e"));

        assertThat(get(register().reserve(draft(ann, "e"), new Turn("fourth", LONG))))
                .isEqualTo(Reservation.REPEATED);
        assertThat(get(register().reserve(draft(ann, "f"), new Turn("fifth", LONG))))
                .isEqualTo(Reservation.TAKEN);
    }

    @Test
    void givesTheTurnToOne_untilItIsGivenBackOrOver() {
        create();
        Turn one = new Turn("one", LONG);
        Turn other = new Turn("other", Duration.ofSeconds(1));
        get(register().end(group, new Turn("t", LONG)));
        assertThat(get(register().begin(group, one))).isTrue();
        assertThat(get(register().begin(group, one))).isTrue();
        assertThat(get(register().begin(group, other))).isFalse();
        get(register().end(group, other));
        assertThat(get(register().begin(group, other))).isFalse();

        get(register().end(group, one));
        assertThat(get(register().begin(group, other))).isTrue();
        pass(Duration.ofSeconds(2));
        assertThat(get(register().begin(group, one))).isTrue();
        assertThat(get(register().begin(new GroupId("none-" + run), one))).isFalse();
    }

    /** Lets this time pass for the store. */
    protected abstract void pass(Duration time);
}
