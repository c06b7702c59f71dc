package io.yizhan.server.group;

import static io.yizhan.server.group.GroupWorld.answer;
import static io.yizhan.server.group.GroupWorld.creation;
import static io.yizhan.server.group.GroupWorld.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import chat.v2.ErrorCode;
import io.yizhan.group.GroupAnswer;
import io.yizhan.group.GroupCommand;
import io.yizhan.group.GroupCommand.Add;
import io.yizhan.group.GroupCommand.Change;
import io.yizhan.group.GroupCommand.Put;
import io.yizhan.group.GroupCommand.Remove;
import io.yizhan.group.GroupHistory;
import io.yizhan.group.GroupProfile;
import io.yizhan.group.GroupRefusal;
import io.yizhan.group.GroupRole;
import io.yizhan.group.JoinPolicy;
import io.yizhan.identity.GroupId;
import io.yizhan.identity.UserId;
import io.yizhan.server.archive.Membership;
import io.yizhan.server.delivery.SendOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupDeskTest {
    private static final GroupId CLUB = new GroupId("club");
    private static final UserId ANN = new UserId("ann");
    private static final UserId BOB = new UserId("bob");
    private static final UserId CAROL = new UserId("carol");
    private static final UserId DAVE = new UserId("dave");

    private final GroupWorld world = new GroupWorld();
    private final GroupDesk desk = world.desk();

    @BeforeEach
    void register() {
        List.of(ANN, BOB, CAROL, DAVE).forEach(world.users::add);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private GroupAnswer ask(GroupCommand command) {
        return answer(desk.handle(command));
    }

    private void create(JoinPolicy policy, UserId... members) {
        assertThat(ask(creation(CLUB, ANN, policy, members))).isInstanceOf(GroupAnswer.Done.class);
    }

    private GroupAnswer join(UserId user) {
        return put(user, user);
    }

    private GroupAnswer put(UserId by, UserId user) {
        return ask(new Put(by, CLUB, user, Optional.empty()));
    }

    private GroupAnswer role(UserId by, UserId user, GroupRole role) {
        return ask(new Put(by, CLUB, user, Optional.of(role)));
    }

    private GroupAnswer remove(UserId by, UserId user) {
        return ask(new Remove(by, CLUB, user));
    }

    private static void assertDone(GroupAnswer answer) {
        assertThat(answer).isInstanceOf(GroupAnswer.Done.class);
    }

    private String members() {
        return world.groups.members(CLUB, Optional.empty(), 100).toCompletableFuture().join().stream()
                .map(member -> member.user() + " " + member.role())
                .collect(Collectors.joining(", "));
    }

    @Test
    void createsAGroup_withItsMembers_inTheOrderOfTheLog() {
        GroupAnswer answer = ask(creation(CLUB, ANN, JoinPolicy.INVITE, BOB, CAROL, ANN));

        assertThat(answer)
                .isEqualTo(new GroupAnswer.Done(
                        new GroupProfile(CLUB, "The Club", ANN, JoinPolicy.INVITE, GroupHistory.SINCE_JOIN)));
        assertThat(world.events(CLUB)).containsExactly("created ann", "joined bob", "joined carol");
        assertThat(members()).isEqualTo("ann OWNER, bob MEMBER, carol MEMBER");
    }

    @Test
    void givesAnIdOnce() {
        create(JoinPolicy.OPEN);

        assertThat(refusal(ask(creation(CLUB, BOB, JoinPolicy.OPEN)))).isEqualTo(GroupRefusal.GROUP_EXISTS);
        remove(ANN, ANN);
        assertThat(refusal(ask(creation(CLUB, ANN, JoinPolicy.OPEN)))).isEqualTo(GroupRefusal.GROUP_EXISTS);
    }

    @Test
    void refusesACreation_thatCouldNotBeCarriedOut_andLeavesTheIdFree() {
        UserId nobody = new UserId("nobody");
        assertThat(refusal(ask(creation(CLUB, ANN, JoinPolicy.OPEN, nobody)))).isEqualTo(GroupRefusal.NO_SUCH_USER);
        assertThat(world.told(CLUB)).isEmpty();

        create(JoinPolicy.OPEN);
    }

    @Test
    void letsAnybodyJoinAnOpenGroup_andNobodyOneByInvitation() {
        create(JoinPolicy.OPEN);
        assertDone(join(BOB));
        assertDone(join(BOB));
        ask(new Change(ANN, CLUB, Optional.empty(), Optional.of(JoinPolicy.INVITE), Optional.empty()));

        assertThat(refusal(join(CAROL))).isEqualTo(GroupRefusal.FORBIDDEN);
        assertThat(refusal(put(CAROL, DAVE))).isEqualTo(GroupRefusal.NOT_A_MEMBER);
        assertDone(put(BOB, CAROL));
        assertThat(world.events(CLUB)).containsExactly("created ann", "joined bob", "joined carol");
    }

    @Test
    void addsAll_orNone() {
        create(JoinPolicy.OPEN, BOB);

        assertThat(refusal(ask(new Add(BOB, CLUB, Set.of(CAROL, new UserId("nobody"))))))
                .isEqualTo(GroupRefusal.NO_SUCH_USER);
        assertThat(members()).isEqualTo("ann OWNER, bob MEMBER");
        assertDone(ask(new Add(BOB, CLUB, Set.of(ANN, CAROL, DAVE))));
        assertThat(members()).isEqualTo("ann OWNER, bob MEMBER, carol MEMBER, dave MEMBER");
    }

    @Test
    void isFull_atTheLimit() {
        Set<UserId> many = IntStream.range(0, GroupWorld.MOST_MEMBERS - 1)
                .mapToObj(i -> new UserId("u" + i))
                .collect(Collectors.toSet());
        many.forEach(world.users::add);
        create(JoinPolicy.OPEN);
        assertDone(ask(new Add(ANN, CLUB, many)));

        assertThat(refusal(join(BOB))).isEqualTo(GroupRefusal.GROUP_FULL);
        assertDone(ask(new Add(ANN, CLUB, many)));
        remove(ANN, new UserId("u1"));
        assertDone(join(BOB));
    }

    @Test
    void givesRoles_byTheOwnerOnly() {
        create(JoinPolicy.OPEN, BOB, CAROL);

        assertDone(role(ANN, BOB, GroupRole.ADMIN));
        assertDone(role(ANN, DAVE, GroupRole.ADMIN));
        assertThat(members()).isEqualTo("ann OWNER, bob ADMIN, carol MEMBER, dave ADMIN");
        assertThat(refusal(role(BOB, CAROL, GroupRole.ADMIN))).isEqualTo(GroupRefusal.FORBIDDEN);
        assertThat(refusal(role(ANN, ANN, GroupRole.MEMBER))).isEqualTo(GroupRefusal.INVALID_ARGUMENT);
        assertDone(put(CAROL, BOB));
        assertDone(role(ANN, BOB, GroupRole.MEMBER));
        assertThat(members()).isEqualTo("ann OWNER, bob MEMBER, carol MEMBER, dave ADMIN");
    }

    @Test
    void removes_whomTheRoleLets() {
        create(JoinPolicy.OPEN, BOB, CAROL);
        role(ANN, BOB, GroupRole.ADMIN);
        role(ANN, DAVE, GroupRole.ADMIN);

        assertThat(refusal(remove(CAROL, BOB))).isEqualTo(GroupRefusal.FORBIDDEN);
        assertThat(refusal(remove(BOB, ANN))).isEqualTo(GroupRefusal.FORBIDDEN);
        assertThat(refusal(remove(BOB, DAVE))).isEqualTo(GroupRefusal.FORBIDDEN);
        assertThat(refusal(remove(new UserId("nobody"), BOB))).isEqualTo(GroupRefusal.NOT_A_MEMBER);
        assertDone(remove(BOB, CAROL));
        assertDone(remove(BOB, CAROL));
        assertDone(remove(ANN, DAVE));
        assertThat(members()).isEqualTo("ann OWNER, bob ADMIN");
    }

    @Test
    void shutsOutWhoGoes_beforeItIsTold_andForgetsHimAfterwards() {
        create(JoinPolicy.OPEN, BOB);
        world.atHand.clear();

        remove(ANN, BOB);

        assertThat(world.atHand).containsExactly("shut [bob]", "told removed", "refresh [bob]");
    }

    @Test
    void isHandedOver_andEndsWithTheLastOne() {
        create(JoinPolicy.OPEN, BOB, CAROL);
        role(ANN, CAROL, GroupRole.ADMIN);

        assertDone(remove(ANN, ANN));
        assertThat(members()).isEqualTo("bob MEMBER, carol OWNER");
        assertDone(remove(CAROL, CAROL));
        assertThat(members()).isEqualTo("bob OWNER");
        assertDone(remove(BOB, BOB));

        assertThat(world.events(CLUB).subList(4, 9))
                .containsExactly("role carol OWNER", "left ann", "role bob OWNER", "left carol", "left bob");
        assertThat(refusal(join(ANN))).isEqualTo(GroupRefusal.NO_SUCH_GROUP);
        assertThat(refusal(remove(BOB, BOB))).isEqualTo(GroupRefusal.NO_SUCH_GROUP);
    }

    @Test
    void renames_andSets_byThoseWhoLead() {
        create(JoinPolicy.OPEN, BOB);
        Change change = new Change(
                BOB, CLUB, Optional.of("Readers"), Optional.of(JoinPolicy.INVITE), Optional.of(GroupHistory.ALL));
        assertThat(refusal(ask(change))).isEqualTo(GroupRefusal.FORBIDDEN);
        role(ANN, BOB, GroupRole.ADMIN);

        assertThat(ask(change))
                .isEqualTo(new GroupAnswer.Done(
                        new GroupProfile(CLUB, "Readers", ANN, JoinPolicy.INVITE, GroupHistory.ALL)));
        ask(change);
        assertThat(world.events(CLUB)).containsExactly("created ann", "joined bob", "role bob ADMIN", "renamed bob");
    }

    @Test
    void knowsNoGroup_thatIsNotThere() {
        for (GroupCommand command : List.of(
                new Put(ANN, CLUB, ANN, Optional.empty()),
                new Remove(ANN, CLUB, ANN),
                new Add(ANN, CLUB, Set.of(BOB)),
                new Change(ANN, CLUB, Optional.of("x"), Optional.empty(), Optional.empty()))) {
            assertThat(refusal(ask(command))).isEqualTo(GroupRefusal.NO_SUCH_GROUP);
        }
    }

    @Test
    void doesTogetherWhatWaitsTogether_eachAsIfAlone() {
        create(JoinPolicy.OPEN, BOB, CAROL);
        CompletableFuture<SendOutcome> held = new CompletableFuture<>();
        world.sends(command -> held.thenCompose(outcome -> world.store(command)));
        CompletionStage<GroupAnswer> first = desk.handle(new Put(DAVE, CLUB, DAVE, Optional.empty()));
        List<CompletionStage<GroupAnswer>> waiting = new ArrayList<>();
        waiting.add(desk.handle(new Remove(ANN, CLUB, ANN)));
        waiting.add(desk.handle(new Put(BOB, CLUB, CAROL, Optional.of(GroupRole.ADMIN))));
        waiting.add(desk.handle(new Remove(ANN, CLUB, BOB)));
        waiting.add(desk.handle(new Remove(BOB, CLUB, BOB)));

        held.complete(new SendOutcome.Refused(ErrorCode.UNAVAILABLE, "not used", 0));

        assertDone(answer(first));
        assertDone(answer(waiting.get(0)));
        assertDone(answer(waiting.get(1)));
        assertThat(refusal(answer(waiting.get(2)))).isEqualTo(GroupRefusal.NOT_A_MEMBER);
        assertDone(answer(waiting.get(3)));
        assertThat(members()).isEqualTo("carol OWNER, dave MEMBER");
        assertThat(world.events(CLUB))
                .endsWith(
                        "joined dave",
                        "role bob OWNER",
                        "left ann",
                        "role carol ADMIN",
                        "role carol OWNER",
                        "left bob");
    }

    @Test
    void says_thatNothingWasDone_whenNothingIsTakenIn() {
        create(JoinPolicy.OPEN, BOB);
        world.sends(command ->
                CompletableFuture.completedStage(new SendOutcome.Refused(ErrorCode.OVERLOADED, "Too much waits", 500)));
        assertThat(refusal(join(CAROL))).isEqualTo(GroupRefusal.OVERLOADED);

        world.sends(world::store);
        assertDone(join(CAROL));
    }

    @Test
    void letsNobodyElseChangeAGroup_whileSomethingMayYetBeStored() {
        create(JoinPolicy.OPEN, BOB);
        world.sends(command -> CompletableFuture.completedStage(
                new SendOutcome.Refused(ErrorCode.UNAVAILABLE, "Nobody knows", 1_000)));
        assertThat(refusal(remove(ANN, BOB))).isEqualTo(GroupRefusal.UNAVAILABLE);

        world.sends(world::store);
        assertThat(refusal(answer(world.desk().handle(new Put(CAROL, CLUB, CAROL, Optional.empty())))))
                .isEqualTo(GroupRefusal.UNAVAILABLE);
        assertThat(world.atHand).endsWith("shut [bob]");
    }

    @Test
    void changesOneGroupInTurns_overTwoWorkers() {
        create(JoinPolicy.OPEN);
        GroupDesk other = world.desk();
        List<CompletionStage<GroupAnswer>> answers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            UserId user = i % 2 == 0 ? BOB : CAROL;
            answers.add((i % 3 == 0 ? desk : other).handle(new Put(user, CLUB, user, Optional.empty())));
            answers.add((i % 3 == 0 ? other : desk).handle(new Remove(user, CLUB, user)));
        }
        answers.forEach(each -> assertDone(answer(each)));

        for (UserId user : List.of(BOB, CAROL)) {
            List<String> its = world.events(CLUB).stream()
                    .filter(event -> event.endsWith(" " + user))
                    .toList();
            assertThat(IntStream.range(0, its.size())
                            .allMatch(i -> its.get(i).startsWith(i % 2 == 0 ? "joined" : "left")))
                    .as("%s", its)
                    .isTrue();
            List<Membership> times =
                    world.groups.memberships(CLUB, user).toCompletableFuture().join();
            assertThat(times).hasSize((its.size() + 1) / 2);
        }
    }
}
