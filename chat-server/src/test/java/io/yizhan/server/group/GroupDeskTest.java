package io.yizhan.server.group;

import static io.yizhan.server.group.GroupWorld.answer;
import static io.yizhan.server.group.GroupWorld.creation;
import static io.yizhan.server.group.GroupWorld.refusal;
import static org.assertj.core.api.Assertions.assertThat;

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
import io.yizhan.identity.UserId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroupDeskTest extends GroupDeskFixture {
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
}
