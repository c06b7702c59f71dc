package io.yizhan.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import chat.v2.Content;
import chat.v2.ContentType;
import chat.v2.Message;
import chat.v2.Target;
import io.yizhan.client.gate.GateException;
import io.yizhan.group.GroupReads;
import io.yizhan.group.GroupReads.Reached;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What members of a group have received and read: on their workers, then in the database, then at the gate. */
class WhoHasReadIT {
    @RegisterExtension
    static final TestCluster cluster = TestCluster.shared("rosa", "rolf", "ruth");

    private final String club = "readers-" + UUID.randomUUID().toString().substring(0, 8);

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(Person.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private long say(Person by, String text) throws Exception {
        Content content =
                Content.newBuilder().setType(ContentType.TEXT).setText(text).build();
        return get(by.client().send(Target.newBuilder().setGroupId(club).build(), content))
                .seq();
    }

    private static void seen(Person by, long seq) {
        await().atMost(Person.LIMIT)
                .until(() -> by.shown().stream().map(Message::getSeq).anyMatch(shown -> shown == seq));
    }

    @Test
    void tellsAMemberWhoHasReadIt_whileHeWasThere() throws Exception {
        Person rosa = cluster.login("rosa");
        Person rolf = cluster.login("rolf");
        get(rosa.client().groups().create(Optional.of(club), "Readers", List.of("rolf")));
        long early = say(rosa, "are you there?");
        seen(rolf, early);

        await().atMost(Person.LIMIT)
                .untilAsserted(() -> assertThat(get(rosa.client().groups().reads(club, early)))
                        .as("received, not read; its sender has")
                        .extracting(GroupReads::members, GroupReads::delivered, GroupReads::read)
                        .containsExactly(2, 2, 1));
        get(rolf.client().markRead("g:" + club, early));
        get(rosa.client().groups().add(club, "ruth"));
        long late = say(rosa, "welcome");

        await().atMost(Person.LIMIT)
                .untilAsserted(() -> assertThat(get(rolf.client().groups().reads(club, early)))
                        .as("ruth came later")
                        .extracting(GroupReads::members, GroupReads::delivered, GroupReads::read)
                        .containsExactly(2, 2, 2));
        assertThat(get(rolf.client().groups().reads(club, late)).members()).isEqualTo(3);
        await().atMost(Person.LIMIT)
                .untilAsserted(() -> assertThat(Objects.requireNonNull(
                                get(rolf.client().groups().reads(club)).positions()))
                        .contains(new Reached("rosa", late, late), new Reached("ruth", 0, 0)));
        Person ruth = cluster.login("ruth");
        assertThat(ruth.client().groups().reads(club, early))
                .as("she was not there")
                .failsWithin(Person.LIMIT)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        GateException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo("NOT_A_MEMBER"));
    }
}
